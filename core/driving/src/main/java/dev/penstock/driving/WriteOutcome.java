package dev.penstock.driving;

/** What came of a write. */
public sealed interface WriteOutcome {
  /** The device says that it has the value. */
  record Done() implements WriteOutcome {}

  /**
   * The device was asked and did not do it.
   *
   * @param status the protocol's own number
   * @param text what that means, for the operator
   */
  record Refused(long status, String text) implements WriteOutcome {}

  /** Nothing was sent: the value does not fit the point, or there was no link. */
  record NotSent(String text) implements WriteOutcome {}

  /**
   * Something was sent, and whether the device did it is not known; it is to be read back, and
   * never sent again. The session is of no use any more.
   */
  record Unknown(String text) implements WriteOutcome {}
}
