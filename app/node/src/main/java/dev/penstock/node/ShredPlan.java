package dev.penstock.node;

import dev.penstock.flow.query.SourceKnown;
import dev.penstock.flow.shred.KeyPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a shred of a source and a time would take, and what it would not.
 *
 * @param from ns since 1970, as asked for
 * @param to and before this
 * @param whole periods that go
 * @param partly periods that are only partly inside and stay
 * @param ordered how many keys of this time an earlier shred has ordered to go, and they are there
 * @param gone how many keys of this time were destroyed before
 * @param count of the records in this time
 */
record ShredPlan(
    SourceKnown source,
    long from,
    long to,
    List<KeyPeriod> whole,
    List<KeyPeriod> partly,
    int ordered,
    int gone,
    Count count) {
  /** Periods that are named one by one. */
  static final int SHOWN_MAX = 10;

  ShredPlan {
    whole = List.copyOf(whole);
    partly = List.copyOf(partly);
  }

  /**
   * Records as they stand in the log.
   *
   * @param going sealed with a key that goes
   * @param blocks in so many blocks
   * @param staying sealed with another key
   * @param clear written in clear: no key opens or shreds them
   * @param isAll false when there are more than were looked at
   */
  record Count(long going, long blocks, long staying, long clear, boolean isAll) {}

  /** What it comes to, for people. */
  List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add("source " + source.name() + ", from " + time(from) + " to " + time(to));
    list(lines, "goes    ", whole, "");
    String more = count.isAll() ? "" : " at least";
    lines.add(
        String.format(
            "goes     the values of%s %,d %s in %,d %s; the records stay, with their",
            more,
            count.going(),
            count.going() == 1 ? "record" : "records",
            count.blocks(),
            count.blocks() == 1 ? "block" : "blocks"));
    lines.add("         points, times and proofs, and say who shredded them, when and why");
    list(lines, "stays   ", partly, ": only partly inside this time; widen it to shred it");
    if (count.clear() > 0) {
      lines.add(
          String.format(
              "stays   %s %,d values that were written in clear, before shreddable named the source",
              more, count.clear()));
    }
    if (ordered > 0) {
      lines.add(
          "ordered  "
              + ordered
              + " keys of this time were ordered to go and are still there; --yes goes on with it");
    }
    if (gone > 0) {
      lines.add("gone     " + gone + " keys of this time were destroyed before");
    }
    return lines;
  }

  private static void list(
      List<String> lines, String word, List<KeyPeriod> periods, String remark) {
    for (KeyPeriod period : periods.subList(0, Math.min(SHOWN_MAX, periods.size()))) {
      lines.add(word + " period " + time(period.from()) + " to " + time(period.to()) + remark);
    }
    if (periods.size() > SHOWN_MAX) {
      lines.add(word + " and " + (periods.size() - SHOWN_MAX) + " more periods" + remark);
    }
  }

  /** Where the values may still be, which no command of ours can reach. */
  static List<String> copies() {
    return List.of(
        "Copies may remain where this node does not reach:",
        "- copies of vault/shred-keys made before: destroy them, or they open every backup",
        "- who read the values meanwhile: programs at the API, exported bundles' readers",
        "- the brokers and senders themselves, and their other subscribers",
        "- sectors that a solid-state disk or a copy-on-write file system has set aside,",
        "  snapshots of the disk or the virtual machine, and this process's memory",
        "Data backups hold the values sealed, with keys that are in no backup.");
  }

  static String time(long nanos) {
    return Instant.ofEpochSecond(nanos / 1_000_000_000L, nanos % 1_000_000_000L).toString();
  }
}
