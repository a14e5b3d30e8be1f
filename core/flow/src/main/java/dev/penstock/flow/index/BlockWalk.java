package dev.penstock.flow.index;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the blocks that may hold what is asked for, in the order of the log or in the reverse one,
 * without looking at all of them: a group of blocks whose times or points do not fit is passed over
 * at once. One thread at a time.
 */
final class BlockWalk {
  private final IndexStore index;
  private final PointSet points = new PointSet();
  private final Wanted wanted;

  /**
   * What is asked for.
   *
   * @param source its number, or -1 for every one
   * @param point its number, or -1 for every one
   * @param from ns since 1970
   * @param to ns since 1970, not included
   */
  record Wanted(long source, long point, long from, long to, boolean isNewestFirst) {}

  /** Takes entries, each with what the index says of it; false ends the walk. */
  @FunctionalInterface
  interface Visitor {
    boolean accept(long entry, Summary row) throws IOException;
  }

  BlockWalk(IndexStore index, Wanted wanted) {
    this.index = index;
    this.wanted = wanted;
  }

  /**
   * Visits the entries {@code [from, to)} that may hold something; false when the visitor ended it.
   */
  boolean run(long from, long to, Visitor visitor) throws IOException {
    return from >= to || walk(Summary.LEVEL_MAX, from, to, visitor);
  }

  private boolean walk(int level, long from, long to, Visitor visitor) throws IOException {
    int bits = level * Summary.FAN_BITS;
    long first = from >>> bits;
    long last = (to - 1) >>> bits;
    if (wanted.isNewestFirst()) {
      for (long high = last; high >= first; high -= Summary.FAN) {
        if (!walk(level, Math.max(first, high - Summary.FAN + 1), high, from, to, visitor)) {
          return false;
        }
      }
      return true;
    }
    for (long low = first; low <= last; low += Summary.FAN) {
      if (!walk(level, low, Math.min(last, low + Summary.FAN - 1), from, to, visitor)) {
        return false;
      }
    }
    return true;
  }

  /** Groups {@code low .. high} of a level, at most 256. */
  private boolean walk(int level, long low, long high, long from, long to, Visitor visitor)
      throws IOException {
    Map<Long, Summary> rows = new HashMap<>();
    List<Summary> found = index.summaries(level, low, high + 1);
    found.forEach(row -> rows.put(row.number(), row));
    int bits = level * Summary.FAN_BITS;
    for (long i = 0; i <= high - low; i++) {
      long number = wanted.isNewestFirst() ? high - i : low + i;
      Summary row = rows.get(number);
      if (row == null ? level == 0 : !row.isWhole()) {
        throw new IndexDamagedException("the row of block " + number + " is missing or changed");
      }
      if (row != null && !isWanted(row)) {
        continue;
      }
      boolean isOn =
          (row != null && level == 0)
              ? visitor.accept(number, row)
              : walk(
                  level - 1,
                  Math.max(from, number << bits),
                  Math.min(to, (number + 1) << bits),
                  visitor);
      if (!isOn) {
        return false;
      }
    }
    return true;
  }

  private boolean isWanted(Summary row) {
    boolean isInTime = row.to() >= wanted.from() && row.from() < wanted.to() && row.to() >= 0;
    if (!isInTime || wanted.source() < 0) {
      return isInTime;
    }
    return wanted.point() < 0
        ? points.holds(row.points(), wanted.source())
        : points.holds(row.points(), wanted.source(), wanted.point());
  }
}
