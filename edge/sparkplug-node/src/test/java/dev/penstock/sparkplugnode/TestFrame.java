package dev.penstock.sparkplugnode;

import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.flow.journal.Frame;
import java.util.List;

/** A frame of samples of one source. */
final class TestFrame implements Frame {
  /** One sample; its time is that of its receipt, in milliseconds. */
  record Value(int point, long timeMs, long quality, SampleValue value) {
    static Value good(int point, long timeMs, double value) {
      return new Value(point, timeMs, 0, SampleValue.of(value));
    }

    static Value noLink(int point, long timeMs) {
      return new Value(point, timeMs, 0x8031_0000L, SampleValue.NONE);
    }
  }

  private final long source;
  private final byte[] bytes = new byte[64 << 10];
  private final int[] starts;

  TestFrame(long source, long firstSeq, List<Value> values) {
    this.source = source;
    this.starts = new int[values.size() + 1];
    for (int i = 0; i < values.size(); i++) {
      Value each = values.get(i);
      byte[] one =
          new LedgerRecord(
                  firstSeq + i,
                  source,
                  (long) each.point(),
                  null,
                  each.timeMs() * 1_000_000,
                  each.quality(),
                  new Sample(each.value()))
              .encode();
      System.arraycopy(one, 0, bytes, starts[i], one.length);
      starts[i + 1] = starts[i] + one.length;
    }
  }

  @Override
  public long position() {
    return 0;
  }

  @Override
  public RecordClass recordClass() {
    return RecordClass.PLANT;
  }

  @Override
  public long source() {
    return source;
  }

  @Override
  public long firstSeq() {
    return 0;
  }

  @Override
  public int count() {
    return starts.length - 1;
  }

  @Override
  public byte[] buffer() {
    return bytes;
  }

  @Override
  public int startOf(int index) {
    return starts[index];
  }

  @Override
  public int segment() {
    return 0;
  }

  @Override
  public int offsetOf(int index) {
    return starts[index];
  }
}
