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

  /**
   * The same as it was when points were last derived; empty where none is. A part that came since
   * says nothing about a value that was made before it.
   */
  private final AtomicLongArray used;

  /** Of each derived point, which follow those that are read: what it is made of in the end. */
  private final int[][] parts;

  /**
   * Nothing was heard yet.
   *
   * @param names of the points that are read, then of those that are derived, in their order
   */
  PointsHeard(List<String> names, int readCount, Derivations derived, long nowNanos) {
    this.at = never(readCount, nowNanos);
    this.used = never(derived.all().isEmpty() ? 0 : readCount, nowNanos);
    this.parts = derived.all().isEmpty() ? new int[0][] : parts(names, readCount, derived);
  }

  private static AtomicLongArray never(int count, long nowNanos) {
    var all = new AtomicLongArray(count);
    for (int i = 0; i < count; i++) {
      all.setPlain(i, nowNanos - NEVER_NANOS);
    }
    return all;
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

  /** Points were derived from what was heard until now. */
  void settled() {
    for (int i = 0; i < used.length(); i++) {
      used.setRelease(i, at.getPlain(i));
    }
  }

  /**
   * How long ago that was. Of a derived point it is the oldest part of what it was last made of;
   * none for what has no parts.
   */
  long ageNanos(int point, long nowNanos) {
    if (point < at.length()) {
      return Math.max(0, nowNanos - at.getAcquire(point));
    }
    long oldest = 0;
    for (int part : parts[point - at.length()]) {
      oldest = Math.max(oldest, nowNanos - used.getAcquire(part));
    }
    return oldest;
  }
}
