package dev.penstock.flow.numbering;

import dev.penstock.flow.journal.FrameBatch;

/**
 * Records, and frames of another kind, that go into the journal together or not at all. Filed and
 * laid out as often as the journal needs; each time it gives the same, but for the numbers.
 */
public interface Prepared {
  /** Files the records, and says which sources were heard by that. */
  void file(Filing filing, HeardBy heard);

  /** Adds its other frames behind the records; called after {@link #file}. */
  void layOut(FrameBatch frames);

  /** About how many bytes it adds to the journal. */
  long bytes();

  /** Takes note that a listener heard a source. */
  @FunctionalInterface
  interface HeardBy {
    void heard(String listener, long source);
  }
}
