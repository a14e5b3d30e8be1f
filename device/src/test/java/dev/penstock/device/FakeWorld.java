package dev.penstock.device;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A device's surroundings in memory: a store in which any one operation can go wrong in each way
 * there is, a wire that can be cut, a clock that stands still.
 */
final class FakeWorld implements DeviceStore, Transport, DeviceClock {
  /** What goes wrong at one operation of the store. */
  enum Fault {
    FAILED_AND_NOT_WRITTEN,
    FAILED_AND_PARTLY_WRITTEN,
    FAILED_BUT_WRITTEN,
    CRASHED_BEFORE,
    CRASHED_BETWEEN,
    CRASHED_AFTER;

    boolean isCrash() {
      return this == CRASHED_BEFORE || this == CRASHED_BETWEEN || this == CRASHED_AFTER;
    }
  }

  /** The power is gone: whoever ran then is never asked again. */
  static final class PowerLost extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  final List<String> story = new ArrayList<>();
  final List<byte[]> sent = new ArrayList<>();
  private Optional<byte[]> state = Optional.empty();
  private SortedMap<Long, byte[]> blocks = new TreeMap<>();
  long ticks = 1_000_000_000L;
  long wallNanos = 1_767_225_600_000_000_000L;
  int quality = 24;
  boolean isStoreBroken;
  boolean isWireCut;

  /** Operations of the store so far, failed ones among them. */
  int operations;

  private int faultAt = -1;
  private Fault fault = Fault.FAILED_AND_NOT_WRITTEN;

  /** Lets the operation of this number go wrong, counted from 0. */
  void failAt(int operation, Fault how) {
    faultAt = operation;
    fault = how;
  }

  private void operate(Runnable... steps) throws IOException {
    Fault now = operations++ == faultAt ? fault : null;
    end(now, Fault.FAILED_AND_NOT_WRITTEN, Fault.CRASHED_BEFORE);
    if (steps.length == 0) { // it only reads
      end(now, Fault.FAILED_AND_PARTLY_WRITTEN, Fault.CRASHED_BETWEEN);
    }
    for (int i = 0; i < steps.length; i++) {
      if (i == steps.length - 1) {
        end(now, Fault.FAILED_AND_PARTLY_WRITTEN, Fault.CRASHED_BETWEEN);
      }
      steps[i].run();
    }
    end(now, Fault.FAILED_BUT_WRITTEN, Fault.CRASHED_AFTER);
  }

  private static void end(Fault now, Fault failure, Fault crash) throws IOException {
    if (now == crash) {
      throw new PowerLost();
    }
    if (now == failure) {
      throw new IOException("store: " + now);
    }
  }

  void passMillis(long millis) {
    ticks += millis * 1_000_000;
    wallNanos += millis * 1_000_000;
  }

  @Override
  public Optional<byte[]> state() throws IOException {
    operate();
    return state;
  }

  @Override
  public NavigableMap<Long, byte[]> blocks(long end) throws IOException {
    operate(() -> blocks = new TreeMap<>(blocks.headMap(end)));
    return new TreeMap<>(blocks);
  }

  @Override
  public void commit(byte[] newState, SortedMap<Long, byte[]> newBlocks) throws IOException {
    if (isStoreBroken) {
      throw new IOException("store is broken");
    }
    byte[] copy = newState.clone();
    SortedMap<Long, byte[]> copies = new TreeMap<>(newBlocks);
    operate(
        () -> blocks.putAll(copies),
        () -> {
          state = Optional.of(copy);
          copies.keySet().forEach(slot -> story.add("stored " + slot));
        });
  }

  @Override
  public void free(Set<Long> slots) throws IOException {
    if (slots.isEmpty()) {
      return;
    }
    operate(() -> {
      blocks.keySet().removeAll(slots);
      slots.forEach(slot -> story.add("freed " + slot));
    });
  }

  int storedCount() {
    return blocks.size();
  }

  /** The stored bytes themselves, for a test to spoil. */
  SortedMap<Long, byte[]> stored() {
    return blocks;
  }

  /** The id of the chain whose state is stored. */
  byte[] chain() throws IOException {
    return ChainState.decode(state.orElseThrow()).chain;
  }

  void loseState() {
    state = Optional.empty();
  }

  @Override
  public void send(byte[] message) throws IOException {
    if (isWireCut) {
      throw new IOException("wire is cut");
    }
    sent.add(message);
    story.add("sent " + Seen.of(message).seq());
  }

  @Override
  public long ticks() {
    return ticks;
  }

  @Override
  public long wallNanos() {
    return wallNanos;
  }

  @Override
  public int quality() {
    return quality;
  }
}
