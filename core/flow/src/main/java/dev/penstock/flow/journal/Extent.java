package dev.penstock.flow.journal;

import dev.penstock.evidence.record.RecordClass;

/**
 * A stretch of records as they are stored: the place of one frame's records, or of consecutive ones
 * of them. It stays what it is until the segment is dropped.
 *
 * @param segment the number of the file; no two of a journal have the same, whatever their class
 * @param offset of the first byte in the file
 */
public record Extent(RecordClass recordClass, int segment, int offset, int length) {
  public Extent {
    if (segment < 0 || offset < 0 || length < 1) {
      throw new IllegalArgumentException(
          "extent of " + length + " bytes at " + offset + " of segment " + segment);
    }
  }
}
