package dev.penstock.device;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A device's surroundings in memory: a store that can fail, a wire that can be cut, a clock that
 * stands still.
 */
final class FakeWorld implements DeviceStore, Transport, DeviceClock {
  final List<String> story = new ArrayList<>();
  final List<byte[]> sent = new ArrayList<>();
  private Optional<byte[]> state = Optional.empty();
  private SortedMap<Long, byte[]> blocks = new TreeMap<>();
  long ticks = 1_000_000_000L;
  long wallNanos = 1_767_225_600_000_000_000L;
  boolean isStoreBroken;
  boolean isWireCut;

  void passMillis(long millis) {
    ticks += millis * 1_000_000;
    wallNanos += millis * 1_000_000;
  }

  @Override
  public Optional<byte[]> state() {
    return state;
  }

  @Override
  public SortedMap<Long, byte[]> blocks(long seqEnd) {
    blocks = new TreeMap<>(blocks.headMap(seqEnd));
    return new TreeMap<>(blocks);
  }

  @Override
  public void commit(byte[] newState, SortedMap<Long, byte[]> newBlocks) throws IOException {
    if (isStoreBroken) {
      throw new IOException("store is broken");
    }
    newBlocks.keySet().forEach(seq -> story.add("stored " + seq));
    state = Optional.of(newState);
    blocks.putAll(newBlocks);
  }

  @Override
  public void free(long seq) {
    blocks.remove(seq);
    story.add("freed " + seq);
  }

  int storedCount() {
    return blocks.size();
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
    return 24;
  }
}
