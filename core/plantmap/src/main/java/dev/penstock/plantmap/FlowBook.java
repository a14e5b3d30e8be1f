package dev.penstock.plantmap;

import dev.penstock.flow.query.RecordPage;
import dev.penstock.flow.query.SealedRecords;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what sealed records say of requests between zones, by quarters of an hour. A record is
 * read once: of a quarter only what was sealed since the last look, and where all is sealed that
 * was recorded in it, it is asked for no more but now and then. One look ends after a while and
 * says when there is more to read, so that nobody waits for a day of records; the next look goes
 * on.
 *
 * <p>Roll-calls say over which time the node ran and recorded. That nothing is on record says
 * something only there (decision 0232).
 */
public final class FlowBook {
  /** What is counted together. */
  public static final long QUARTER_NANOS = Duration.ofMinutes(15).toNanos();

  /** A longer stretch is no moment of a map any more. */
  public static final Duration STRETCH_MAX = Duration.ofDays(1);

  /** Four days at hand, about 100 KB each where something happens all the time. */
  private static final int QUARTERS_MAX = 4 * 96;

  /**
   * Records are sealed in the order in which they were made, up to such a difference: where one is
   * sealed that is younger by this than a quarter's end, all of the quarter are.
   */
  private static final long GRACE_NANOS = Duration.ofMinutes(5).toNanos();

  /** Of a quarter that is over, roll-calls up to so long after it reach back into it. */
  private static final long CALLS_NANOS = Duration.ofMinutes(1).toNanos();

  /** After this long it is looked whether anything came late. */
  static final long AGAIN_NANOS = Duration.ofMinutes(10).toNanos();

  /** A look begins no further page after this. */
  private static final long LOOK_MILLIS = 150;

  private static final long NANOS = 1_000_000_000L;

  private final SealedDecisions decisions;
  private final InstantSource clock;

  /** Up to when all that was recorded is sealed, as far as somebody looked. Guarded by this. */
  private long sealedTo;

  /** Those used last at the end. Only touched while this is locked. */
  private final Map<Long, FlowTally> quarters = new LinkedHashMap<>(64, 0.75f, true);

  public FlowBook(SealedRecords records, InstantSource clock) {
    this.decisions = new SealedDecisions(records);
    this.clock = clock;
  }

  /**
   * What was recorded of requests in whole quarters of an hour.
   *
   * @param from ns since 1970; the quarter that it lies in is the first
   * @param to ns since 1970, after {@code from}; the quarter before it is the last
   */
  public synchronized Flows over(long from, long to) throws IOException {
    long first = from / QUARTER_NANOS;
    long last = (to - 1) / QUARTER_NANOS;
    if (from < 0 || to <= from || to - from > STRETCH_MAX.toNanos() + QUARTER_NANOS) {
      throw new IllegalArgumentException("flows from " + from + " to " + to);
    }
    boolean isRead = true;
    long now = now();
    boolean isSealedToNew = false;
    long until = clock.millis() + LOOK_MILLIS;
    boolean isFirst = true;
    // The newest first: it is what people look for.
    for (long number = last; number >= first; number--) {
      FlowTally quarter = quarters.computeIfAbsent(number, _ -> FlowTally.ofQuarter());
      long sealed = (number + 1) * QUARTER_NANOS + GRACE_NANOS;
      if (!quarter.isClosed(now) && now > sealed && sealedTo < sealed && !isSealedToNew) {
        // Before it is read: what was sealed by then is found by reading.
        sealedTo = Math.max(sealedTo, sealedTo(now));
        isSealedToNew = true;
      }
      while (!quarter.isClosed(now)) {
        if (!isFirst && clock.millis() > until) {
          isRead = false;
          break;
        }
        isFirst = false;
        if (isAtItsEnd(number, quarter)) {
          if (sealedTo >= sealed) {
            quarter.close(now);
          }
          break;
        }
      }
    }
    Flows flows = sum(first, last, isRead, now);
    while (quarters.size() > QUARTERS_MAX) {
      FlowTally _ = quarters.remove(quarters.keySet().iterator().next());
    }
    return flows;
  }

  private long now() {
    return Math.max(0, clock.instant().getEpochSecond() * NANOS);
  }

  /** When the youngest record was made that is sealed; a clock that was wrong counts as now. */
  private long sealedTo(long now) throws IOException {
    return Math.min(now, decisions.youngest().orElse(0));
  }

  /** Reads a page; true when nothing more is sealed of this quarter. */
  private boolean isAtItsEnd(long number, FlowTally quarter) throws IOException {
    long end = (number + 1) * QUARTER_NANOS;
    RecordPage page = decisions.page(number * QUARTER_NANOS, end + CALLS_NANOS, quarter.readTo());
    page.records().forEach(each -> quarter.take(each, end));
    if (page.pruned().isPresent()) {
      quarter.prunedToo();
    }
    page.next().ifPresent(quarter::readTo);
    return page.next().isEmpty();
  }

  private Flows sum(long first, long last, boolean isRead, long now) {
    Map<Flow, Seen> all = new LinkedHashMap<>();
    boolean isPruned = false;
    var coverage = new Coverage();
    long unplaced = 0;
    long leftOut = 0;
    for (long number = first; number <= last; number++) {
      FlowTally quarter = quarters.get(number);
      if (quarter == null) {
        continue;
      }
      isPruned |= quarter.isPruned();
      coverage.add(quarter.coverage());
      unplaced += quarter.unplaced();
      leftOut += quarter.leftOut();
      for (Seen each : quarter.seen().values()) {
        if (all.size() >= FlowTally.FLOWS_MAX && !all.containsKey(each.flow())) {
          leftOut += each.count();
        } else {
          Seen _ = all.merge(each.flow(), each, Seen::and);
        }
      }
    }
    List<Seen> seen = new ArrayList<>(all.values());
    return new Flows(
        first * QUARTER_NANOS,
        (last + 1) * QUARTER_NANOS,
        isRead,
        isPruned,
        coverage.isWhole(first * QUARTER_NANOS, (last + 1) * QUARTER_NANOS, now),
        seen,
        unplaced,
        leftOut);
  }
}
