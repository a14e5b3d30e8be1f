package dev.penstock.flow.query;

import dev.penstock.evidence.record.RecordBatch;

/**
 * Where a sealed record is, for ever: a block, which is an entry of the log, and a leaf of it.
 *
 * @param entry index of the block in the log, from 0
 * @param record index of the record in the block, from 0
 */
public record RecordPlace(long entry, int record) implements Comparable<RecordPlace> {
  public RecordPlace {
    if (entry < 0 || record < 0 || record >= RecordBatch.COUNT_MAX) {
      throw new IllegalArgumentException("record " + record + " of entry " + entry);
    }
  }

  @Override
  public int compareTo(RecordPlace other) {
    int byEntry = Long.compare(entry, other.entry);
    return byEntry != 0 ? byEntry : Integer.compare(record, other.record);
  }

  /** As people write it: {@code 1234.5}. */
  @Override
  public String toString() {
    return entry + "." + record;
  }
}
