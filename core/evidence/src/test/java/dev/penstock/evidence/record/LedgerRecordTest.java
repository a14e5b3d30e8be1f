package dev.penstock.evidence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.RefusalReason;
import dev.penstock.merkle.Digest;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import dev.penstock.testkit.records.RecordGrammar;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerRecordTest {
  @ParameterizedTest
  @EnumSource
  void recordsOfEachKindSurviveARoundTripAndFitTheGrammar(RecordKind kind) {
    var random = new SplittableRandom(Seed.value());
    var records = new RandomRecords(random);
    for (int i = 0; i < Deep.cases(60, 5_000); i++) {
      LedgerRecord record = records.of(kind);
      byte[] bytes = record.encode();
      assertThat(LedgerRecord.decode(bytes))
          .as(Seed.describe())
          .isEqualTo(new Decoded.Value<>(record));
      assertThat(RecordGrammar.fault(bytes)).as("%s %s", record, Seed.describe()).isEmpty();
    }
  }

  @Test
  void whatTheDecoderTakesTheGrammarAllowsAndTheEncoderWrites() {
    var random = new SplittableRandom(Seed.value());
    var records = new RandomRecords(random);
    int taken = 0;
    for (int i = 0; i < Deep.cases(6_000, 2_000_000); i++) {
      byte[] bytes = records.any().encode();
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        bytes[random.nextInt(Math.min(bytes.length, 64))] = (byte) random.nextInt();
      }
      if (LedgerRecord.decode(bytes) instanceof Decoded.Value<LedgerRecord>(var record)) {
        taken++;
        assertThat(record.encode()).as(Seed.describe()).isEqualTo(bytes);
        // Our reader of grammars needs half a millisecond; a deep run asks it now and then.
        if (!Deep.on() || taken % 16 == 0) {
          assertThat(RecordGrammar.fault(bytes)).as("%s %s", record, Seed.describe()).isEmpty();
        }
      }
    }
    assertThat(taken).isPositive();
  }

  @Test
  void everyPrefixIsRefused() {
    var records = new RandomRecords(new SplittableRandom(Seed.value()));
    for (int i = 0; i < 100; i++) {
      byte[] bytes = records.any().encode();
      for (int length = 0; length < bytes.length; length++) {
        assertThat(LedgerRecord.decode(bytes, 0, length)).isInstanceOf(Decoded.Refused.class);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // [0, 23, 0, null, null, null, 0, null]
    "880017 00f6f6f6 00f6, UNKNOWN_KIND, 2",
    "880000 00f6f6f6 00f6, UNKNOWN_KIND, 2",
    // a sample without a point, an access record with one
    "880001 00f6f6f6 0001, POINT_MISSING, 4",
    "880003 0001f6f6 0080, POINT_NOT_ALLOWED, 4",
    // source 2^32
    "880001 1b0000000100000000 01f6f6 0001, OUT_OF_RANGE, 3",
    // seq 2^63
    "881b8000000000000000 01 00 01 f6f6 0001, OUT_OF_RANGE, 1",
    // an array inside an array
    "880001 0001f6f6 00 81 80, SCALAR_FORM, 9",
    // a map that is no payload
    "880001 0001f6f6 00 a1 00f6, WRONG_COUNT, 8",
    // a sealed configuration record
    "880008 00f6f6f6 00 d0 83 43a10103 a2044101054c000000000000000000000000 40, SEALED_NOT_ALLOWED, 8",
    // an event without a name
    "880002 00f6f6f6 00 84 60 00 f6 a0, WORD_EMPTY, 9",
    // an alarm in state 6
    "880004 00f6f6f6 00 85 6161 06 00 f6 a0, CHOICE_UNKNOWN, 11",
    // a roll-call that ends before it begins
    "880016 00f6f6f6 00 83 05 04 80, RANGE_BACKWARDS, 10",
    // an anchor record without a result
    "880012 00f6f6f6 00 84 6161 00 5820 0000000000000000000000000000000000000000000000000000000000000000 80, LIST_EMPTY, 46",
    // ten seconds is 10, never 0x18 0x0a
    "88180a01 0001f6f6 0001, NOT_SHORTEST, 1",
  })
  void faultsHaveAPlaceAndAReason(String hex, String reason, int offset) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThat(LedgerRecord.decode(bytes)).isInstanceOf(Decoded.Refused.class);
    if (LedgerRecord.decode(bytes) instanceof Decoded.Refused<LedgerRecord>(var refusal)) {
      assertThat(refusal.reason()).isEqualTo(reason(reason));
      assertThat(refusal.offset()).isEqualTo(offset);
    }
  }

  private static RefusalReason reason(String name) {
    for (RecordReason reason : RecordReason.values()) {
      if (reason.name().equals(name)) {
        return reason;
      }
    }
    return CborReason.valueOf(name);
  }

  /** A message kept beside: key 1, the bytes, gives way to 3 and 4, which name them. */
  @Test
  void aStoredPayloadHasOneForm() {
    var digest = Digest.of(new byte[Digest.BYTES]);
    String zeros = "5820" + "00".repeat(32);
    var flagged = new SampleValue.Stored("text/plain", 3, digest, 200_000);
    var plain = new SampleValue.Stored(null, null, digest, 0);
    assertThat(hexOf(flagged))
        .isEqualTo(
            "8800010001f6f600" + "a4006a746578742f706c61696e020303" + zeros + "041a00030d40");
    assertThat(hexOf(plain)).isEqualTo("8800010001f6f600" + "a300f603" + zeros + "0400");
    for (SampleValue value : List.of(flagged, plain)) {
      byte[] bytes = new LedgerRecord(0, 0, 1L, null, null, 0, new Sample(value)).encode();
      assertThat(RecordGrammar.fault(bytes)).isEmpty();
      assertThat(LedgerRecord.decode(bytes))
          .isInstanceOfSatisfying(
              Decoded.Value.class,
              read ->
                  assertThat(((LedgerRecord) read.value()).value()).isEqualTo(new Sample(value)));
    }
    assertThatThrownBy(() -> new Details(Map.of("x", plain))).hasMessageContaining("payload");
  }

  private static String hexOf(SampleValue value) {
    return HexFormat.of()
        .formatHex(new LedgerRecord(0, 0, 1L, null, null, 0, new Sample(value)).encode());
  }

  @ParameterizedTest
  @CsvSource({
    // bytes and a digest
    "a4 00f6 0140 0200 0300, WRONG_COUNT",
    // a digest without a length
    "a2 00f6 03 5820 0000000000000000000000000000000000000000000000000000000000000000, WRONG_COUNT",
    // flags, then nothing that is known
    "a3 00f6 0200 0500, CHOICE_UNKNOWN",
    // a digest of 31 bytes
    "a3 00f6 03 581f 00000000000000000000000000000000000000000000000000000000000000 0400, WRONG_LENGTH",
  })
  void aStoredPayloadThatIsNoneIsRefused(String hex, String reason) {
    byte[] bytes = HexFormat.of().parseHex(("8800010001f6f600" + hex).replace(" ", ""));
    assertThat(RecordGrammar.fault(bytes)).isNotEmpty();
    assertThat(LedgerRecord.decode(bytes))
        .isInstanceOfSatisfying(
            Decoded.Refused.class,
            refused -> assertThat(refused.refusal().reason()).isEqualTo(reason(reason)));
  }

  @Test
  void valuesOfOurOwnAreHeldToTheirRanges() {
    var sample = new Sample(SampleValue.of(1));
    assertThatThrownBy(() -> new LedgerRecord(-1, 0, 0L, null, null, 0, sample))
        .hasMessageContaining("seq is -1");
    assertThatThrownBy(() -> new LedgerRecord(0, 1L << 32, 0L, null, null, 0, sample))
        .hasMessageContaining("source");
    assertThatThrownBy(() -> new LedgerRecord(0, 0, null, null, null, 0, sample))
        .hasMessageContaining("must name a point");
    assertThatThrownBy(() -> new Event("", 0, null, Details.NONE))
        .hasMessageContaining("code has 0 bytes");
    assertThatThrownBy(() -> new Event("a", 1001, null, Details.NONE))
        .hasMessageContaining("0..1000");
    assertThatThrownBy(
            () -> new Sealed(RecordKind.GAP, ByteString.EMPTY, ByteString.EMPTY, ByteString.EMPTY))
        .hasMessageContaining("cannot be sealed");
    assertThatThrownBy(() -> new Details(Map.of("", SampleValue.of(1))))
        .hasMessageContaining("detail name");
  }

  @Test
  void aRecordOverTheLimitIsRefusedOnBothSides() {
    var long64 = new Sample(SampleValue.of("x".repeat(LedgerRecord.BYTES_MAX)));
    var record = new LedgerRecord(0, 0, 0L, null, null, 0, long64);
    assertThatThrownBy(record::encode).hasMessageContaining("at most 131072");
    assertThat(LedgerRecord.decode(new byte[LedgerRecord.BYTES_MAX + 1]))
        .isEqualTo(
            new Decoded.Refused<>(new dev.penstock.cbor.Refusal(0, CborReason.INPUT_TOO_LONG)));
  }

  @Test
  void theClassFollowsFromTheKind() {
    assertThat(RecordKind.SAMPLE.recordClass()).isEqualTo(RecordClass.PLANT);
    assertThat(RecordKind.EVENT.recordClass()).isEqualTo(RecordClass.PLANT);
    assertThat(RecordKind.ACCESS.recordClass()).isEqualTo(RecordClass.ACCESS);
    for (RecordKind kind : RecordKind.values()) {
      if (kind.code() > 3) {
        assertThat(kind.recordClass()).isEqualTo(RecordClass.CONTROL);
      }
    }
  }
}
