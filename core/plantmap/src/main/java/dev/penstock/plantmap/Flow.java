package dev.penstock.plantmap;

import java.util.Optional;

/**
 * What the conduit decided alike: the same way, the same operation, by the same rule.
 *
 * @param from id of the zone that asked
 * @param to id of the zone that was asked
 * @param protocol as in the policy; empty where the record does not say it
 * @param operation as in the policy
 * @param channel of the policy by which it was decided; empty where there is none
 * @param rule that decided; empty for what no rule fits
 * @param cause of the decision, a word of docs/conduit.md
 */
public record Flow(
    String from,
    String to,
    String protocol,
    String operation,
    Optional<String> channel,
    Optional<String> rule,
    Passing passing,
    String cause) {
  /** The same, after a second person agreed. */
  Flow passed() {
    return new Flow(from, to, protocol, operation, channel, rule, Passing.PASSED, cause);
  }

  /** What became of it. */
  public enum Passing {
    PASSED,
    DENIED,
    /** It waited for a second person; where one agreed, it is counted once more as passed. */
    NEEDED_TWO
  }
}
