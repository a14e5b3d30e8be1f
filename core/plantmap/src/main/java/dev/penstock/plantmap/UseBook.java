package dev.penstock.plantmap;

import dev.penstock.flow.query.RecordPage;
import dev.penstock.flow.query.SealedRecords;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Reads from sealed records, day after day, when rules were named and ways were asked. A day that
 * is over is read once and summed up; the one that runs is read on at each look, but in its first
 * minutes, while something may still be sealed of the day before. What it holds follows from the
 * records, so it may be kept or be made anew.
 *
 * <p>Where a clock was wrong, so that days were summed up that are still to come, it begins anew.
 * Where records are dropped by policy before they were read, their days are none on which the node
 * is known to have run.
 */
public final class UseBook {
  /** A look begins no further page after this. */
  private static final long LOOK_MILLIS = 150;

  /** As for a quarter of an hour on the map: then all of a day is sealed. */
  private static final long GRACE_NANOS = Duration.ofMinutes(5).toNanos();

  /** Roll-calls up to so long after a day reach back into it. */
  private static final long CALLS_NANOS = Duration.ofMinutes(1).toNanos();

  private static final long NANOS = 1_000_000_000L;

  private final SealedDecisions decisions;
  private final InstantSource clock;

  // Only touched while this is locked.
  private Uses uses;
  private FlowTally day = FlowTally.ofDay();
  private boolean isRead;

  /**
   * Goes on where it was.
   *
   * @param uses of these records, of before
   */
  public UseBook(SealedRecords records, InstantSource clock, Uses uses) {
    this.decisions = new SealedDecisions(records);
    this.clock = clock;
    this.uses = uses;
  }

  private long now() {
    return Math.max(0, clock.instant().getEpochSecond() * NANOS);
  }

  /** Reads on for a while; true when nothing more is sealed. */
  public synchronized boolean readOn() throws IOException {
    long until = clock.millis() + LOOK_MILLIS;
    long now = now();
    long today = now / Uses.DAY_NANOS;
    if (uses.next() > today || uses.next() < today - Uses.DAYS_MAX) {
      // A clock was ahead: days were summed up before they were over. Or it was behind for long.
      uses = Uses.NONE;
      day = FlowTally.ofDay();
    }
    if (uses.next() == Uses.UNKNOWN) {
      long first = decisions.oldest().orElse(now) / Uses.DAY_NANOS;
      long from = Math.max(first, today - Uses.DAYS_MAX);
      uses = Uses.from(Math.min(today, Math.max(0, from)));
    }
    // Before anything is read: what was sealed by then is found by reading.
    long sealed = Math.min(now, decisions.youngest().orElse(0));
    isRead = false;
    while (!isRead && clock.millis() <= until) {
      isRead = isAtTheEnd(sealed, now);
    }
    return isRead;
  }

  /** Reads a page; true when nothing more is sealed. */
  private boolean isAtTheEnd(long sealed, long now) throws IOException {
    long from = uses.next() * Uses.DAY_NANOS;
    long end = from + Uses.DAY_NANOS;
    RecordPage page = decisions.page(from, end + CALLS_NANOS, day.readTo());
    page.records().forEach(each -> day.take(each, end));
    if (page.pruned().isPresent()) {
      day.prunedToo();
    }
    page.next().ifPresent(day::readTo);
    if (page.next().isPresent()) {
      return false;
    }
    if (sealed < end + GRACE_NANOS) {
      return true;
    }
    uses = uses.done(day, now);
    day = FlowTally.ofDay();
    return false;
  }

  /** True when all was read that was sealed at the last look. */
  public synchronized boolean isRead() {
    return isRead;
  }

  /** All that was read, the day that runs included. */
  public synchronized Uses all() {
    return uses.with(day);
  }

  /** What was read of days that are over: worth keeping. */
  public synchronized Uses days() {
    return uses;
  }
}
