package dev.penstock.pump;

import dev.penstock.pump.Item.Share;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What waits in front of the intake, in the order in which it came. Each {@link Share} has places
 * of its own, so that a flood of one turns nothing of another away, and stands in a line of its
 * own, so that nobody looks through what others wait for. Any thread puts; one takes.
 */
final class IntakeQueue {
  /** A batch: enough to make the sync cheap, little enough for its hold-up to be short. */
  private static final int BATCH_COUNT_MAX = 16_384;

  private static final int BATCH_BYTES_MAX = 4 << 20;
  private static final Duration TICK = Duration.ofMillis(500);

  private static final List<Share> ALL = List.of(Share.values());
  private static final List<Share> ACCESS = List.of(Share.AWAITED, Share.HAPPENED);

  /** For each of the two kinds of access records; more people never wait at once. */
  static final int ACCESS_MAX = 500;

  /** Retention asks once a minute, and what it asks for goes ahead of what waits. */
  static final int ROOM_MAX = 16;

  private final IntakeLimits limits;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by the lock, as all below. */
  private final Map<Share, ArrayDeque<Placed>> lines = new EnumMap<>(Share.class);

  /** Of what plants say; all else is small, and there is little of it. */
  private long dataBytes;

  private LetGo letGo = new LetGo();
  private boolean isClosing;
  private long taken;
  private long full;
  private int underWay;

  /**
   * One that waits.
   *
   * @param number of two, the one that came later has the greater
   * @param bytes what it counts for
   */
  private record Placed(long number, Share share, Item item, long bytes) {}

  IntakeQueue(IntakeLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
    for (Share share : Share.values()) {
      var _ = lines.put(share, new ArrayDeque<>());
    }
  }

  /** Takes one in; false when its share has no place. */
  boolean put(Item item) {
    return put(item, item.bytes());
  }

  /** The same, where it is known what it counts for. */
  boolean put(Item item, long bytes) {
    Share share = item.share();
    lock.lock();
    try {
      if (isClosing || !hasPlace(share, bytes)) {
        full++;
        if (item.isAccess() && !isClosing) {
          letGo.add(item, clock.instant());
        }
        return false;
      }
      add(item, share, bytes);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** What goes so that this finds a place, if anything does; who waits for that is to be told. */
  Optional<Item> crowdedOutBy(Item item) {
    if (item.share() != Share.HAPPENED) {
      return Optional.empty();
    }
    lock.lock();
    try {
      if (isClosing || hasPlace(Share.HAPPENED, 0)) {
        return Optional.empty();
      }
      List<Item> all = line(Share.HAPPENED).stream().map(Placed::item).toList();
      Optional<Item> out = Crowd.oldestOfMost(all, item);
      out.ifPresent(one -> takeOut(Share.HAPPENED, one));
      out.ifPresent(one -> letGo.add(one, clock.instant()));
      return out;
    } finally {
      lock.unlock();
    }
  }

  /** There are few of them, and who misses one would call a deaf gateway a listening one. */
  void putAnyway(Item.Changed change) {
    lock.lock();
    try {
      add(change, change.share(), change.bytes());
    } finally {
      lock.unlock();
    }
  }

  /** There is none for this, and there never will be: of people, that is stated. */
  void letGo(Item item) {
    lock.lock();
    try {
      if (item.isAccess()) {
        letGo.add(item, clock.instant());
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean hasPlace(Share share, long bytes) {
    int count = line(share).size();
    return switch (share) {
      case DATA ->
          count < limits.count() && (dataBytes == 0 || dataBytes + bytes <= limits.bytes());
      case AWAITED, HAPPENED -> count < ACCESS_MAX;
      case ROOM -> count < ROOM_MAX;
    };
  }

  private ArrayDeque<Placed> line(Share share) {
    return Objects.requireNonNull(lines.get(share));
  }

  private void add(Item item, Share share, long bytes) {
    line(share).add(new Placed(taken, share, item, bytes));
    dataBytes += share == Share.DATA ? bytes : 0;
    taken++;
    changed.signal();
  }

  /** The first of these shares. */
  private @Nullable Placed first(Collection<Share> shares) {
    Placed first = null;
    for (Share share : shares) {
      Placed one = line(share).peek();
      if (one != null && (first == null || one.number() < first.number())) {
        first = one;
      }
    }
    return first;
  }

  /** Takes out what stands first in its line. */
  private Item takeOut(Placed first) {
    Placed _ = line(first.share()).remove();
    dataBytes -= first.share() == Share.DATA ? first.bytes() : 0;
    return first.item();
  }

  /** Takes out one of those that count no bytes, wherever it stands. */
  private void takeOut(Share share, Item item) {
    boolean _ = line(share).removeIf(one -> one.item().isSame(item));
  }

  /**
   * The next batch: what stands alone by itself, or what came before the next that does. Empty when
   * nothing came for a while, or when this is closed and all is done.
   */
  List<Item> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TICK.toNanos();
      Placed next = first(ALL);
      while (next == null && !isClosing && left > 0) {
        left = changed.awaitNanos(left);
        next = first(ALL);
      }
      List<Item> batch = new ArrayList<>();
      long bytes = 0;
      while (next != null
          && batch.size() < BATCH_COUNT_MAX
          && bytes < BATCH_BYTES_MAX
          && (batch.isEmpty() || !next.item().standsAlone())) {
        Item item = takeOut(next);
        batch.add(item);
        bytes += Math.max(next.bytes(), item.recordBytes());
        next = item.standsAlone() ? null : first(ALL);
      }
      underWay = batch.size();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /**
   * What waits of what plants say, in its order, up to the first that stands alone; it stays.
   *
   * @param countMax so many at most
   * @param bytesMax so many bytes at most, of what they count for
   */
  List<Item> waiting(int countMax, long bytesMax) {
    List<Item> found = new ArrayList<>();
    lock.lock();
    try {
      long bytes = 0;
      for (Placed each : line(Share.DATA)) {
        bytes += each.bytes();
        if (each.item().standsAlone() || bytes > bytesMax || found.size() >= countMax) {
          break;
        }
        found.add(each.item());
      }
    } finally {
      lock.unlock();
    }
    return found;
  }

  /**
   * All access records in the order in which they came, as far as there is a place for them.
   *
   * @param places how many, of each share
   */
  List<Item> takeAccess(ToIntFunction<Share> places) {
    List<Item> found = new ArrayList<>();
    Map<Share, Integer> room = new EnumMap<>(Share.class);
    ACCESS.forEach(share -> room.put(share, places.applyAsInt(share)));
    Set<Share> open = EnumSet.copyOf(ACCESS);
    lock.lock();
    try {
      Placed next = first(open);
      while (next != null) {
        if (room.merge(next.share(), -1, Integer::sum) < 0) {
          boolean _ = open.remove(next.share());
        } else {
          found.add(takeOut(next));
        }
        next = first(open);
      }
    } finally {
      lock.unlock();
    }
    return found;
  }

  /** The first that makes room for others, wherever it stands; {@link #remove} takes it out. */
  Optional<Item> firstForRoom() {
    lock.lock();
    try {
      return Optional.ofNullable(line(Share.ROOM).peek()).map(Placed::item);
    } finally {
      lock.unlock();
    }
  }

  /** Takes out what {@link #firstForRoom} has answered. */
  void remove(Item item) {
    lock.lock();
    try {
      takeOut(Share.ROOM, item);
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
      return new Figures(taken, full, waiting() + underWay);
    } finally {
      lock.unlock();
    }
  }

  private long waiting() {
    return lines.values().stream().mapToLong(ArrayDeque::size).sum();
  }

  /** Whether there is something to take, or may be. */
  boolean isOpen() {
    lock.lock();
    try {
      return !isClosing || waiting() > 0;
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
