package dev.penstock.flow.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.intake.IntakeFinding.Kind;
import dev.penstock.testkit.records.RecordGrammar;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeardTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.000000123Z");
  private static final Payload PAYLOAD =
      new Payload(
          "application/json",
          ByteString.of("secret".getBytes(StandardCharsets.UTF_8)),
          Payload.DUPLICATE);

  @Test
  void inACollectingPointTheValueCarriesTheTopic() {
    var heard = new Heard("north", "north", "~other", "a/b", null, NOW, PAYLOAD, 1);
    assertThat(heard.value())
        .isInstanceOfSatisfying(
            SampleValue.Many.class,
            many ->
                assertThat(many.values().toString())
                    .contains("a/b")
                    .contains("application/json")
                    .contains("Whole[value=2]"));
    var record = new LedgerRecord(0, 1, 1L, null, 1L, 0, new Sample(heard.value()));
    assertThat(RecordGrammar.fault(record.encode())).isEmpty();
  }

  @Test
  void elseTheValueIsThePayload() {
    assertThat(new Heard("north", "p1", "flow", null, null, NOW, PAYLOAD, 1).value())
        .isEqualTo(PAYLOAD);
  }

  @Test
  void contentIsNotShown() {
    var heard = new Heard("north", "p1", "flow", null, null, NOW, PAYLOAD, 1);
    assertThat(heard.toString()).isEqualTo("north p1/flow 6 bytes");
  }

  @Test
  void aNameThatNoRecordCanHoldIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Heard("north", "", "flow", null, null, NOW, PAYLOAD, 1))
        .withMessage("source is \"\", must have 1..255 bytes of UTF-8");
  }

  @Test
  void aFindingBecomesARecord() {
    var finding =
        new IntakeFinding(
            Kind.PAYLOAD_TOO_LARGE, "north", "a/b", NOW, NOW, 1, 7, null, "x".repeat(2_000));
    var made = finding.asRecord();
    assertThat(made.code()).isEqualTo("PAYLOAD_TOO_LARGE");
    assertThat(made.since()).isEqualTo(1_767_225_600_000_000_123L);
    assertThat(made.text()).hasSize(1_000);
    var record = new LedgerRecord(0, 0, null, null, 1L, 0, made);
    assertThat(LedgerRecord.decode(RecordGrammar.checked(record.encode())).toString())
        .contains("a/b");
  }
}
