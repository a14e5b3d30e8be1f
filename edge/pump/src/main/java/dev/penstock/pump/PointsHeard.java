package dev.penstock.pump;

import dev.penstock.points.Derivations;
import dev.penstock.points.Derivations.Derived;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When a device was last heard about each of its points, told or not. Written by the link's thread,
 * read by any; by a clock that is never set.
 */
final class PointsHeard {
  /** Of a point that was never heard of: longer ago than anybody asks for, and no overflow. */
  private static final long NEVER_NANOS = 1L << 60;

  private final AtomicLongArray at;

  /** Of each derived point, which follow those that are read: what it is made of in the end. */
  private final int[][] parts;

  /**
   * Nothing was heard yet.
   *
   * @param names of the points that are read, then of those that are derived, in their order
   */
  PointsHeard(List<String> names, int readCount, Derivations derived, long nowNanos) {
    this.at = new AtomicLongArray(readCount);
    for (int i = 0; i < readCount; i++) {
      at.setPlain(i, nowNanos - NEVER_NANOS);
    }
    this.parts = derived.all().isEmpty() ? new int[0][] : parts(names, readCount, derived);
  }

  private static int[][] parts(List<String> names, int readCount, Derivations derived) {
    Map<String, Integer> places = HashMap.newHashMap(names.size());
    for (int i = 0; i < names.size(); i++) {
      Integer _ = places.put(names.get(i), i);
    }
    List<int[]> parts = new ArrayList<>();
    // Each comes after those it is made of.
    for (Derived each : derived.all()) {
      TreeSet<Integer> of = new TreeSet<>();
      for (String name : each.expression().points()) {
        Integer place = places.get(name);
        if (place != null && place < readCount) {
          boolean _ = of.add(place);
        } else if (place != null) {
          for (int part : parts.get(place - readCount)) {
            boolean _ = of.add(part);
          }
        }
      }
      parts.add(of.stream().mapToInt(Integer::intValue).toArray());
    }
    return parts.toArray(int[][]::new);
  }

  /** The device said something about a point that is read. */
  void heard(int point, long nowNanos) {
    at.setRelease(point, nowNanos);
  }

  /** How long ago that was, of the oldest part where it is derived; none for what has no parts. */
  long ageNanos(int point, long nowNanos) {
    if (point < at.length()) {
      return Math.max(0, nowNanos - at.getAcquire(point));
    }
    long oldest = 0;
    for (int part : parts[point - at.length()]) {
      oldest = Math.max(oldest, nowNanos - at.getAcquire(part));
    }
    return oldest;
  }
}
