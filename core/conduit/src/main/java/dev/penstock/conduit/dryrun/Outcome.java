package dev.penstock.conduit.dryrun;

import java.util.List;
import java.util.function.Predicate;

/**
 * What a dry run found so far.
 *
 * @param ways between which zones how many requests were looked at
 * @param changes the groups, what is denied now first, in it the largest first
 * @param unplaced requests whose records do not say between which zones, or for whose zones there
 *     was no room
 * @param reads channels through which something may pass without a record, and in which what may be
 *     read differs: what passed there is not known
 */
public record Outcome(List<Way> ways, List<Change> changes, long unplaced, List<Reads> reads) {
  public Outcome {
    ways = List.copyOf(ways);
    changes = List.copyOf(changes);
    reads = List.copyOf(reads);
  }

  /** Requests from one zone to another. */
  public record Way(String from, String to, Tally tally) {}

  /** A channel of the policy that is thought of, or of the one in force where it would be gone. */
  public record Reads(String channel, String from, String to, String protocol) {}

  /** Of all ways together. */
  public Tally tally() {
    return ways.stream().map(Way::tally).reduce(Tally.NONE, Tally::and);
  }

  /** True when nothing is known that would be answered differently, or could be. */
  public boolean isSame() {
    Tally all = tally();
    return all.changed() == 0 && all.notToldApart() == 0;
  }

  /**
   * What of it somebody sees who sees these zones: requests from or to one of them.
   *
   * <p>Req: 62443-4-2 CR 2.1
   */
  public Outcome within(Predicate<String> isSeen) {
    return new Outcome(
        ways.stream().filter(way -> isSeen.test(way.from()) || isSeen.test(way.to())).toList(),
        changes.stream().filter(change -> change.touches(isSeen)).toList(),
        // How much has no place is said of the whole site, so it is for who sees all of it.
        0,
        reads.stream().filter(each -> isSeen.test(each.from()) || isSeen.test(each.to())).toList());
  }
}
