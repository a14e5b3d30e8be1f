package dev.penstock.pump;

import dev.penstock.flow.delivery.Destination;
import dev.penstock.flow.journal.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A system above whose link and answers a test plays. */
final class FakeDestination implements Destination {
  /** One record that came: its source and seq as one number, and whether it came as history. */
  record Got(long key, boolean isHistory) {}

  private final List<Got> adding = new ArrayList<>();
  private final List<Got> got = new ArrayList<>();
  private final List<Long> open = new ArrayList<>();
  private Optional<Watch> watch = Optional.empty();
  private boolean isLinked;
  private boolean answers = true;
  private int failures;
  private boolean isClosed;

  static long key(long source, long seq) {
    return source << 32 | seq;
  }

  @Override
  public synchronized void start(Watch told) {
    watch = Optional.of(told);
  }

  synchronized void link() {
    isLinked = true;
    open.clear();
    watch.orElseThrow().linked();
  }

  synchronized void cut() {
    isLinked = false;
    watch.orElseThrow().lost("the wire is cut");
  }

  /** Whether parcels are acknowledged at once; those that were not are then, the newest first. */
  synchronized void answers(boolean now) {
    answers = now;
    if (now) {
      open.reversed().forEach(watch.orElseThrow()::acknowledged);
      open.clear();
    }
  }

  synchronized void failTimes(int count) {
    failures = count;
  }

  @Override
  public synchronized int add(Frame frame, boolean isHistory) throws IOException {
    if (failures > 0) {
      failures--;
      throw new IOException("the vault is away");
    }
    for (int i = 0; i < frame.count(); i++) {
      adding.add(new Got(key(frame.source(), frame.firstSeq() + i), isHistory));
    }
    return frame.count();
  }

  @Override
  public synchronized void send(long parcel) {
    if (isLinked) {
      got.addAll(adding);
      if (answers) {
        watch.orElseThrow().acknowledged(parcel);
      } else {
        open.add(parcel);
      }
    }
    adding.clear();
  }

  @Override
  public synchronized void forget() {
    adding.clear();
  }

  synchronized List<Got> got() {
    return List.copyOf(got);
  }

  synchronized Set<Long> keys() {
    Set<Long> all = new TreeSet<>();
    got.forEach(each -> all.add(each.key()));
    return all;
  }

  synchronized boolean isClosed() {
    return isClosed;
  }

  @Override
  public synchronized void close() {
    isClosed = true;
  }
}
