package dev.penstock.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CborWriterTest {
  private static String hex(Consumer<CborWriter> items) {
    var writer = new CborWriter(0);
    items.accept(writer);
    return HexFormat.of().formatHex(writer.toByteArray());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "23, 17",
    "24, 1818",
    "255, 18ff",
    "256, 190100",
    "65535, 19ffff",
    "65536, 1a00010000",
    "4294967295, 1affffffff",
    "4294967296, 1b0000000100000000",
    "9223372036854775807, 1b7fffffffffffffff",
    "-1, 20",
    "-24, 37",
    "-25, 3818",
    "-256, 38ff",
    "-257, 390100",
    "-65536, 39ffff",
    "-65537, 3a00010000",
    "-4294967296, 3affffffff",
    "-4294967297, 3b0000000100000000",
    "-9223372036854775808, 3b7fffffffffffffff",
  })
  void integersTakeTheirShortestForm(long value, String expected) {
    assertThat(hex(w -> w.integer(value))).isEqualTo(expected);
  }

  @Test
  void integersOfSixtyFourBitsWithoutSignReachTheEndsOfTheRange() {
    assertThat(hex(w -> w.unsigned64(-1))).isEqualTo("1bffffffffffffffff");
    assertThat(hex(w -> w.negative64(-1))).isEqualTo("3bffffffffffffffff");
    assertThat(hex(w -> w.unsigned64(5))).isEqualTo("05");
  }

  @ParameterizedTest
  @CsvSource({
    "0.0, f90000",
    "-0.0, f98000",
    "1.5, f93e00",
    "65504.0, f97bff",
    "65505.0, fa477fe100",
    "5.960464477539063e-8, f90001",
    "2.9802322387695312e-8, fa33000000",
    "100000.0, fa47c35000",
    "3.4028234663852886e38, fa7f7fffff",
    "1.401298464324817e-45, fa00000001",
    "1.1, fb3ff199999999999a",
    "4.9e-324, fb0000000000000001",
    "Infinity, f97c00",
    "-Infinity, f9fc00",
    "NaN, f97e00",
  })
  void floatsTakeTheShortestFormThatKeepsTheirValue(double value, String expected) {
    assertThat(hex(w -> w.float64(value))).isEqualTo(expected);
  }

  @Test
  void everyNotANumberBecomesTheCanonicalOne() {
    double withPayload = Double.longBitsToDouble(0x7ff0_0000_0000_0001L);
    double negative = Double.longBitsToDouble(0xfff8_0000_0000_0000L);
    assertThat(hex(w -> w.float64(withPayload))).isEqualTo("f97e00");
    assertThat(hex(w -> w.float64(negative))).isEqualTo("f97e00");
  }

  @Test
  void containersCloseThemselvesAfterTheirLastItem() {
    String nested =
        hex(w -> {
          w.array(3);
          w.map(2);
          w.unsigned(1);
          w.array(0);
          w.text("a");
          w.map(0);
          w.tag(18);
          w.bytes(new byte[] {1, 2});
          w.nullValue();
          w.bool(true);
        });
    // The array ends with the null; the true after it is a second item of a sequence.
    assertThat(nested).isEqualTo("83" + "a2" + "0180" + "6161a0" + "d2420102" + "f6" + "f5");
  }

  @Test
  void textOfEveryWidthIsWrittenAsUtf8() {
    assertThat(hex(w -> w.text("aü水𐅑"))).isEqualTo("6a61c3bce6b0b4f0908591");
  }

  @Test
  void halfASurrogatePairThrows() {
    assertThatThrownBy(() -> hex(w -> w.text("a\ud800")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("char 1");
    assertThatThrownBy(() -> hex(w -> w.text("\udc00a")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> hex(w -> w.text("\ud800\ud800")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void textThatIsNotUtf8Throws() {
    byte[] good = {'x', (byte) 0xc3, (byte) 0xbc};
    assertThat(hex(w -> w.text(good, 1, 2))).isEqualTo("62c3bc");
    assertThatThrownBy(() -> hex(w -> w.text(good, 0, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("byte 1");
  }

  @Test
  void mapKeysOutOfOrderThrow() {
    assertThatThrownBy(() ->
            hex(w -> {
              w.map(2);
              w.integer(-1);
              w.nullValue();
              w.unsigned(10);
            }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("order");
  }

  @Test
  void aMapKeyThatStandsTwiceThrows() {
    assertThatThrownBy(() ->
            hex(w -> {
              w.map(2);
              w.text("k");
              w.nullValue();
              w.text("k");
            }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void keysAreOrderedByTheirEncodedBytesAndNotByTheirValues() {
    // RFC 8949 §4.2.1: 10, 100, -1, "z", "aa", [100], [-1], false.
    String map =
        hex(w -> {
          w.map(8);
          w.integer(10);
          w.nullValue();
          w.integer(100);
          w.nullValue();
          w.integer(-1);
          w.nullValue();
          w.text("z");
          w.nullValue();
          w.text("aa");
          w.nullValue();
          w.array(1);
          w.integer(100);
          w.nullValue();
          w.array(1);
          w.integer(-1);
          w.nullValue();
          w.bool(false);
          w.nullValue();
        });
    assertThat(map).isEqualTo("a80af61864f620f6617af6626161f6811864f68120f6f4f6");
  }

  @Test
  void seventeenLevelsThrow() {
    assertThatThrownBy(() ->
            hex(w -> {
              for (int i = 0; i < CborLimits.DEPTH_MAX + 1; i++) {
                w.array(1);
              }
            }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("deeper");
  }

  @Test
  void anUnfinishedContainerCannotBeTaken() {
    var writer = new CborWriter(8);
    writer.array(2);
    writer.unsigned(1);
    assertThat(writer.isComplete()).isFalse();
    assertThatThrownBy(writer::toByteArray).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> writer.copyTo(new byte[8], 0))
        .isInstanceOf(IllegalStateException.class);
    writer.unsigned(2);
    assertThat(writer.isComplete()).isTrue();
    assertThat(writer.toByteArray()).containsExactly(0x82, 1, 2);
  }

  @Test
  void aBignumMustBeOneThatNoIntegerCanHold() {
    assertThat(
            hex(w -> {
              w.tag(2);
              w.bytes(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0});
            }))
        .isEqualTo("c249010000000000000000");
    assertThatThrownBy(() ->
            hex(w -> {
              w.tag(3);
              w.bytes(new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
            }))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() ->
            hex(w -> {
              w.tag(2);
              w.bytes(9, (into, at) -> {});
            }))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() ->
            hex(w -> {
              w.tag(2);
              w.float64(1);
            }))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() ->
            hex(w -> {
              w.tag(2);
              w.bool(true);
            }))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() ->
            hex(w -> {
              w.tag(2);
              w.text("123456789");
            }))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() ->
            hex(w -> {
              w.tag(2);
              w.encoded(new byte[] {0x41, 1}, 0, 2);
            }))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void contentPutInPlaceShowsNothingOfAnEarlierUse() {
    var writer = new CborWriter(16);
    writer.bytes(new byte[] {9, 9, 9, 9});
    writer.reset();
    writer.bytes(4, (into, at) -> into[at] = 1);
    assertThat(writer.toByteArray()).containsExactly(0x44, 1, 0, 0, 0);
  }

  @Test
  void anEncodedItemIsTakenOnlyWhenItIsOneStrictItem() {
    byte[] item = HexFormat.of().parseHex("00a10102ff");
    assertThat(
            hex(w -> {
              w.array(1);
              w.encoded(item, 1, 3);
            }))
        .isEqualTo("81a10102");
    assertThatThrownBy(() -> hex(w -> w.encoded(item, 1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("LENGTH_BEYOND_INPUT");
    assertThatThrownBy(() -> hex(w -> w.encoded(item, 0, 2)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> hex(w -> w.encoded(item, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEncodedItemCountsTowardsTheDepth() {
    byte[] item = HexFormat.of().parseHex("8100");
    assertThatThrownBy(() ->
            hex(w -> {
              for (int i = 0; i < CborLimits.DEPTH_MAX; i++) {
                w.array(1);
              }
              w.encoded(item, 0, 2);
            }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TOO_DEEP");
  }

  @Test
  void aLentBufferIsFilledToItsLastByteAndNotBeyond() {
    byte[] lent = new byte[8];
    var writer = new CborWriter(0);
    writer.resetInto(lent, 2, 7);
    writer.unsigned(24);
    writer.float64(1.5);
    assertThat(lent).containsExactly(0, 0, 0x18, 0x18, 0xf9, 0x3e, 0, 0);
    assertThat(writer.sizeBytes()).isEqualTo(5);
    assertThat(writer.startAt()).isEqualTo(2);
    assertThat(writer.buffer()).isSameAs(lent);
    assertThatThrownBy(() -> writer.unsigned(1)).isInstanceOf(IllegalStateException.class);
    assertThat(lent[7]).isZero();
    writer.reset();
    writer.text("back in its own");
    assertThat(writer.toByteArray()).hasSize(16);
  }

  @Test
  void misuseThrows() {
    var writer = new CborWriter(0);
    assertThatThrownBy(() -> writer.unsigned(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.array(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.map(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.map(Integer.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> writer.bytes(-1, (into, at) -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
