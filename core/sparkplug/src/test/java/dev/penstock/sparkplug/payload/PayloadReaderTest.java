package dev.penstock.sparkplug.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PayloadReaderTest {
  private static PayloadReading read(String hex) {
    return PayloadReader.read(HexFormat.of().parseHex(hex.replace(" ", "")), PayloadLimits.COMMAND);
  }

  private static Payload decoded(String hex) {
    PayloadReading reading = read(hex);
    assertThat(reading).isInstanceOf(PayloadReading.Decoded.class);
    return ((PayloadReading.Decoded) reading).payload();
  }

  private static PayloadReading.Malformed malformed(String hex) {
    PayloadReading reading = read(hex);
    assertThat(reading).isInstanceOf(PayloadReading.Malformed.class);
    return (PayloadReading.Malformed) reading;
  }

  /** Written by hand from the wire format: what a host sends to be given births again. */
  @Test
  void aRebirthRequestInItsBytesIsWhatItIs() {
    String bytes =
        "08 eaf2f5a8a02b" // 1486144502122
            + "12 1a" // one metric of 26 bytes
            + "0a 14 4e6f646520436f6e74726f6c2f52656269727468" // its name
            + "20 0b" // a Boolean
            + "70 01"; // true
    Payload payload =
        Payload.at(
            1_486_144_502_122L,
            List.of(
                new Metric(
                    "Node Control/Rebirth",
                    null,
                    null,
                    DataType.BOOLEAN.code(),
                    Metric.Marks.NONE,
                    null,
                    PropertySet.EMPTY,
                    new Value.Flag(true))));
    assertThat(decoded(bytes)).isEqualTo(payload);
    assertThat(HexFormat.of().formatHex(PayloadWriter.write(payload)))
        .isEqualTo(bytes.replace(" ", ""));
  }

  @Test
  void whatIsWrittenIsReadBackAsItWas() {
    Property.forAll(Gen.seeds())
        .cases(500, 20_000)
        .holds(seed -> {
          Payload payload = Payloads.of(seed);
          byte[] bytes = PayloadWriter.write(payload);
          assertThat(PayloadReader.read(bytes, PayloadLimits.BIRTH))
              .isEqualTo(new PayloadReading.Decoded(payload));
          assertThat(PayloadWriter.write(Payloads.of(seed))).isEqualTo(bytes);
        });
  }

  @Test
  void noBytesMakeTheReaderThrow() {
    Property.forAll(Gen.seeds())
        .cases(500, 20_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          byte[] bytes = PayloadWriter.write(Payloads.of(seed));
          for (int i = 0; i < 3 && bytes.length > 0; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
          }
          byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
          for (byte[] each : List.of(bytes, cut)) {
            switch (PayloadReader.read(each, PayloadLimits.COMMAND)) {
              case PayloadReading.Decoded(var payload) ->
                  assertThat(PayloadReader.read(PayloadWriter.write(payload), PayloadLimits.BIRTH))
                      .isEqualTo(new PayloadReading.Decoded(payload));
              case PayloadReading.Malformed(int offset, var what) -> {
                assertThat(offset).isBetween(0, each.length);
                assertThat(what).isNotEmpty().doesNotEndWith(".");
              }
            }
          }
        });
  }

  @Test
  void aPayloadThatIsCutInsideAFieldIsRefused() {
    byte[] whole =
        PayloadWriter.write(
            Payload.at(5, List.of(Metric.of("a", 1, DataType.INT8, new Value.Bits32(1)))));
    for (int length : new int[] {1, 3, 4, whole.length - 1}) {
      assertThat(PayloadReader.read(Arrays.copyOf(whole, length), PayloadLimits.COMMAND))
          .isInstanceOf(PayloadReading.Malformed.class);
    }
    assertThat(decoded("")).isEqualTo(new Payload(null, List.of(), null, null, null));
  }

  @Test
  void fieldsThatNobodyKnowsArePassedOver() {
    Payload five = new Payload(5L, List.of(), null, null, null);
    assertThat(decoded("3001 0805")).isEqualTo(five); // a number
    assertThat(decoded("31 0102030405060708 0805")).isEqualTo(five); // eight bytes
    assertThat(decoded("35 01020304 0805")).isEqualTo(five); // four bytes
    assertThat(decoded("32 02 ffff 0805")).isEqualTo(five); // a block
    assertThat(decoded("33 3801 3b 3c 34 0805")).isEqualTo(five); // a group in a group
    assertThat(decoded("0801 0805")).isEqualTo(five); // the last one counts
  }

  @Test
  void whatIsNoWireFormatIsRefusedWhereItShows() {
    assertThat(malformed("00").what()).contains("field number");
    assertThat(malformed("0a00").what()).isEqualTo("field 1 has form 2 instead of 0");
    assertThat(malformed("37").what()).contains("unknown form");
    assertThat(malformed("34").what()).contains("unknown form");
    assertThat(malformed("33 3801").what()).contains("no end");
    assertThat(malformed("33 3c").what()).contains("ends as another");
    assertThat(malformed("08 ffffffffffffffffffff01").what()).contains("more than 10 bytes");
    assertThat(malformed("0805 12 7f").offset()).isEqualTo(4);
    assertThat(malformed("12 ffffffffffffffffff01").what()).contains("longer than what is left");
    assertThat(malformed("22 02 c328").what()).contains("UTF-8");
    assertThat(malformed("22 03 eda080").what()).contains("UTF-8");
  }

  @Test
  void messagesAreReadToABoundedDepth() {
    String deep = "";
    for (int i = 0; i < 40; i++) {
      int size = deep.length() / 2;
      String template = "9201" + varint(size) + deep; // field 18
      deep = "12" + varint(template.length() / 2) + template;
    }
    assertThat(malformed(deep).what()).isEqualTo("messages stand more than 12 deep");
    assertThat(malformed("33".repeat(100)).what()).isEqualTo("groups stand more than 12 deep");
  }

  private static String varint(int value) {
    return value < 128
        ? String.format("%02x", value)
        : String.format("%02x%02x", (value & 0x7f) | 0x80, value >> 7);
  }

  @Test
  void emptyPartsAreCounted() {
    assertThat(malformed("1200".repeat(10_001)).what()).isEqualTo("more than 10000 elements");
    assertThat(decoded("1200".repeat(10_000)).metrics()).hasSize(10_000);
    String types = "12 0b 8a01 08 1a 06" + "010101010101";
    assertThat(malformed(types).what()).isEqualTo("0 columns with 6 types");
  }

  /**
   * Req: tck-id-payloads-dataset-column-size, tck-id-payloads-dataset-column-num-headers,
   * tck-id-payloads-dataset-types-def, tck-id-payloads-dataset-types-num,
   * tck-id-payloads-dataset-types-type, tck-id-payloads-dataset-parameter-type-req
   */
  @Test
  void aDataSetHasAsManyTypesAsColumnsAndAsManyCells() {
    // One column "a", and a row with two cells.
    String wide = "12 12 8a01 0f 0801 120161 1803 2206 0a020807 0a00";
    assertThat(malformed(wide).what()).contains("one cell for each of 1 columns");
    DataSet set =
        new DataSet(
            List.of(new DataSet.Column("a", 1)),
            List.of(new DataSet.Row(List.of(new DataSet.Cell(new Value.Bits32(7))))));
    Payload payload = Payload.at(0, List.of(Metric.of("t", 0, DataType.DATA_SET, set)));
    String bytes = HexFormat.of().formatHex(PayloadWriter.write(payload));
    assertThat(bytes).endsWith("8a010d" + "0801" + "120161" + "1801" + "2204" + "0a020807");
    assertThat(decoded(bytes)).isEqualTo(payload);
    // The types in one block, as newer writers of Protocol Buffers have them.
    assertThat(
            decoded(
                bytes
                    .replace("8a010d", "8a010e")
                    .replace("1801", "1a0101")
                    .replace("1217", "1218")))
        .isEqualTo(payload);
    assertThat(malformed(bytes.replace("8a010d0801", "8a010d0802")).what())
        .isEqualTo("another number of columns is stated than there are");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DataSet(set.columns(), List.of(new DataSet.Row(List.of()))));
  }

  @Test
  void keysAndValuesOfPropertiesBelongTogether() {
    assertThat(malformed("12 05 4a 03 0a0161").what()).isEqualTo("1 keys for 0 properties");
    assertThat(decoded("12 07 4a 05 0a0161 1200").metrics().getFirst().properties())
        .isEqualTo(new PropertySet(List.of(new PropertySet.Property("a", null, false, null))));
    assertThat(malformed("12 05 9201 02 1a00").what()).isEqualTo("a parameter has no name");
  }

  @Test
  void aPayloadBeyondItsLimitIsNotLookedAt() {
    assertThat(PayloadReader.read(new byte[11], new PayloadLimits(10, 1, 1)))
        .isEqualTo(new PayloadReading.Malformed(0, "longer than 10 bytes"));
    assertThatIllegalArgumentException().isThrownBy(() -> new PayloadLimits(1, 1, 65));
  }

  @Test
  void textsWithoutBytesAndValuesInTheWrongPlaceAreFaultsOfOurs() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Value.Text("\ud800"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metric.of("a", 0, DataType.PROPERTY_SET, PropertySet.EMPTY));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            PropertySet.Property.of("a", DataType.DATA_SET, new DataSet(List.of(), List.of())));
  }
}
