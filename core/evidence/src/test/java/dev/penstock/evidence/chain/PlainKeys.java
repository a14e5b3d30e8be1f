package dev.penstock.evidence.chain;

import dev.penstock.merkle.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who may sign what of one chain, as lists that are looked through from end to end. */
final class PlainKeys {
  private static final class Range {
    final Digest kid;
    final long from;
    final boolean isByPerson;
    long to = Long.MAX_VALUE;

    Range(Digest kid, long from, boolean isByPerson) {
      this.kid = kid;
      this.from = from;
      this.isByPerson = isByPerson;
    }

    boolean covers(long seq) {
      return from <= seq && seq <= to;
    }

    boolean isOpen() {
      return to == Long.MAX_VALUE;
    }
  }

  /** A block that waits says so. */
  record Trial(Digest link, Digest old, Digest next, long from) {}

  private final List<Range> ranges = new ArrayList<>();
  private final Set<Digest> withdrawn = new HashSet<>();
  final List<Trial> trials = new ArrayList<>();

  void admit(Digest kid, long from) {
    withdrawn.remove(kid);
    add(new Range(kid, from, true));
  }

  /** An open range that holds the new one already makes it nothing; the other way round too. */
  private void add(Range added) {
    boolean isHeld =
        ranges.stream()
            .anyMatch(range ->
                range.kid.equals(added.kid)
                    && range.isOpen()
                    && range.from <= added.from
                    && (range.isByPerson || !added.isByPerson));
    ranges.removeIf(range ->
        range.kid.equals(added.kid)
            && !isHeld
            && added.from <= range.from
            && range.isByPerson == added.isByPerson);
    if (!isHeld) {
      ranges.add(added);
    }
  }

  void revoke(Digest kid) {
    withdrawn.add(kid);
    ranges.removeIf(range -> range.kid.equals(kid));
  }

  private List<Range> of(Digest kid) {
    var all = new ArrayList<>(ranges.stream().filter(range -> range.kid.equals(kid)).toList());
    for (Trial trial : trials) {
      if (trial.next().equals(kid)) {
        all.add(new Range(kid, trial.from(), false));
        break;
      }
    }
    return withdrawn.contains(kid) ? List.of() : all;
  }

  boolean maySign(Digest kid, long seq) {
    return of(kid).stream().anyMatch(range -> range.covers(seq));
  }

  boolean isByPerson(Digest kid, long seq) {
    return of(kid).stream().anyMatch(range -> range.isByPerson && range.covers(seq));
  }

  private boolean mayFollow(Digest old, Digest next, long from) {
    List<Range> granted = ranges.stream().filter(range -> range.kid.equals(next)).toList();
    return !withdrawn.contains(next)
        && of(old).stream().anyMatch(range -> range.isOpen() && range.covers(from - 1))
        && (granted.isEmpty() || granted.stream().anyMatch(Range::isOpen));
  }

  void tryOut(Digest link, Digest old, Digest next, long from) {
    if (mayFollow(old, next, from)) {
      trials.add(new Trial(link, old, next, from));
    }
  }

  /** False when the next key may not follow; the old one ends all the same. */
  boolean follow(Digest old, Digest next, long from) {
    boolean may = mayFollow(old, next, from);
    boolean isInUse =
        ranges.stream()
            .anyMatch(range -> range.kid.equals(old) && range.isOpen() && range.covers(from - 1));
    if (isInUse) {
      end(old, from - 1);
      if (may) {
        add(new Range(next, from, false));
      }
    }
    return may;
  }

  void end(Digest kid, long last) {
    for (Range range : ranges) {
      if (range.kid.equals(kid) && range.isOpen() && range.from <= last) {
        range.to = last;
      }
    }
  }

  /** Contradictions and clones that were told: the same for all of a chain. */
  static final class Told {
    private final Map<String, Integer> counts = new HashMap<>();
    private final List<String> newest = new ArrayList<>();
    private int fresh;
    int more;

    boolean isKnown(String what) {
      return newest.contains(what);
    }

    /** How often it came, where that is to be told now; else 0. */
    int take(String what) {
      if (newest.contains(what)) {
        int count = counts.merge(what, 1, Integer::sum);
        return Long.bitCount(count) == 1 ? count : 0;
      }
      if (fresh == 16) {
        more++;
        return 0;
      }
      fresh++;
      newest.add(what);
      counts.put(what, 1);
      if (newest.size() > 16) {
        counts.remove(newest.remove(0));
      }
      return 1;
    }

    /** Another hour. */
    void begin() {
      fresh = 0;
      more = 0;
    }
  }
}
