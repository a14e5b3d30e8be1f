package dev.penstock.pump;

import dev.penstock.pump.Item.Share;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;

/**
 * What waits in front of the intake, in the order in which it came. Each {@link Share} has places
 * of its own, so that a flood of one turns nothing of another away. Any thread puts; one takes.
 */
final class IntakeQueue {
  /** A batch: enough to make the sync cheap, little enough for its hold-up to be short. */
  private static final int BATCH_COUNT_MAX = 16_384;

  private static final int BATCH_BYTES_MAX = 4 << 20;
  private static final Duration TICK = Duration.ofMillis(500);

  /** For each of the two kinds of access records; more people never wait at once. */
  static final int ACCESS_MAX = 500;

  /** Retention asks once a minute, and what it asks for goes ahead of what waits. */
  static final int ROOM_MAX = 16;

  private final IntakeLimits limits;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by the lock, as all below. */
  private final ArrayDeque<Item> waiting = new ArrayDeque<>();

  private final Map<Share, Integer> counts = new EnumMap<>(Share.class);

  /** Of what plants say; all else is small, and there is little of it. */
  private long dataBytes;

  private LetGo letGo = new LetGo();
  private boolean isClosing;
  private long taken;
  private long full;
  private int underWay;

  IntakeQueue(IntakeLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /** Takes one in; false when its share has no place. */
  boolean put(Item item) {
    lock.lock();
    try {
      if (isClosing || !hasPlace(item)) {
        full++;
        if (item.isAccess() && !isClosing) {
          letGo.add(item, clock.instant());
        }
        return false;
      }
      add(item);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** What goes so that this finds a place, if anything does; who waits for that is to be told. */
  Optional<Item> crowdedOutBy(Item item) {
    lock.lock();
    try {
      if (isClosing || item.share() != Share.HAPPENED || hasPlace(item)) {
        return Optional.empty();
      }
      Optional<Item> out = Crowd.oldestOfMost(waiting, item);
      out.ifPresent(this::letGo);
      return out;
    } finally {
      lock.unlock();
    }
  }

  /** There are few of them, and who misses one would call a deaf gateway a listening one. */
  void putAnyway(Item.Changed change) {
    lock.lock();
    try {
      add(change);
    } finally {
      lock.unlock();
    }
  }

  private boolean hasPlace(Item item) {
    int count = count(item.share());
    return switch (item.share()) {
      case DATA ->
          count < limits.count() && (dataBytes == 0 || dataBytes + item.bytes() <= limits.bytes());
      case AWAITED, HAPPENED -> count < ACCESS_MAX;
      case ROOM -> count < ROOM_MAX;
    };
  }

  private int count(Share share) {
    return counts.getOrDefault(share, 0);
  }

  private void add(Item item) {
    waiting.add(item);
    count(item, 1);
    taken++;
    changed.signal();
  }

  private void count(Item item, int many) {
    Integer _ = counts.merge(item.share(), many, Integer::sum);
    if (item.share() == Share.DATA) {
      dataBytes += many * item.bytes();
    }
  }

  private void letGo(Item item) {
    takeOut(item);
    letGo.add(item, clock.instant());
  }

  private void takeOut(Item item) {
    boolean _ = waiting.removeIf(item::isSame);
    count(item, -1);
  }

  /**
   * The next batch: what stands alone by itself, or what came before the next that does. Empty when
   * nothing came for a while, or when this is closed and all is done.
   */
  List<Item> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TICK.toNanos();
      while (waiting.isEmpty() && !isClosing && left > 0) {
        left = changed.awaitNanos(left);
      }
      List<Item> batch = new ArrayList<>();
      long bytes = 0;
      boolean goesOn = true;
      while (goesOn
          && !waiting.isEmpty()
          && batch.size() < BATCH_COUNT_MAX
          && bytes < BATCH_BYTES_MAX) {
        boolean isAlone = waiting.element().standsAlone();
        if (batch.isEmpty() || !isAlone) {
          Item item = waiting.remove();
          batch.add(item);
          bytes += item.bytes();
          count(item, -1);
        }
        goesOn = !isAlone;
      }
      underWay = batch.size();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /**
   * All access records, as far as there is a place for them.
   *
   * @param places how many, of each share
   */
  List<Item> takeAccess(ToIntFunction<Share> places) {
    List<Item> found = new ArrayList<>();
    lock.lock();
    try {
      for (Share share : List.of(Share.AWAITED, Share.HAPPENED)) {
        int most = found.size() + places.applyAsInt(share);
        boolean _ =
            waiting.removeIf(
                item -> found.size() < most && item.share() == share && found.add(item));
      }
      found.forEach(item -> count(item, -1));
    } finally {
      lock.unlock();
    }
    return found;
  }

  /** The first that makes room for others, wherever it stands; {@link #remove} takes it out. */
  Optional<Item> firstForRoom() {
    lock.lock();
    try {
      return waiting.stream().filter(item -> item.share() == Share.ROOM).findFirst();
    } finally {
      lock.unlock();
    }
  }

  void remove(Item item) {
    lock.lock();
    try {
      takeOut(item);
    } finally {
      lock.unlock();
    }
  }

  /** The access records that found no place since the last time. */
  LetGo takeLetGo() {
    lock.lock();
    try {
      LetGo now = letGo;
      letGo = new LetGo();
      return now;
    } finally {
      lock.unlock();
    }
  }

  /** So many more are under way that were never here. */
  void begun(int count) {
    lock.lock();
    try {
      taken += count;
      underWay += count;
    } finally {
      lock.unlock();
    }
  }

  /** So many are still under way of what was taken out. */
  void left(int count) {
    lock.lock();
    try {
      underWay = count;
    } finally {
      lock.unlock();
    }
  }

  /** Whoever takes looks up at once. */
  void wake() {
    lock.lock();
    try {
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** What went in, and what has not come out. */
  record Figures(long taken, long full, long waiting) {}

  Figures figures() {
    lock.lock();
    try {
      return new Figures(taken, full, (long) waiting.size() + underWay);
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is something to take, or may be. */
  boolean isOpen() {
    lock.lock();
    try {
      return !isClosing || !waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing more is taken in. */
  boolean isClosing() {
    lock.lock();
    try {
      return isClosing;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      isClosing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
