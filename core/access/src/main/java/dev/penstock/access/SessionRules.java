package dev.penstock.access;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * How long a session is open, and how long it is at all.
 *
 * <p>Req: 62443-4-2 CR 2.5, 62443-4-2 CR 2.6
 */
public final class SessionRules {
  private SessionRules() {}

  /** What became of a session by mere time. */
  public sealed interface Life {
    /** It goes on; perhaps it has locked meanwhile. */
    record Goes(Session session) implements Life {}

    /** It has lasted as long as any may. */
    record Over() implements Life {}
  }

  /** What became of a session until now. */
  public static Life at(Session session, Moment now, Settings.Sitting settings) {
    if (now.hasPassed(session.startedAt(), settings.whole())) {
      return new Life.Over();
    }
    boolean isIdle = now.hasPassed(session.lastActiveAt(), settings.idle());
    return new Life.Goes(
        isIdle && !session.isDisplay() && !session.isLocked() ? session.locked() : session);
  }

  /** True when the person has proven to be that person a moment ago. */
  public static boolean isSteppedUp(Session session, Moment now, Settings.Sitting settings) {
    Proof proof = session.proof();
    return proof != null && !session.isLocked() && !now.hasPassed(proof.at(), settings.stepUp());
  }

  /**
   * True for who looks and does nothing else: such a screen on the wall, tied to a device by its
   * certificate, shall not lock. Who has another role too is none.
   */
  public static boolean isDisplay(Way way, Collection<Grant> grants, Instant now) {
    List<Grant> inForce = grants.stream().filter(grant -> grant.isInForce(now)).toList();
    return way == Way.CERTIFICATE
        && !inForce.isEmpty()
        && inForce.stream().allMatch(grant -> grant.role() == Role.VIEWER);
  }

  /** When, by the wall clock, it locks if nothing happens. */
  public static Instant locksAt(Session session, Moment now, Settings.Sitting settings) {
    return after(session.lastActiveAt(), settings.idle(), now);
  }

  /** When, by the wall clock, it ends. */
  public static Instant endsAt(Session session, Moment now, Settings.Sitting settings) {
    return after(session.startedAt(), settings.whole(), now);
  }

  private static Instant after(Moment start, Duration limit, Moment now) {
    Duration left = limit.minus(now.since(start));
    return now.wall().plus(left.isNegative() ? Duration.ZERO : left);
  }
}
