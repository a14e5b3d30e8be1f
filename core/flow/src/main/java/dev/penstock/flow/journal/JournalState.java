package dev.penstock.flow.journal;

/** Whether a journal takes frames. */
public sealed interface JournalState {
  /** It takes frames. */
  record Running() implements JournalState {}

  /**
   * The disk is full. Nothing durable is touched; each new append tries again, and the journal runs
   * as soon as one succeeds.
   */
  record Full(JournalFinding finding) implements JournalState {}

  /** It refuses frames until it is opened again and finds itself sound. */
  record Stopped(JournalFinding finding) implements JournalState {}

  /** It was closed in order. */
  record Closed() implements JournalState {}
}
