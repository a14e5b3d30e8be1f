package dev.penstock.flow.numbering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.intake.PointNames;
import dev.penstock.flow.intake.Samples;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.shred.ValueSealing;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Samples become the records that the format asks for, without an object for each. */
final class SampledFilingTest {
  private static final int BAD = 0x8031_0000;
  private static final List<Scalar> ALL =
      List.of(
          new Scalar.Real(1.5),
          new Scalar.Real(Double.NaN),
          new Scalar.Real(0.1),
          new Scalar.Whole(-7),
          new Scalar.Whole(Long.MAX_VALUE),
          new Scalar.Bool(true),
          new Scalar.None(),
          new Scalar.Large(-1),
          new Scalar.Text("état"),
          new Scalar.Bytes(ByteString.of(new byte[] {1, 2})),
          new Scalar.Decimal(-2, 1234));

  private final Numbering numbering = new Numbering();
  private final PointNames names = new PointNames("plc", "pump", List.of("a", "b", "c"));

  private Filing filing() {
    return new Filing(numbering, listener -> new Naming("line1", listener));
  }

  private static Samples all(PointNames names) {
    var builder = new Samples.Builder(names);
    for (int i = 0; i < ALL.size(); i++) {
      long sourceTime = i % 2 == 0 ? Samples.NO_TIME : 1_000 + i;
      assertThat(builder.add(i % 3, ALL.get(i), i == 4 ? BAD : 0, sourceTime, 2_000 + i)).isTrue();
    }
    return builder.take();
  }

  private static List<LedgerRecord> records(FrameBatch batch) {
    List<LedgerRecord> all = new ArrayList<>();
    for (int i = 0; i < batch.records(); i++) {
      int at = batch.startOf(i);
      int length = batch.startOf(i + 1) - at;
      if (LedgerRecord.decode(batch.buffer(), at, length)
          instanceof Decoded.Value<LedgerRecord>(var record)) {
        all.add(record);
      }
    }
    assertThat(all).hasSize(batch.records());
    return all;
  }

  private static List<LedgerRecord> laidOut(Filing filing) {
    var batch = new FrameBatch();
    filing.layOut(batch);
    assertThat(batch.isWhole()).isTrue();
    return records(batch);
  }

  @Test
  void everyScalarIsTheRecordThatItsFormatSays() {
    Filing filing = filing();
    Samples samples = all(names);
    assertThat(filing.sampled(samples, 0, samples.count())).isEqualTo(1);
    var batch = new FrameBatch();
    filing.layOut(batch);

    // Source and three points are announced before the first sample.
    assertThat(batch.frames()).isEqualTo(2);
    assertThat(batch.recordClass(0)).isEqualTo(RecordClass.CONTROL);
    assertThat(batch.recordClass(1)).isEqualTo(RecordClass.PLANT);
    assertThat(batch.firstSeq(1)).isEqualTo(4);
    assertThat(filing.count()).isEqualTo(4 + ALL.size());
    List<LedgerRecord> records = records(batch);
    assertThat(records.subList(0, 4)).allMatch(one -> one.value() instanceof DictionaryEntry);
    for (int i = 0; i < ALL.size(); i++) {
      LedgerRecord record = records.get(4 + i);
      assertThat(record)
          .isEqualTo(
              new LedgerRecord(
                  4 + i,
                  1,
                  (long) (i % 3),
                  i % 2 == 0 ? null : (Long) (1_000L + i),
                  2_000L + i,
                  i == 4 ? Integer.toUnsignedLong(BAD) : 0,
                  new Sample(new SampleValue.One(ALL.get(i)))));
      byte[] stored = new byte[batch.startOf(5 + i) - batch.startOf(4 + i)];
      System.arraycopy(batch.buffer(), batch.startOf(4 + i), stored, 0, stored.length);
      assertThat(stored).isEqualTo(record.encode());
    }
  }

  @Test
  void namesAreLookedUpOncePerTableAndAnnouncedOnce() {
    Samples samples = all(names);
    long _ = filing().sampled(samples, 0, samples.count());
    assertThat(numbering.tableCount()).isEqualTo(1);

    Filing second = filing();
    long _ = second.sampled(samples, 2, 5);
    assertThat(laidOut(second)).hasSize(3).allMatch(one -> one.value() instanceof Sample);
    assertThat(numbering.tableCount()).isEqualTo(1);

    // Another table of the same names has the same numbers.
    Samples same = all(new PointNames("plc", "pump", List.of("a", "b", "c")));
    Filing third = filing();
    assertThat(third.sampled(same, 0, 1)).isEqualTo(1);
    assertThat(laidOut(third)).hasSize(1).first().matches(one -> one.point() == 0);
    assertThat(numbering.tableCount()).isEqualTo(2);
  }

  @Test
  void whatWasUndoneIsAnnouncedAgain() {
    Samples samples = all(names);
    Filing first = filing();
    long _ = first.sampled(samples, 0, 3);
    List<LedgerRecord> before = laidOut(first);
    first.undo();
    assertThat(numbering.tableCount()).isZero();

    Filing other = filing();
    assertThat(other.source("valve", Naming.UNKNOWN, Instant.EPOCH)).isEqualTo(1);
    Filing again = filing();
    assertThat(again.sampled(samples, 0, 3)).isEqualTo(2);
    assertThat(laidOut(again)).hasSize(before.size()).allMatch(one -> one.source() == 2);
  }

  @Test
  void numbersThatAreOlderThanTheDraftOutliveItsEnd() {
    Samples samples = all(names);
    long _ = filing().sampled(samples, 0, samples.count());
    Filing refused = filing();
    long _ = refused.sampled(samples, 0, 3);
    refused.undo();
    assertThat(numbering.tableCount()).isEqualTo(1);
    Filing again = filing();
    long _ = again.sampled(samples, 0, 3);
    assertThat(laidOut(again)).extracting(LedgerRecord::seq).containsExactly(15L, 16L, 17L);
  }

  @Test
  void aRecordBetweenTwoRunsKeepsItsPlace() {
    Samples samples = all(names);
    Filing filing = filing();
    long source = filing.sampled(samples, 0, 3);
    filing.named(source, 9, "late", Instant.EPOCH);
    long _ = filing.sampled(samples, 3, 5);
    List<LedgerRecord> records = laidOut(filing);
    assertThat(records).extracting(LedgerRecord::seq).isSorted().doesNotHaveDuplicates();
    assertThat(records.get(records.size() - 3).value()).isInstanceOf(DictionaryEntry.class);
  }

  @Test
  void whatIsToBeSealedIsSealedOneByOne() throws IOException {
    Samples samples = all(names);
    Filing filing = filing();
    long _ = filing.sampledToSeal(samples, 0, samples.count());
    filing.seal(
        new ValueSealing() {
          @Override
          public boolean isOn() {
            return true;
          }

          @Override
          public boolean covers(String source) {
            return true;
          }

          @Override
          public LedgerRecord seal(LedgerRecord clear) {
            return clear.with(new Sample(SampleValue.of("sealed")));
          }
        });
    assertThat(laidOut(filing).subList(4, 4 + ALL.size()))
        .allMatch(one -> one.value().equals(new Sample(SampleValue.of("sealed"))));
  }

  @Test
  void manyLargeTextsGoInSeveralPartsOfOneFrame() {
    var builder = new Samples.Builder(names);
    String text = "x".repeat(40_000);
    int count = 0;
    while (builder.add(0, new Scalar.Text(text), 0, Samples.NO_TIME, count)) {
      count++;
    }
    Samples samples = builder.take();
    Filing filing = filing();
    for (int i = 0; i < 40; i++) {
      long _ = filing.sampled(samples, 0, samples.count());
    }
    assertThat(laidOut(filing)).hasSize(2 + 40 * count);
  }
}
