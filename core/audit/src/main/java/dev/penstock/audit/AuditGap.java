package dev.penstock.audit;

import java.time.Instant;

/**
 * What other systems are told where records of the trail may have gone before they could be sent.
 *
 * @param after the last place that was sent, or empty when nothing was
 * @param below the first block that has all of its records again
 * @param policy what dropped them
 * @param time when it was found
 */
public record AuditGap(String after, long below, String policy, Instant time) {
  /** In one sentence. */
  public String text() {
    String from = after.isEmpty() ? "from the beginning" : "after " + after;
    return "Records "
        + from
        + " and below block "
        + below
        + " may be missing: they were dropped by policy "
        + policy
        + " before they could be sent.";
  }
}
