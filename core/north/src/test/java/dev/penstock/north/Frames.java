package dev.penstock.north;

import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.flow.journal.Frame;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Frames and names as tests want them. */
final class Frames {
  /** 2026-03-03T10:00:05.25Z. */
  static final long NOW = 1_772_532_005_250_000_000L;

  private Frames() {}

  /** Source 7 is "pump+1" in zone "line/1", source 8 is "valve" in none; points are p0, p1... */
  static final Names NAMES =
      new Names() {
        @Override
        public Optional<SourceName> source(long source) {
          return source == 7
              ? Optional.of(new SourceName("pump+1", "line/1"))
              : source == 8 ? Optional.of(new SourceName("valve", null)) : Optional.empty();
        }

        @Override
        public Optional<String> point(long source, long point) {
          return point < 100 ? Optional.of("p" + point + "/x") : Optional.empty();
        }
      };

  static LedgerRecord sample(long seq, long source, long point, SampleValue value) {
    return new LedgerRecord(seq, source, point, NOW, NOW + 1, 0, new Sample(value));
  }

  static LedgerRecord sample(
      long seq, long point, @Nullable Long at, long quality, SampleValue value) {
    return new LedgerRecord(seq, 7, point, at, NOW + 1, quality, new Sample(value));
  }

  static Frame of(long position, List<LedgerRecord> records) {
    int[] starts = new int[records.size() + 1];
    byte[] all = new byte[1 << 20];
    for (int i = 0; i < records.size(); i++) {
      byte[] one = records.get(i).encode();
      System.arraycopy(one, 0, all, starts[i], one.length);
      starts[i + 1] = starts[i] + one.length;
    }
    return new Frame() {
      @Override
      public long position() {
        return position;
      }

      @Override
      public RecordClass recordClass() {
        return RecordClass.PLANT;
      }

      @Override
      public long source() {
        return records.getFirst().source();
      }

      @Override
      public long firstSeq() {
        return records.getFirst().seq();
      }

      @Override
      public int count() {
        return records.size();
      }

      @Override
      public byte[] buffer() {
        return all;
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
    };
  }
}
