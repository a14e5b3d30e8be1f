package dev.penstock.flow.journal;

import dev.penstock.evidence.record.RecordClass;

/** What came of reading on. */
public sealed interface Reading {
  /** Frames were handed over, or the first was not taken. */
  record Read(int frames) implements Reading {}

  /** Everything durable was read. */
  record AtEnd() implements Reading {}

  /**
   * Retention was faster: the frames of this class from {@code from} to {@code to - 1} are gone.
   * Said once for each class; reading then goes on with what is there.
   */
  record Overtaken(RecordClass recordClass, long from, long to) implements Reading {}

  /** Something is wrong; nothing was handed over that did not check. */
  record Failed(JournalFinding finding) implements Reading {}
}
