package dev.penstock.flow.numbering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.Boot;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.shred.ValueSealing;
import dev.penstock.testkit.records.RecordGrammar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FilingTest {
  private static final Instant NOW = Instant.parse("2026-03-03T10:00:05.000000007Z");

  private final Numbering numbering = new Numbering();

  private static Heard heard(String source, String point, String text) {
    return new Heard(
        "broker1",
        source,
        point,
        null,
        null,
        NOW,
        new Payload(null, ByteString.of(text.getBytes(StandardCharsets.UTF_8)), null),
        1);
  }

  private Filing filing() {
    return new Filing(numbering, listener -> new Naming("line1", listener));
  }

  /** Class, source and seqs of each frame. */
  private static List<String> frames(FrameBatch batch) {
    List<String> lines = new ArrayList<>();
    for (int frame = 0; frame < batch.frames(); frame++) {
      lines.add(
          batch.recordClass(frame)
              + " "
              + batch.source(frame)
              + " #"
              + batch.firstSeq(frame)
              + " +"
              + (batch.firstRecord(frame + 1) - batch.firstRecord(frame)));
    }
    return lines;
  }

  /** Seals by leaving nothing of the value; fails so often first. */
  private static ValueSealing sealing(int failures) {
    var left = new AtomicInteger(failures);
    return new ValueSealing() {
      @Override
      public boolean isOn() {
        return true;
      }

      @Override
      public boolean covers(String source) {
        return true;
      }

      @Override
      public LedgerRecord seal(LedgerRecord clear) throws IOException {
        if (left.getAndDecrement() > 0) {
          throw new IOException("the vault is full");
        }
        return clear.with(new Sample(SampleValue.of("sealed")));
      }
    };
  }

  @Test
  void whatIsToBeSealedIsNeverLaidOutInClear() throws IOException {
    Filing filing = filing();
    long _ = filing.heardToSeal(heard("badge", "p", "secret"));
    long _ = filing.heard(heard("badge", "p", "shown"));
    assertThatThrownBy(() -> filing.layOut(new FrameBatch())).hasMessageContaining("1 values");
    assertThatThrownBy(() -> filing.seal(sealing(1))).hasMessageContaining("full");
    assertThatThrownBy(() -> filing.layOut(new FrameBatch())).hasMessageContaining("1 values");

    filing.seal(sealing(0));

    List<SampleValue> values = new ArrayList<>();
    filing.each(record -> {
      if (record.value() instanceof Sample(var value)) {
        values.add(value);
      }
    });
    assertThat(values.getFirst()).isEqualTo(SampleValue.of("sealed"));
    assertThat(values.getLast()).isInstanceOf(Payload.class);
    var batch = new FrameBatch();
    filing.layOut(batch);
    assertThat(frames(batch)).hasSize(2);
  }

  @Test
  void recordsOfASourceStandTogetherWhateverTheOrderInWhichTheyCame() {
    Filing filing = filing();
    long _ = filing.heard(heard("a", "p", "1"));
    long _ = filing.heard(heard("b", "p", "1"));
    long _ = filing.heard(heard("a", "p", "2"));
    long _ = filing.heard(heard("b", "p", "2"));
    long _ = filing.heard(heard("a", "q", "3"));
    filing.own(new Boot(1, "penstock", Boot.Before.CRASH, null, Details.NONE), NOW);
    var batch = new FrameBatch();
    filing.layOut(batch);
    assertThat(frames(batch))
        .containsExactly(
            "CONTROL 0 #0 +1",
            "CONTROL 1 #0 +2",
            "PLANT 1 #2 +2",
            "CONTROL 1 #4 +1",
            "PLANT 1 #5 +1",
            "CONTROL 2 #0 +2",
            "PLANT 2 #2 +2");
    assertThat(filing.count()).isEqualTo(11).isEqualTo(batch.records());
  }

  @Test
  void everyRecordDecodesAndSaysWhereItStands() {
    Filing filing = filing();
    long _ = filing.heard(heard("a", "p", "1"));
    long _ = filing.heard(heard("a", "p", "2"));
    var batch = new FrameBatch();
    filing.layOut(batch);
    for (int frame = 0; frame < batch.frames(); frame++) {
      long seq = batch.firstSeq(frame);
      for (int i = batch.firstRecord(frame); i < batch.firstRecord(frame + 1); i++) {
        byte[] bytes = Arrays.copyOfRange(batch.buffer(), batch.startOf(i), batch.startOf(i + 1));
        LedgerRecord record = ((Decoded.Value<LedgerRecord>) LedgerRecord.decode(bytes)).value();
        assertThat(RecordGrammar.fault(bytes)).isEmpty();
        assertThat(record.seq()).isEqualTo(seq++);
        assertThat(record.source()).isEqualTo(batch.source(frame));
        assertThat(record.kind().recordClass()).isEqualTo(batch.recordClass(frame));
        assertThat(record.receivedTime()).isEqualTo(1_772_532_005_000_000_007L);
      }
    }
    assertThat(batch.recordClass(batch.frames() - 1)).isEqualTo(RecordClass.PLANT);
  }

  @Test
  void whatWasUndoneLeavesNoHoleInTheSeqs() {
    Filing refused = filing();
    long _ = refused.heard(heard("a", "p", "1"));
    refused.undo();
    Filing taken = filing();
    long _ = taken.heard(heard("a", "p", "1"));
    var batch = new FrameBatch();
    taken.layOut(batch);
    assertThat(frames(batch)).containsExactly("CONTROL 1 #0 +2", "PLANT 1 #2 +1");
  }

  private static Heard heardBy(String listener, String source) {
    return new Heard(
        listener, source, "p", null, null, NOW, new Payload(null, ByteString.EMPTY, null), 1);
  }

  private static List<String> names(Filing filing) {
    List<String> names = new ArrayList<>();
    filing.each(record -> {
      if (record.value() instanceof DictionaryEntry entry && entry.protocol() != null) {
        names.add(record.source() + " " + entry.name() + " " + entry.protocol());
      }
    });
    return names;
  }

  /** What is said of the loss on one way is never said of records that came another. */
  @Test
  void aNameBelongsToTheWayThatBroughtItFirst() {
    Filing first = filing();
    long tls = first.heard(heardBy("tls", "plc1"));
    long udp = first.heard(heardBy("udp", "plc1"));
    assertThat(names(first)).containsExactly("1 plc1 tls", "2 ~udp/plc1 udp");
    Filing second = filing();
    assertThat(second.heard(heardBy("udp", "plc1"))).isEqualTo(udp);
    assertThat(second.heard(heardBy("tls", "plc1"))).isEqualTo(tls);
    assertThat(names(second)).isEmpty();
  }

  @Test
  void aNameThatIsTooLongToBeSetApartIsSetApartByItsDigest() {
    String name = "n".repeat(252);
    Filing filing = filing();
    long _ = filing.heard(heardBy("tls", name));
    long _ = filing.heard(heardBy("udp", name));
    assertThat(names(filing).getLast()).matches("2 ~udp/[0-9a-f]{64} udp");
  }

  @Test
  void aFindingStandsUnderTheSourceWhoseMessagesItIsAbout() {
    var finding =
        new IntakeFinding(IntakeFinding.Kind.REFUSED, "udp", null, NOW, NOW, 3, 30, null, "full");
    Filing filing = filing();
    filing.found(finding);
    filing.found(finding.under("plc1"));
    List<Long> sources = new ArrayList<>();
    filing.each(record -> {
      if (record.value() instanceof FindingMade) {
        sources.add(record.source());
      }
    });
    assertThat(sources).containsExactly(Numbering.SELF, 1L);
    assertThat(names(filing)).containsExactly("1 plc1 udp");
  }
}
