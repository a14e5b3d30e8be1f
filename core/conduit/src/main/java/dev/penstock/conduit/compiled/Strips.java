package dev.penstock.conduit.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Whole numbers cut into strips in each of which the same ranges lie: from each start on, up to the
 * next one, these.
 */
final class Strips {
  private static final int[] NOTHING = {};

  private final long[] starts;
  private final int[][] ranges;

  private Strips(long[] starts, int[][] ranges) {
    this.starts = starts;
    this.ranges = ranges;
  }

  /**
   * Cuts.
   *
   * @param firsts of each range, by its number
   * @param lasts of each range; as many
   */
  static Strips of(long[] firsts, long[] lasts, Budget budget) {
    int count = firsts.length;
    // Each range begins at an edge and ends at one; even numbers are beginnings.
    long[] edges = new long[2 * count];
    for (int i = 0; i < count; i++) {
      edges[2 * i] = firsts[i];
      edges[2 * i + 1] = lasts[i] + 1;
    }
    Integer[] order = new Integer[2 * count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Long.compare(edges[a], edges[b]));
    List<Long> starts = new ArrayList<>();
    List<int[]> ranges = new ArrayList<>();
    var open = new TreeSet<Integer>();
    for (int i = 0; i < order.length; i++) {
      int range = order[i] / 2;
      var _ = order[i] % 2 == 0 ? open.add(range) : open.remove(range);
      boolean isLastHere = i + 1 == order.length || edges[order[i + 1]] != edges[order[i]];
      if (isLastHere) {
        if (!budget.spend(open.size() + 2L)) {
          break;
        }
        starts.add(edges[order[i]]);
        ranges.add(open.stream().mapToInt(Integer::intValue).toArray());
      }
    }
    return new Strips(
        starts.stream().mapToLong(Long::longValue).toArray(), ranges.toArray(int[][]::new));
  }

  int count() {
    return starts.length;
  }

  /** The strip in which a number lies; -1 before the first. */
  int strip(long number) {
    return Search.floor(starts, number);
  }

  /** The ranges that lie in a strip, in order. */
  int[] ranges(int strip) {
    return strip < 0 ? NOTHING : ranges[strip];
  }

  /** The last number of a strip. */
  long last(int strip) {
    return strip + 1 < starts.length ? starts[strip + 1] - 1 : Long.MAX_VALUE;
  }
}
