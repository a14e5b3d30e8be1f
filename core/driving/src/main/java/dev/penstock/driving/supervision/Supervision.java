package dev.penstock.driving.supervision;

import dev.penstock.driving.DeviceIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The life of one link: tried, planned, running, down, tried again. Who owns the connection tells
 * what came of each step, and does what the {@linkplain #state state} says. One thread; what it
 * remembers does not grow.
 *
 * <pre>
 * waiting ─ due ─ connecting ─ opened ─ planning ─ planned ─ running
 *    └────────────────── failed ───────────┴───────────────────┘        any ─ close ─ closed
 * </pre>
 *
 * <p>After each failure the wait is twice as long, up to a minute. It is short again only after a
 * link that ran for {@link #LASTED}: a device that takes connections and drops them is a device
 * that is down.
 */
public final class Supervision {
  /** A link that ran for so long was a good one: as long as the longest wait. */
  public static final Duration LASTED = Duration.ofMinutes(1);

  private static final int REASON_CHARS_MAX = 500;

  /** More than anybody waits for: two thousand years of a device that is away. */
  private static final int COUNTED_MAX = 1_000_000_000;

  private final RandomGenerator chance;
  private LinkState state;
  private int attempt = 1;
  private int failuresInRow;
  private long runningNanos;
  private long attempts;
  private long sessions;
  private long reads;
  private long failures;
  private long crashes;
  private String lastReason = "";
  private @Nullable Instant lastAnswered;
  private @Nullable DeviceIdentity identity;

  /**
   * A link that was never tried, and is to be tried now.
   *
   * @param chance keeps those apart that failed together
   */
  public Supervision(RandomGenerator chance, Moment now) {
    this.chance = chance;
    this.state = new LinkState.Waiting(now.wall(), now.nanos(), 1, "not connected yet");
  }

  public LinkState state() {
    return state;
  }

  /** Whether the link is to be tried now. */
  public boolean isDue(long nowNanos) {
    return state instanceof LinkState.Waiting waiting && waiting.untilNanos() <= nowNanos;
  }

  /** A connection is being made. */
  public void connecting(Moment now) {
    if (!(state instanceof LinkState.Waiting)) {
      throw notFrom("connecting");
    }
    attempts++;
    state = new LinkState.Connecting(now.wall(), attempt);
  }

  /** There is one; every point is planned anew. */
  public void opened(Moment now) {
    if (!(state instanceof LinkState.Connecting)) {
      throw notFrom("opened");
    }
    state = new LinkState.Planning(now.wall());
  }

  /** Everything is planned, and can be read. */
  public void planned(Moment now) {
    if (!(state instanceof LinkState.Planning)) {
      throw notFrom("planned");
    }
    sessions++;
    runningNanos = now.nanos();
    state = new LinkState.Running(now.wall());
  }

  /** A group was read. */
  public void read() {
    reads++;
  }

  /** The device answered. */
  public void answered(Instant at) {
    lastAnswered = at;
  }

  /** The device said who it is. */
  public void identified(DeviceIdentity who) {
    identity = who;
  }

  /** The attempt or the session is over. */
  public void failed(String reason, Moment now) {
    boolean isUnderWay =
        switch (state) {
          case LinkState.Connecting _, LinkState.Planning _, LinkState.Running _ -> true;
          case LinkState.Waiting _, LinkState.Closed _ -> false;
        };
    if (!isUnderWay) {
      throw notFrom("failed");
    }
    boolean isLasting =
        state instanceof LinkState.Running && now.nanos() - runningNanos >= LASTED.toNanos();
    if (isLasting) {
      failuresInRow = 0;
      attempt = 0;
    }
    failures++;
    lastReason = line(reason);
    long until = now.nanos() + BackOff.nanos(failuresInRow, chance);
    failuresInRow = Math.min(failuresInRow + 1, COUNTED_MAX);
    attempt = Math.min(attempt + 1, COUNTED_MAX);
    state = new LinkState.Waiting(now.wall(), until, attempt, lastReason);
  }

  /** The same, by an error of the driver's own. */
  public void crashed(String reason, Moment now) {
    failed(reason, now);
    crashes++;
  }

  /** The link is wanted no more. */
  public void close(String reason, Moment now) {
    if (!(state instanceof LinkState.Closed)) {
      state = new LinkState.Closed(now.wall(), line(reason));
    }
  }

  public LinkFigures figures() {
    return new LinkFigures(
        state,
        attempts,
        sessions,
        reads,
        failures,
        crashes,
        lastReason,
        Optional.ofNullable(lastAnswered),
        Optional.ofNullable(identity));
  }

  /** What comes from a device may be long, and hold what makes a line of a log two lines. */
  private static String line(String text) {
    String start =
        text.length() <= REASON_CHARS_MAX ? text : text.substring(0, REASON_CHARS_MAX - 3) + "...";
    return start.replaceAll("\\p{Cntrl}", "?");
  }

  private IllegalStateException notFrom(String what) {
    return new IllegalStateException(what + " while " + state.word());
  }
}
