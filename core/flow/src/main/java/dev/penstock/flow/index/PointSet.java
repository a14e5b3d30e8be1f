package dev.penstock.flow.index;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborWriter;
import java.util.Arrays;

/**
 * Which points of which sources occur in a block, as a few bytes: the filter that says whether a
 * block is worth reading. It never leaves out a point that is there. A record without a point
 * counts as one of point 0.
 *
 * <p>The bytes are one CBOR array of whole numbers, docs/formats/index.md: for each run of
 * neighbouring sources with the same points the distance to the run before, its length less one,
 * how many runs of points each has, and for each of these the distance and the length less one.
 */
public final class PointSet {
  /** Stands for every point of every source: nothing can be told. */
  private static final byte[] ANY = {(byte) 0x81, 0};

  private static final int BYTES_MAX = 64 << 20;

  private final CborReader in = new CborReader(CborLimits.ofBytes(BYTES_MAX));

  /** The set that holds everything. */
  public static byte[] any() {
    return ANY.clone();
  }

  /** Collects pairs of source and point, in any order, as often as they come. */
  public static final class Builder {
    private static final int START = 64;

    /** Source above, point below, shifted so that the order of longs is that of the pairs. */
    private long[] pairs = new long[START];

    private int count;
    private boolean isAny;

    /** Adds a pair; both numbers have 32 bits. */
    public void add(long source, long point) {
      long pair = (source << 32 | point) ^ Long.MIN_VALUE;
      if (count > 0 && pairs[count - 1] == pair) {
        return;
      }
      if (count == pairs.length) {
        settle();
        if (2 * count > pairs.length) {
          pairs = Arrays.copyOf(pairs, 2 * pairs.length);
        }
      }
      pairs[count++] = pair;
    }

    /** Adds all pairs of a set. */
    public void addAll(byte[] set) {
      isAny |= Arrays.equals(set, ANY);
      if (isAny) {
        return;
      }
      var sets = new PointSet();
      boolean _ =
          sets.walk(
              set,
              (first, last, pointFirst, pointLast) -> {
                for (long source = first; source <= last; source++) {
                  for (long point = pointFirst; point <= pointLast; point++) {
                    add(source, point);
                  }
                }
                return true;
              });
    }

    /** Sorted, each once. */
    private void settle() {
      Arrays.sort(pairs, 0, count);
      int to = 0;
      for (int i = 0; i < count; i++) {
        if (i == 0 || pairs[i] != pairs[i - 1]) {
          pairs[to++] = pairs[i];
        }
      }
      count = to;
    }

    /** The set of what was added; the builder starts again from nothing. */
    public byte[] build() {
      settle();
      byte[] set = isAny ? any() : encode();
      count = 0;
      isAny = false;
      return set;
    }

    private byte[] encode() {
      var numbers = new Numbers();
      long sourceBefore = -1;
      int at = 0;
      while (at < count) {
        int end = endOfSource(at);
        long first = source(at);
        long last = first;
        int next = end;
        while (next < count && source(next) == last + 1 && isSame(at, end, next)) {
          last++;
          next += end - at;
        }
        int _ = numbers.add(first - sourceBefore - 1);
        int _ = numbers.add(last - first);
        addPoints(at, end, numbers);
        sourceBefore = last;
        at = next;
      }
      return numbers.encode();
    }

    private void addPoints(int from, int end, Numbers numbers) {
      int countAt = numbers.add(0);
      int runs = 0;
      long before = -1;
      int at = from;
      while (at < end) {
        int first = at;
        while (at + 1 < end && point(at + 1) == point(at) + 1) {
          at++;
        }
        int _ = numbers.add(point(first) - before - 1);
        int _ = numbers.add(point(at) - point(first));
        before = point(at);
        runs++;
        at++;
      }
      numbers.set(countAt, runs);
    }

    private int endOfSource(int from) {
      int at = from;
      while (at < count && source(at) == source(from)) {
        at++;
      }
      return at;
    }

    private boolean isSame(int from, int end, int other) {
      if (other + (end - from) > count || endOfSource(other) != other + (end - from)) {
        return false;
      }
      for (int i = 0; i < end - from; i++) {
        if (point(from + i) != point(other + i)) {
          return false;
        }
      }
      return true;
    }

    private long source(int at) {
      return (pairs[at] ^ Long.MIN_VALUE) >>> 32;
    }

    private long point(int at) {
      return pairs[at] & 0xffff_ffffL;
    }
  }

  /** Whole numbers in a growing array. */
  private static final class Numbers {
    private long[] values = new long[64];
    private int count;

    int add(long value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count] = value;
      return count++;
    }

    void set(int at, long value) {
      values[at] = value;
    }

    byte[] encode() {
      var out = new CborWriter(16 + 2 * count);
      out.array(count);
      for (int i = 0; i < count; i++) {
        out.unsigned(values[i]);
      }
      return out.toByteArray();
    }
  }

  @FunctionalInterface
  private interface Visitor {
    /** One run of sources with one run of points; false ends the walk. */
    boolean accept(long first, long last, long pointFirst, long pointLast);
  }

  /** True when a record of this source may be there. One thread at a time. */
  public boolean holds(byte[] set, long source) {
    return Arrays.equals(set, ANY)
        || !walk(set, (first, last, _, _) -> source < first || source > last);
  }

  /** True when a record of this point may be there. One thread at a time. */
  public boolean holds(byte[] set, long source, long point) {
    return Arrays.equals(set, ANY)
        || !walk(
            set,
            (first, last, from, to) ->
                source < first || source > last || point < from || point > to);
  }

  /** True when nothing is in it: no record of the block is known here. */
  static boolean isEmpty(byte[] set) {
    return set.length == 1;
  }

  /** Shows all runs in order; false when the visitor ended it. */
  private boolean walk(byte[] set, Visitor visitor) {
    in.reset(set);
    int left = in.array();
    long before = -1;
    while (left > 0 && !in.isRefused()) {
      long first = before + 1 + in.unsigned();
      long last = first + in.unsigned();
      long runs = in.unsigned();
      left -= 3;
      before = last;
      long pointBefore = -1;
      for (long i = 0; i < runs && !in.isRefused(); i++) {
        long from = pointBefore + 1 + in.unsigned();
        long to = from + in.unsigned();
        left -= 2;
        pointBefore = to;
        if (!visitor.accept(first, last, from, to)) {
          return false;
        }
      }
    }
    if (in.isRefused()) {
      throw new IllegalArgumentException("a set of points does not decode");
    }
    return true;
  }
}
