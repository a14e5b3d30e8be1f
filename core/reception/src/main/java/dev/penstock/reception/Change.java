package dev.penstock.reception;

/** What came of a change that may take two people. */
public sealed interface Change<T> {
  /** It is made. */
  record Made<T>(T now) implements Change<T> {}

  /** It waits for a second person. */
  record Proposed<T>(ApprovalView approval) implements Change<T> {}
}
