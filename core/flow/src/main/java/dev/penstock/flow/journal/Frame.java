package dev.penstock.flow.journal;

import dev.penstock.evidence.record.RecordClass;

/**
 * A frame as a reader meets it: records of one source, in final form, one after the other. Valid
 * only while it is being handed over; the same object shows the next frame then.
 */
public interface Frame {
  /** Its place in the journal. */
  long position();

  RecordClass recordClass();

  long source();

  /** The seq of the first record; the others follow without a hole. */
  long firstSeq();

  /** How many records there are; at least one. */
  int count();

  /** Holds the records; not to be written to, nor kept. */
  byte[] buffer();

  /**
   * Where record {@code index} starts in the buffer; for {@code index = count()}, where the last
   * one ends.
   */
  int startOf(int index);

  /** The segment that the frame stands in. */
  int segment();

  /** Where record {@code index} starts in the segment. */
  int offsetOf(int index);

  /** The place of some of the records, {@code from <= index < to}. */
  default Extent extent(int from, int to) {
    return new Extent(recordClass(), segment(), offsetOf(from), startOf(to) - startOf(from));
  }
}
