package dev.penstock.flow.index;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The records that a report about one source and time rests on, found by the index. */
final class Grounds {
  /** A day of roll-calls, and room. A longer time is reported in parts. */
  static final int COUNT_MAX = 10_000;

  /** A place in the log. */
  record Spot(long entry, int record) implements Comparable<Spot> {
    @Override
    public int compareTo(Spot other) {
      int byEntry = Long.compare(entry, other.entry);
      return byEntry != 0 ? byEntry : Integer.compare(record, other.record);
    }
  }

  private final NavigableSet<Spot> spots = new TreeSet<>();
  private final long to;

  private Grounds(List<Ground> found, long to) {
    this.to = to;
    for (Ground ground : found) {
      if (ground.from() < to) {
        boolean _ = spots.add(new Spot(ground.entry(), ground.record()));
        if (ground.callEntry() >= 0) {
          // A boot means nothing without the roll-call before it.
          boolean _ = spots.add(new Spot(ground.callEntry(), ground.callRecord()));
        }
      }
    }
  }

  /** What a report about {@code [from, to)} rests on, or about the first part of that time. */
  static Grounds of(IndexStore index, long source, long from, long to) throws IOException {
    List<Ground> own = source == 0 ? List.of() : index.grounds(source, from, to);
    List<Ground> found =
        Stream.concat(own.stream(), index.grounds(0, from, to).stream())
            .sorted(Comparator.comparingLong(Ground::from))
            .toList();
    if (found.size() <= COUNT_MAX) {
      return new Grounds(found, to);
    }
    // What lasts for long began before; only what begins inside can be left for another report.
    long cut =
        found.subList(COUNT_MAX, found.size()).stream()
            .mapToLong(Ground::from)
            .filter(begin -> begin > from)
            .findFirst()
            .orElse(to);
    return new Grounds(found, Math.min(to, cut));
  }

  /** Their places, in the order of the log. */
  NavigableSet<Spot> spots() {
    return spots;
  }

  /** Up to when they suffice. */
  long to() {
    return to;
  }
}
