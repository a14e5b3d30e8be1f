package dev.penstock.flow.anchoring;

import java.time.Duration;

/**
 * When an anchor is asked: each time this long after its last answer, if there is something new to
 * vouch for. New is a block that states something. Heartbeats, roll-calls of nobody and the results
 * of anchors are not new: the log of a gateway that listens to nothing is vouched for once and then
 * left alone, or anchoring would feed on itself. They are vouched for with the next block that
 * states something. As long as somebody is listened to, each interval states who was heard or was
 * silent, and that is new.
 *
 * @param every 10 s to 31 days
 */
public record AnchorSchedule(Duration every) {
  /** A log has a checkpoint each second; ten of them in one answer are worth a question. */
  public static final Duration EVERY_MIN = Duration.ofSeconds(10);

  public static final Duration EVERY_MAX = Duration.ofDays(31);

  public AnchorSchedule {
    if (every.compareTo(EVERY_MIN) < 0 || every.compareTo(EVERY_MAX) > 0) {
      throw new IllegalArgumentException("every is " + every + ", must be 10 s to 31 days");
    }
  }

  /**
   * Whether it is time to ask.
   *
   * @param next as {@link AnchorState#next()} has it, ns since 1970
   * @param now ns since 1970; a clock that was set back delays nothing for longer than any wait is
   */
  public boolean isTime(long next, long now) {
    long longest = Math.max(every.toNanos(), Backoff.DEFAULT.max().toNanos());
    return now >= next || next - now > longest;
  }

  /** When to ask again after an answer. */
  public long after(long now) {
    return saturated(now, every);
  }

  /**
   * Whether there is something new to vouch for.
   *
   * @param stated size of the log just behind the last block that states something
   * @param given size of the head that was vouched for last, 0 for none
   */
  public static boolean isNews(long stated, long given) {
    return stated > given;
  }

  static long saturated(long now, Duration wait) {
    long nanos = wait.toNanos();
    return now > Long.MAX_VALUE - nanos ? Long.MAX_VALUE : now + nanos;
  }
}
