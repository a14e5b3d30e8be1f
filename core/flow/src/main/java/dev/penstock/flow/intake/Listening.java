package dev.penstock.flow.intake;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a listener could have heard what one of its subscriptions asks for: the ground on which a
 * source is said to be LISTENING or DEAF when nothing came.
 */
public sealed interface Listening {
  /** When this state began. */
  Instant since();

  /**
   * Link and subscription are up.
   *
   * @param connectedSince when the link came up, before the subscription did
   * @param since when the other side granted the subscription
   * @param qos the quality of service it granted, 0..2; less than was asked for where {@code
   *     qosAsked} is more
   * @param kept whether the other side kept our session over the last interruption, so that what it
   *     promises to keep (QoS 1 and 2, up to its own limits) comes late instead of never
   */
  record Up(Instant connectedSince, Instant since, int qosAsked, int qos, boolean kept)
      implements Listening {
    private static final int QOS_MAX = 2;

    public Up {
      Objects.requireNonNull(connectedSince, "connectedSince");
      Objects.requireNonNull(since, "since");
      mustBeQos("qosAsked", qosAsked);
      mustBeQos("qos", qos);
    }

    /**
     * A socket that others send to: there is no session, and no quality of service that could be
     * less than was asked for.
     */
    public static Up socket(Instant since) {
      return new Up(since, since, QOS_MAX, QOS_MAX, false);
    }

    private static void mustBeQos(String name, int value) {
      if (value < 0 || value > QOS_MAX) {
        throw new IllegalArgumentException(name + " is " + value + ", must be 0..2");
      }
    }
  }

  /**
   * No link, or no subscription.
   *
   * @param reason one line: what failed, and what an operator can do
   * @param lastHeard when the last message of this subscription came; null when none did since the
   *     start
   */
  record Deaf(Instant since, String reason, @Nullable Instant lastHeard) implements Listening {
    public Deaf {
      Objects.requireNonNull(since, "since");
      Objects.requireNonNull(reason, "reason");
    }
  }
}
