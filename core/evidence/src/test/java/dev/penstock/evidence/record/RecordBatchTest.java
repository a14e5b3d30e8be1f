package dev.penstock.evidence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.testkit.Allocation;
import dev.penstock.testkit.Seed;
import dev.penstock.testkit.records.RecordGrammar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecordBatchTest {
  private static LedgerRecord sample(long seq, long source, SampleValue value) {
    return new LedgerRecord(seq, source, 7L, 1_000L, 2_000L, 5, new Sample(value));
  }

  @Test
  void theHotPathWritesWhatTheValueTypesWrite() {
    var batch = new RecordBatch();
    var random = new SplittableRandom(Seed.value());
    var expected = new ArrayList<byte[]>();
    for (int i = 0; i < 500; i++) {
      double real = i % 3 == 0 ? i / 4.0 : Double.longBitsToDouble(random.nextLong());
      long whole = random.nextLong() >> random.nextInt(64);
      boolean bool = random.nextBoolean();
      assertThat(batch.sample(i, i % 9, 7, 1_000, 2_000, 5, real)).isTrue();
      assertThat(batch.sample(i, i % 9, 7, 1_000, 2_000, 5, whole)).isTrue();
      assertThat(batch.sample(i, i % 9, 7, 1_000, 2_000, 5, bool)).isTrue();
      expected.add(sample(i, i % 9, SampleValue.of(real)).encode());
      expected.add(sample(i, i % 9, SampleValue.of(whole)).encode());
      expected.add(sample(i, i % 9, SampleValue.of(bool)).encode());
    }
    assertThat(records(batch)).as(Seed.describe()).containsExactlyElementsOf(expected);
  }

  @Test
  void aMessageIsWrittenAsThePayloadItIs() {
    var random = new SplittableRandom(Seed.value());
    var batch = new RecordBatch();
    var expected = new ArrayList<byte[]>();
    for (int length : new int[] {0, 1, 23, 24, 255, 256, 65_535, 65_536, 131_000}) {
      byte[] bytes = new byte[length + 2];
      random.nextBytes(bytes);
      assertThat(batch.message(length, 3, 7, 1_000, 2_000, 5, bytes, 2, length)).isTrue();
      var payload = new SampleValue.Payload(null, ByteString.at(bytes, 2, length), null);
      expected.add(sample(length, 3, payload).encode());
    }
    assertThat(records(batch)).containsExactlyElementsOf(expected);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> batch.message(1, 3, 7, 0, 0, 0, new byte[131_072], 0, 131_072));
  }

  @Test
  void noTimeIsNull() {
    var batch = new RecordBatch();
    assertThat(batch.sample(1, 0, 2, RecordBatch.NO_TIME, RecordBatch.NO_TIME, 0, true)).isTrue();
    var record = new LedgerRecord(1, 0, 2L, null, null, 0, new Sample(SampleValue.of(true)));
    assertThat(records(batch)).containsExactly(record.encode());
  }

  @Test
  void aBatchIsFullAt4096Records() {
    var batch = new RecordBatch();
    for (int i = 0; i < RecordBatch.COUNT_MAX; i++) {
      assertThat(batch.sample(i, 0, 0, 0, 0, 0, 1L)).isTrue();
    }
    assertThat(batch.sample(0, 0, 0, 0, 0, 0, 1L)).isFalse();
    assertThat(batch.count()).isEqualTo(4096);
    batch.clear();
    assertThat(batch.sizeBytes()).isZero();
    assertThat(batch.sample(0, 0, 0, 0, 0, 0, 1L)).isTrue();
  }

  @Test
  void aBatchIsFullAtOneMebibyte() {
    var batch = new RecordBatch();
    byte[] record = sample(0, 0, SampleValue.of("x".repeat(100_000))).encode();
    int count = 0;
    while (batch.addEncoded(0, record, 0, record.length)) {
      count++;
    }
    assertThat(count).isEqualTo(RecordBatch.BYTES_MAX / record.length);
    assertThat(batch.sizeBytes()).isEqualTo(count * record.length);
  }

  @Test
  void sortingPutsEachSourceTogetherAndKeepsItsOrder() {
    var random = new SplittableRandom(Seed.value());
    for (int round = 0; round < 50; round++) {
      var batch = new RecordBatch();
      var records = new ArrayList<LedgerRecord>();
      long[] sources = {0, 3, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL};
      long[] seqs = new long[sources.length];
      for (int i = random.nextInt(200); i > 0; i--) {
        int s = random.nextInt(sources.length);
        LedgerRecord record = sample(seqs[s]++, sources[s], SampleValue.of(i));
        records.add(record);
        assertThat(batch.add(record)).isTrue();
      }
      batch.sortBySource();
      records.sort(
          Comparator.comparingLong(LedgerRecord::source).thenComparingLong(LedgerRecord::seq));
      assertThat(records(batch))
          .as(Seed.describe())
          .containsExactlyElementsOf(records.stream().map(LedgerRecord::encode).toList());
      for (int i = 0; i < records.size(); i++) {
        assertThat(batch.sourceOf(i)).isEqualTo(records.get(i).source());
      }
      batch.sortBySource();
      assertThat(batch.count()).isEqualTo(records.size());
    }
  }

  @Test
  void nothingIsAllocatedPerRecordInSteadyState() {
    var batch = new RecordBatch();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 200; round++) {
      batch.clear();
      long before = Allocation.bytesOfThisThread();
      for (int i = 0; i < 4000; i++) {
        var _ = batch.sample(i, 4000 - i, 7, 1_000, 2_000, 0, i * 0.1);
      }
      batch.sortBySource();
      least = Math.min(least, Allocation.bytesOfThisThread() - before);
    }
    // Less than a byte for each record, whatever the measurement itself costs.
    assertThat(least).isLessThan(4000);
  }

  static List<byte[]> records(RecordBatch batch) {
    var records = new ArrayList<byte[]>();
    for (int i = 0; i < batch.count(); i++) {
      int from = batch.startOf(i);
      byte[] record = ByteString.at(batch.buffer(), from, batch.startOf(i + 1) - from).bytes();
      records.add(RecordGrammar.checked(record));
    }
    return records;
  }

  @Test
  void aCopyHasTheSameRecordsAndNothingInCommon() {
    var records = new RandomRecords(new SplittableRandom(Seed.value()));
    var batch = new RecordBatch();
    var copy = new RecordBatch();
    for (int round = 0; round < 20; round++) {
      batch.clear();
      int count = 20 * (round % 5);
      for (int i = 0; i < count; i++) {
        assertThat(batch.add(records.any())).isTrue();
      }
      if (round % 2 == 0) {
        batch.sortBySource();
      }
      copy.copyFrom(batch);
      byte[] bytes = batch.toByteArray();
      assertThat(copy.count()).isEqualTo(count);
      assertThat(copy.roomBytes()).isGreaterThanOrEqualTo(copy.sizeBytes());
      for (int i = 0; i < count; i++) {
        assertThat(copy.startOf(i + 1)).isEqualTo(batch.startOf(i + 1));
        assertThat(copy.sourceOf(i)).isEqualTo(batch.sourceOf(i));
      }
      batch.clear();
      assertThat(batch.add(records.any())).isTrue();
      assertThat(copy.toByteArray()).as(Seed.describe()).isEqualTo(bytes);
      assertThat(copy.add(records.any())).as("the copy grows on").isTrue();
      copy.sortBySource();
      assertThat(copy.count()).isEqualTo(count + 1);
    }
  }

  @Test
  void aCopyAllocatesNothingOnceItHasGrown() {
    var records = new RandomRecords(new SplittableRandom(1));
    var batch = new RecordBatch();
    for (int i = 0; i < 200; i++) {
      assertThat(batch.add(records.any())).isTrue();
    }
    var copy = new RecordBatch();
    assertThat(Allocation.leastBytesOf(30, () -> copy.copyFrom(batch))).isZero();
    assertThat(copy.count()).isEqualTo(200);
  }
}
