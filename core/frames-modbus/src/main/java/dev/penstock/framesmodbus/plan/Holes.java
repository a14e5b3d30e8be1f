package dev.penstock.framesmodbus.plan;

import dev.penstock.framesmodbus.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The holes of all units, ready to be asked. */
final class Holes {
  /** Ascending, and apart from each other. */
  private final long[] firsts;

  private final long[] lasts;

  Holes(List<Hole> holes) {
    List<Hole> sorted = new ArrayList<>(holes);
    sorted.sort(Comparator.comparingLong(each -> key(each.unit(), each.table(), each.first())));
    long[] starts = new long[sorted.size()];
    long[] ends = new long[sorted.size()];
    int count = 0;
    for (Hole each : sorted) {
      long start = key(each.unit(), each.table(), each.first());
      long end = key(each.unit(), each.table(), each.last());
      if (count > 0 && start <= ends[count - 1]) {
        ends[count - 1] = Math.max(ends[count - 1], end);
      } else {
        starts[count] = start;
        ends[count] = end;
        count++;
      }
    }
    firsts = Arrays.copyOf(starts, count);
    lasts = Arrays.copyOf(ends, count);
  }

  /** Whether one of these addresses lies in a hole. */
  boolean touch(int unit, Table table, int first, int last) {
    long from = key(unit, table, first);
    int found = Arrays.binarySearch(lasts, from);
    // The first hole that does not end before them.
    int next = found >= 0 ? found : -found - 1;
    return next < firsts.length && firsts[next] <= key(unit, table, last);
  }

  /** One number for each address of all units and tables, in their order. */
  static long key(int unit, Table table, int address) {
    return ((long) unit << 2 | (table.readFunction() - 1)) << 16 | address;
  }
}
