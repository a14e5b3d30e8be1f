package dev.penstock.conduit;

import org.jspecify.annotations.Nullable;

/**
 * What a policy answers to a request. Of several rules that decide alike the one whose id comes
 * first is named, of several objects the first on which the answer rests.
 *
 * @param channel id of the channel; null when there is none
 * @param rule id of the rule that decided; null when none did
 */
public record Decision(
    Verdict verdict, Cause cause, @Nullable String channel, @Nullable String rule) {
  /** There is no such way through the plant's conduits. */
  public static final Decision NO_CHANNEL =
      new Decision(Verdict.DENY, Cause.NO_CHANNEL, null, null);

  public Decision {
    if (cause.isOfRule() != (rule != null)) {
      throw new IllegalArgumentException(cause + " with rule " + rule);
    }
  }
}
