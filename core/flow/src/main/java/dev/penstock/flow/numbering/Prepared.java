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

  /** Says which sources spoke by blocks of their own; called once, when all is in the journal. */
  void tell(Spoken spoken);

  /** About how many bytes it adds to the journal. */
  long bytes();

  /** Takes note that a listener heard a source. */
  @FunctionalInterface
  interface HeardBy {
    void heard(String listener, long source);
  }

  /** Takes note that a source spoke. */
  @FunctionalInterface
  interface Spoken {
    /**
     * A block that a source signed came, and is now in the journal.
     *
     * @param records in it; 0 in a heartbeat
     */
    void block(long source, long records);
  }
}
