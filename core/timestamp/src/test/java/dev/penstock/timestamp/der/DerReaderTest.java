package dev.penstock.timestamp.der;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.Refusal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerReaderTest {
  private static DerReader reader(String hex) {
    return DerReader.of(HexFormat.of().parseHex(hex), 1000);
  }

  private static Refusal refusal(DerReader in) {
    return ((Decoded.Refused<String>) in.end(() -> "read")).refusal();
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0, TRUNCATED",
    "30, 0, TRUNCATED",
    "3003, 1, LENGTH_BEYOND_PARENT",
    "3003020100ff, 5, TRAILING_BYTES",
    "3080020100 0000, 1, INDEFINITE_LENGTH",
    "308103020100, 1, LENGTH_NOT_SHORTEST",
    "30820003020100, 1, LENGTH_NOT_SHORTEST",
    "3085000000000100, 1, LENGTH_BEYOND_PARENT",
    "3084ffffffff, 1, LENGTH_BEYOND_PARENT",
    "3084, 1, TRUNCATED",
    "3f0100, 0, HIGH_TAG",
    "1000, 0, UNKNOWN_TAG",
    "0000, 0, UNKNOWN_TAG",
    "2400, 0, UNKNOWN_TAG",
    "30040204ffff, 3, LENGTH_BEYOND_PARENT",
    "010101, 0, BAD_BOOLEAN",
    "0100, 0, BAD_BOOLEAN",
    "0200, 0, INTEGER_NOT_SHORTEST",
    "02020001, 0, INTEGER_NOT_SHORTEST",
    "0202ff80, 0, INTEGER_NOT_SHORTEST",
    "0300, 0, BAD_BIT_STRING",
    "030108, 0, BAD_BIT_STRING",
    "030101, 0, BAD_BIT_STRING",
    "03020101, 0, BAD_BIT_STRING",
    "050100, 0, BAD_NULL",
    "0600, 0, BAD_OID",
    "060180, 0, BAD_OID",
    "06028001, 0, BAD_OID",
    "170b32363031303130303030, 1, LENGTH_BEYOND_PARENT",
    "170d3236303133323030303030305a, 0, BAD_TIME",
    "170d3236303232393030303030305a, 0, BAD_TIME",
    "180f32303236303130313030303030302b, 0, BAD_TIME",
    "181132303236303130313030303030302e305a, 0, BAD_TIME"
  })
  void eachOtherSpellingIsRefusedWithItsPlace(String hex, int at, DerReason reason) {
    DerReader in = reader(hex.replace(" ", ""));
    assertThat(in.hasNext()).isFalse();
    assertThat(refusal(in)).isEqualTo(new Refusal(at, reason));
  }

  @Test
  void numbersTimesAndIdentifiersAreRead() {
    DerReader good =
        reader(
            "304a"
                + "020100"
                + "020180"
                + "02020080"
                + "0202ff7f"
                + "06062a864886f70d"
                + "06028107"
                + "0603883803"
                + "170d3439303232383233353935395a"
                + "181332303234303232393132303030302e3132355a"
                + "0101ff"
                + "03020560");
    DerReader all = good.enter(Tag.SEQUENCE);
    assertThat(all.number(10)).isZero();
    assertThat(all.integer(1)).isEqualTo(BigInteger.valueOf(-128));
    assertThat(all.integer(2)).isEqualTo(BigInteger.valueOf(128));
    assertThat(all.integer(2)).isEqualTo(BigInteger.valueOf(-129));
    assertThat(List.of(all.oid(), all.oid(), all.oid()))
        .containsExactly("1.2.840.113549", "2.55", "2.1000.3");
    assertThat(all.time()).isEqualTo(Instant.parse("2049-02-28T23:59:59Z"));
    assertThat(all.time()).isEqualTo(Instant.parse("2024-02-29T12:00:00.125Z"));
    assertThat(all.bool()).isTrue();
    assertThat(all.namedBits(Tag.BIT_STRING)).isEqualTo(0b110);
    all.done();
    assertThat(good.end(() -> "read")).isEqualTo(new Decoded.Value<>("read"));
  }

  @Test
  void theFirstFaultStandsAndAllElseIsNeutral() {
    DerReader in = reader("3006020105020106");
    DerReader all = in.enter(Tag.SEQUENCE);
    assertThat(all.number(5)).isEqualTo(5);
    assertThat(all.number(5)).isZero();
    assertThat(all.integer(9)).isZero();
    assertThat(all.oid()).isEmpty();
    assertThat(all.bool()).isFalse();
    assertThat(all.octets(9)).isEmpty();
    assertThat(all.enter(Tag.SET).hasNext()).isFalse();
    assertThat(all.element().size()).isZero();
    assertThat(all.namedBits(Tag.BIT_STRING)).isZero();
    assertThat(all.bytesOfBits()).isEmpty();
    assertThat(all.time()).isEqualTo(Instant.EPOCH);
    assertThat(in.peek()).isEqualTo(Tag.NONE);
    assertThat(refusal(in)).isEqualTo(new Refusal(5, DerReason.OUT_OF_RANGE));
  }

  @Test
  void whatIsNotReadIsNotTaken() {
    DerReader in = reader("3006020105020106");
    DerReader all = in.enter(Tag.SEQUENCE);
    assertThat(all.number(5)).isEqualTo(5);
    all.done();
    assertThat(refusal(in)).isEqualTo(new Refusal(5, DerReason.UNREAD_ELEMENTS));
    assertThat(refusal(reader("020105"))).isEqualTo(new Refusal(0, DerReason.UNREAD_ELEMENTS));
    assertThat(refusal(DerReader.of(new byte[1001], 1000)).reason())
        .isEqualTo(DerReason.INPUT_TOO_LONG);
  }

  @Test
  void setsMayBeAskedToBeSorted() {
    DerReader sorted = reader("3106020105020106").enter(Tag.SET);
    sorted.mustBeSorted();
    assertThat(sorted.isRefused()).isFalse();
    DerReader other = reader("3106020106020105").enter(Tag.SET);
    other.mustBeSorted();
    assertThat(refusal(other)).isEqualTo(new Refusal(5, DerReason.SET_ORDER));
  }

  @Test
  void nestingHasAnEnd() {
    byte[] deep = {Tag.NULL, 0};
    for (int i = 1; i < DerCheck.DEPTH_MAX; i++) {
      deep = DerWriter.sequence(List.of(deep));
    }
    assertThat(DerReader.of(deep, 1000).hasNext()).isTrue();
    deep = DerWriter.sequence(List.of(deep));
    assertThat(refusal(DerReader.of(deep, 1000)).reason()).isEqualTo(DerReason.TOO_DEEP);
  }

  @Test
  void lengthsOfEveryFormComeBack() {
    for (int length : new int[] {0, 1, 127, 128, 255, 256, 65_535, 65_536, 70_000}) {
      byte[] der = DerWriter.octets(new byte[length]);
      DerReader in = DerReader.of(der, 1 << 20);
      assertThat(in.octets(length)).hasSize(length);
      assertThat(in.end(() -> 1)).isEqualTo(new Decoded.Value<>(1));
    }
  }
}
