package dev.penstock.flow.delivery;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.delivery.DeliveryRules.Order;
import dev.penstock.flow.journal.Pending;
import dev.penstock.flow.journal.Pending.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What one destination gets next, and what it still has to get. One thread.
 *
 * <p>Two readings go through the same journal. <b>Live</b> reads what comes in from the moment on
 * at which the link stood; <b>history</b> reads, oldest first, what was pending then. Each keeps
 * the order of the journal, so the order of every source. Between portions live comes first, and
 * history takes no more than its share of a second: a site that comes back from a day without a
 * link shows at once what is, and fills the day in behind that.
 *
 * <p>Only an acknowledgement settles. What was sent and not acknowledged when a link is lost is
 * pending as before, so a destination may get a record twice and never goes without one, but for
 * what retention took: what is gone of every class that it reads is settled as {@linkplain
 * #overtaken overtaken}, and the journal stated it before it was dropped.
 */
public final class Delivery {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** A share that was not used is kept for so long: a second of it at once is still no burst. */
  private static final long SAVED_SECONDS_MAX = 1;

  private final DeliveryRules rules;
  private Pending pending;
  private boolean isLinked;

  /** Where live reads on; below {@link #historyBelow} it never goes. */
  private long liveAt;

  /** Where history reads on, and the position before which all is history. */
  private long historyAt;

  private long historyBelow;
  private boolean wasHistory;
  private long underWay;

  /** How many records history may take, below 0 where a frame held more than was left. */
  private double share;

  private Instant shareAt = Instant.MIN;

  /** Of each class that is read: everything before is gone. */
  private final Map<RecordClass, Long> goneBelow = new EnumMap<>(RecordClass.class);

  /**
   * A destination that stands here.
   *
   * @param classes what it reads, one or more
   */
  public Delivery(Set<RecordClass> classes, Pending pending, DeliveryRules rules) {
    if (classes.isEmpty()) {
      throw new IllegalArgumentException("a destination reads one class or more");
    }
    classes.forEach(one -> goneBelow.put(one, 0L));
    this.pending = Objects.requireNonNull(pending, "pending");
    this.rules = Objects.requireNonNull(rules, "rules");
  }

  /** What it has not acknowledged: what to store, and to begin with after a restart. */
  public Pending pending() {
    return pending;
  }

  /** Whether something is being made good. */
  public boolean isCatchingUp() {
    return isLinked && !pending.within(0, historyBelow).isEmpty();
  }

  /** How many positions are still to be made good: all that was missed when the link stood last. */
  public long historyLeft() {
    return pending.within(0, historyBelow).stream().mapToLong(Stretch::count).sum();
  }

  /**
   * The link stands.
   *
   * @param end of the journal
   * @param behind how long ago the destination had everything there was, by a clock that nobody
   *     sets
   */
  public void linked(long end, Instant now, Duration behind) {
    isLinked = true;
    underWay = 0;
    wasHistory = false;
    share = 0;
    shareAt = now;
    boolean isFresh = pending.behind().isEmpty() && behind.compareTo(rules.freshMax()) <= 0;
    historyAt = 0;
    historyBelow = isFresh ? 0 : end;
    liveAt = isFresh ? pending.from() : end;
  }

  /** The link is gone; what was not acknowledged is pending. */
  public void lost() {
    isLinked = false;
  }

  /**
   * What to read now.
   *
   * @param end of the journal
   */
  public Next next(long end, Instant now) {
    if (!isLinked) {
      return new Next.Idle();
    }
    long room = rules.underWayRecordsMax() - underWay;
    if (room <= 0) {
      return new Next.Idle();
    }
    int most = (int) Math.min(room, rules.portionRecordsMax());
    fill(now);
    List<Stretch> missed = pending.within(historyAt, historyBelow);
    boolean hasLive = liveAt < end && (rules.order() == Order.LIVE_FIRST || missed.isEmpty());
    if (missed.isEmpty()) {
      return hasLive ? new Next.Live(liveAt, most) : new Next.Idle();
    }
    boolean mayHistory = rules.historyPerSecond() == DeliveryRules.UNTHROTTLED || share > 0;
    if (hasLive && (wasHistory || !mayHistory)) {
      return new Next.Live(liveAt, most);
    }
    if (!mayHistory) {
      return new Next.Wait(untilShare());
    }
    Stretch first = missed.getFirst();
    return new Next.History(first.from(), first.below(), most);
  }

  private void fill(Instant now) {
    long nanos = Math.max(0, Duration.between(shareAt, now).toNanos());
    double more = (double) nanos / NANOS_PER_SECOND * rules.historyPerSecond();
    share = Math.min(share + more, (double) rules.historyPerSecond() * SAVED_SECONDS_MAX);
    shareAt = now;
  }

  private Duration untilShare() {
    double seconds = -share / rules.historyPerSecond();
    return Duration.ofNanos((long) (seconds * NANOS_PER_SECOND) + 1);
  }

  /**
   * A portion was read and sent.
   *
   * @param portion as {@link #next} said it
   * @param below one behind the last position that was read, of whatever class
   * @param records how many were sent
   */
  public void sent(Next portion, long below, int records) {
    switch (portion) {
      case Next.Live live -> {
        requireBehind(live.from(), below);
        liveAt = below;
        wasHistory = false;
      }
      case Next.History history -> {
        requireBehind(history.from(), below);
        historyAt = Math.min(below, history.below());
        wasHistory = true;
        share -= records;
      }
      case Next.Idle _, Next.Wait _ ->
          throw new IllegalArgumentException("nothing was to be sent: " + portion);
    }
    underWay += records;
  }

  private static void requireBehind(long from, long below) {
    if (below <= from) {
      throw new IllegalArgumentException("sent from " + from + " to before " + below);
    }
  }

  /**
   * The destination has everything from one position to before another: it said so, or there was
   * nothing for it.
   *
   * @param records how many of those that were sent this acknowledges
   */
  public void delivered(long from, long below, int records) {
    pending = pending.without(from, below);
    underWay = Math.max(0, underWay - records);
  }

  /**
   * Retention took the frames of one class before a position, and the journal stated who never got
   * them. Those of other classes between them are there, and are delivered as ever: only what is
   * gone of all is settled.
   */
  public void overtaken(RecordClass recordClass, long below) {
    Long before = goneBelow.get(recordClass);
    if (before == null) {
      throw new IllegalArgumentException(recordClass + " is not read here");
    }
    goneBelow.put(recordClass, Math.max(before, below));
    long goneOfAll = goneBelow.values().stream().mapToLong(Long::longValue).min().orElse(0);
    pending = pending.without(0, goneOfAll);
    liveAt = Math.max(liveAt, goneOfAll);
  }
}
