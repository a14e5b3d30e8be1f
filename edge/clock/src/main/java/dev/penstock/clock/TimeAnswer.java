package dev.penstock.clock;

/** What came of asking a time server. */
public sealed interface TimeAnswer {
  /**
   * It answered.
   *
   * @param offsetNanos how far its time is ahead of ours
   * @param errorNanos how far the offset itself may be off: half the way there and back, and what
   *     the server says of its own
   * @param stratum how many servers it is from a reference clock
   */
  record Measured(long offsetNanos, long errorNanos, int stratum) implements TimeAnswer {}

  /**
   * It gave no time that can be used.
   *
   * @param reason a few words
   */
  record Unusable(String reason) implements TimeAnswer {}
}
