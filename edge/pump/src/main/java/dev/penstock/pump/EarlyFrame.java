package dev.penstock.pump;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.delivery.EarlySent.One;
import dev.penstock.flow.journal.Frame;
import java.util.List;

/**
 * Records of one source that the journal does not have yet, as a reader meets them: they stand in
 * no segment. Nobody writes to the arrays.
 *
 * @param number of two, the one that was shown later has the greater
 * @param records what they are known by, one for each
 */
@SuppressWarnings("ArrayRecordComponent") // Shown to readers on the hot path, and never changed.
record EarlyFrame(long number, long source, byte[] buffer, int[] starts, List<One> records)
    implements Frame {
  @Override
  public long position() {
    return 0;
  }

  @Override
  public RecordClass recordClass() {
    return RecordClass.PLANT;
  }

  @Override
  public long firstSeq() {
    return records.getFirst().seq();
  }

  long lastSeq() {
    return records.getLast().seq();
  }

  @Override
  public int count() {
    return records.size();
  }

  @Override
  public int startOf(int index) {
    return starts[index];
  }

  @Override
  public int segment() {
    throw new IllegalStateException("it stands in no segment yet");
  }

  @Override
  public int offsetOf(int index) {
    throw new IllegalStateException("it stands in no segment yet");
  }
}
