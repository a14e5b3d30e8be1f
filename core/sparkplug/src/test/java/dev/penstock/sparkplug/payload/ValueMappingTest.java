package dev.penstock.sparkplug.payload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueMappingTest {
  private static Value wire(DataType type, SampleValue value) {
    Mapped<Value> mapped = ValueMapping.toWire(type, value);
    assertThat(mapped).isInstanceOf(Mapped.Fits.class);
    return ((Mapped.Fits<Value>) mapped).value();
  }

  private static SampleValue ours(DataType type, Value value) {
    Mapped<SampleValue> mapped = ValueMapping.fromWire(type, value);
    assertThat(mapped).isInstanceOf(Mapped.Fits.class);
    return ((Mapped.Fits<SampleValue>) mapped).value();
  }

  private static void assertUnfit(DataType type, SampleValue value) {
    assertThat(ValueMapping.toWire(type, value)).isInstanceOf(Mapped.Unfit.class);
  }

  private static void assertUnread(DataType type, Value value) {
    assertThat(ValueMapping.fromWire(type, value)).isInstanceOf(Mapped.Unfit.class);
    assertThat(ValueMapping.isOf(type, value)).isFalse();
  }

  private static SampleValue many(Scalar... scalars) {
    return new SampleValue.Many(List.of(scalars));
  }

  @Test
  void theNumbersOfTypesAreThoseOfTheSpecification() {
    assertThat(DataType.values()).hasSize(35);
    assertThat(DataType.of(13)).contains(DataType.DATE_TIME);
    assertThat(DataType.of(34)).contains(DataType.DATE_TIME_ARRAY);
    assertThat(DataType.of(35)).isEmpty();
    assertThat(DataType.of(-1)).isEmpty();
    for (DataType type : DataType.values()) {
      assertThat(DataType.of(type.code())).contains(type);
    }
  }

  @Test
  void signedNumbersFillTheirFieldWithTheirSign() {
    assertThat(wire(DataType.INT8, SampleValue.of(-1))).isEqualTo(new Value.Bits32(-1));
    assertThat(wire(DataType.INT16, SampleValue.of(-2))).isEqualTo(new Value.Bits32(-2));
    assertThat(wire(DataType.INT32, SampleValue.of(Integer.MIN_VALUE)))
        .isEqualTo(new Value.Bits32(Integer.MIN_VALUE));
    assertThat(wire(DataType.INT64, SampleValue.of(-3))).isEqualTo(new Value.Bits64(-3));
    assertThat(ours(DataType.INT8, new Value.Bits32(0xff))).isEqualTo(SampleValue.of(-1));
    assertThat(ours(DataType.INT8, new Value.Bits32(-128))).isEqualTo(SampleValue.of(-128));
    assertThat(ours(DataType.INT16, new Value.Bits32(0x8000))).isEqualTo(SampleValue.of(-32_768));
    assertThat(ours(DataType.INT64, new Value.Bits32(-3))).isEqualTo(SampleValue.of(-3));
    assertUnread(DataType.INT8, new Value.Bits32(0x100));
    assertUnread(DataType.INT8, new Value.Bits32(-129));
  }

  @Test
  void unsignedNumbersNeverTurnNegative() {
    assertThat(wire(DataType.UINT32, SampleValue.of(4_294_967_295L)))
        .isEqualTo(new Value.Bits32(-1));
    assertThat(ours(DataType.UINT32, new Value.Bits32(-1)))
        .isEqualTo(SampleValue.of(4_294_967_295L));
    assertThat(ours(DataType.UINT32, new Value.Bits64(4_294_967_295L)))
        .isEqualTo(SampleValue.of(4_294_967_295L));
    SampleValue large = new SampleValue.One(new Scalar.Large(-1));
    assertThat(wire(DataType.UINT64, large)).isEqualTo(new Value.Bits64(-1));
    assertThat(ours(DataType.UINT64, new Value.Bits64(-1))).isEqualTo(large);
    assertThat(ours(DataType.UINT64, new Value.Bits32(-1)))
        .isEqualTo(SampleValue.of(4_294_967_295L));
    assertUnfit(DataType.INT64, large);
    assertUnread(DataType.UINT16, new Value.Bits32(65_536));
    assertUnread(DataType.UINT32, new Value.Bits64(-1));
  }

  @Test
  void aWholeNumberIsNeverChanged() {
    assertUnfit(DataType.INT8, SampleValue.of(128));
    assertUnfit(DataType.UINT8, SampleValue.of(256));
    assertUnfit(DataType.UINT8, SampleValue.of(-1));
    assertUnfit(DataType.UINT64, SampleValue.of(-1));
    assertUnfit(DataType.DATE_TIME, SampleValue.of(-1));
    assertUnfit(DataType.FLOAT, SampleValue.of((1L << 24) + 1));
    assertUnfit(DataType.DOUBLE, SampleValue.of((1L << 53) + 1));
    assertUnfit(DataType.DOUBLE, SampleValue.of(Long.MIN_VALUE));
    assertUnfit(DataType.STRING, SampleValue.of(1));
    assertThat(wire(DataType.DOUBLE, SampleValue.of(7))).isEqualTo(new Value.Float64(7));
    assertThat(wire(DataType.DATE_TIME, SampleValue.of(1_486_144_502_122L)))
        .isEqualTo(new Value.Bits64(1_486_144_502_122L));
  }

  @Test
  void realNumbersTextsAndTruthValuesHaveTheirTypes() {
    assertThat(wire(DataType.FLOAT, SampleValue.of(0.1))).isEqualTo(new Value.Float32(0.1f));
    assertUnfit(DataType.FLOAT, SampleValue.of(1e300));
    assertThat(wire(DataType.FLOAT, SampleValue.of(Double.NEGATIVE_INFINITY)))
        .isEqualTo(new Value.Float32(Float.NEGATIVE_INFINITY));
    assertThat(wire(DataType.DOUBLE, new SampleValue.One(new Scalar.Decimal(-2, 1_234))))
        .isEqualTo(new Value.Float64(12.34));
    assertUnfit(DataType.INT32, SampleValue.of(1.5));
    assertThat(wire(DataType.BOOLEAN, SampleValue.of(true))).isEqualTo(new Value.Flag(true));
    assertUnfit(DataType.INT8, SampleValue.of(true));
    assertThat(wire(DataType.TEXT, SampleValue.of("a"))).isEqualTo(new Value.Text("a"));
    String uuid = "123e4567-e89b-12d3-a456-426614174000";
    assertThat(wire(DataType.UUID, SampleValue.of(uuid))).isEqualTo(new Value.Text(uuid));
    assertUnfit(DataType.UUID, SampleValue.of("123"));
    assertUnread(DataType.UUID, new Value.Text("123"));
    assertUnfit(DataType.INT8, SampleValue.NONE);
  }

  @Test
  void eachTypeReadsWhatItWrites() {
    for (DataType type : DataType.values()) {
      List<SampleValue> tries =
          List.of(
              SampleValue.of(1),
              SampleValue.of(1.5),
              SampleValue.of(true),
              SampleValue.of("x"),
              SampleValue.of("123e4567-e89b-12d3-a456-426614174000"),
              new SampleValue.One(new Scalar.Bytes(ByteString.of(new byte[] {1}))),
              many(new Scalar.Whole(1), new Scalar.Whole(2)),
              many(new Scalar.Real(1.5)),
              many(new Scalar.Bool(true)),
              many(new Scalar.Text("x")));
      int fitting = 0;
      for (SampleValue value : tries) {
        if (ValueMapping.toWire(type, value) instanceof Mapped.Fits<Value>(var wire)) {
          fitting++;
          assertThat(ValueMapping.isOf(type, wire)).isTrue();
          if (type != DataType.FLOAT && type != DataType.DOUBLE && type.item().isEmpty()) {
            assertThat(ours(type, wire)).isEqualTo(value);
          }
        }
      }
      boolean isComposed =
          !type.isOfMetric() || type == DataType.DATA_SET || type == DataType.TEMPLATE;
      assertThat(fitting > 0).as(type.name()).isEqualTo(!isComposed);
    }
  }

  /** The examples of Sparkplug 3.0 §6.4.17, in its bytes. */
  @Test
  void arraysAreInTheBytesOfTheSpecification() {
    assertArray(DataType.INT8_ARRAY, "ef7b", whole(-17, 123));
    assertArray(DataType.INT16_ARRAY, "d08a3075", whole(-30_000, 30_000));
    assertArray(DataType.INT32_ARRAY, "fffffffffaafcb12", whole(-1, 315_338_746));
    assertArray(
        DataType.INT64_ARRAY,
        "ce0672ac189cbac4c4ba9c18ac7206ce",
        whole(-4_270_929_666_821_191_986L, -3_601_064_768_563_266_876L));
    assertArray(DataType.UINT8_ARRAY, "17fa", whole(23, 250));
    assertArray(DataType.UINT16_ARRAY, "1e0088cc", whole(30, 52_360));
    assertArray(DataType.UINT32_ARRAY, "3400000049fb55c4", whole(52, 3_293_969_225L));
    assertArray(
        DataType.UINT64_ARRAY,
        "3400000000000000d99e02d1b27637e4",
        many(
            new Scalar.Whole(52),
            new Scalar.Large(Long.parseUnsignedLong("16444743074749521625"))));
    assertArray(
        DataType.STRING_ARRAY,
        "4142430068656c6c6f00",
        many(new Scalar.Text("ABC"), new Scalar.Text("hello")));
    assertArray(
        DataType.BOOLEAN_ARRAY,
        "0c00000034d0",
        flags(false, false, true, true, false, true, false, false, true, true, false, true));
    assertThat(ours(DataType.BOOLEAN_ARRAY, bytes("0c00000034df")))
        .isEqualTo(ours(DataType.BOOLEAN_ARRAY, bytes("0c00000034d0")));
    assertArray(DataType.DATE_TIME_ARRAY, "c7d0907524010000", whole(1_256_102_875_335L));
  }

  /** Its examples show these in the other order than its text says; we do what the text says. */
  @Test
  void floatingPointItemsHaveTheirLowestByteFirst() {
    assertArray(DataType.FLOAT_ARRAY, "0000c03f", many(new Scalar.Real(1.5)));
    assertArray(DataType.DOUBLE_ARRAY, "000000000000f83f", many(new Scalar.Real(1.5)));
  }

  @Test
  void whatIsNoWholeArrayIsNotRead() {
    assertUnread(DataType.INT16_ARRAY, bytes("01"));
    assertUnread(DataType.BOOLEAN_ARRAY, bytes("010000"));
    assertUnread(DataType.BOOLEAN_ARRAY, bytes("0900000000"));
    assertUnread(DataType.BOOLEAN_ARRAY, bytes("ffffffff00"));
    assertUnread(DataType.STRING_ARRAY, bytes("4142"));
    assertUnread(DataType.STRING_ARRAY, bytes("c32800"));
    assertUnread(DataType.INT8_ARRAY, new Value.Text("a"));
    assertUnread(DataType.INT8_ARRAY, new Value.Bytes(ByteString.of(new byte[(1 << 20) + 1])));
    assertUnfit(DataType.STRING_ARRAY, many(new Scalar.Text("a\0b")));
    assertUnfit(DataType.INT8_ARRAY, many(new Scalar.Whole(1), new Scalar.Whole(128)));
    assertUnfit(DataType.INT8, many(new Scalar.Whole(1)));
  }

  /** Req: tck-id-payloads-dataset-types-value, tck-id-payloads-template-dataset-value */
  @Test
  void aDataSetHasBasicColumnsAndCellsOfTheirTypes() {
    assertThat(ValueMapping.isOf(DataType.DATA_SET, set(DataType.INT8, new Value.Bits32(1))))
        .isTrue();
    assertThat(ValueMapping.isOf(DataType.DATA_SET, set(DataType.INT8, null))).isTrue();
    assertThat(ValueMapping.isOf(DataType.DATA_SET, set(DataType.INT8, new Value.Text("a"))))
        .isFalse();
    for (DataType odd :
        List.of(DataType.UNKNOWN, DataType.BYTES, DataType.TEMPLATE, DataType.INT8_ARRAY)) {
      assertThat(ValueMapping.isOf(DataType.DATA_SET, set(odd, null))).isFalse();
    }
  }

  @Test
  void theQualityOfAStatusIsOneOfThree() {
    assertThat(Quality.ofStatus(0)).isEqualTo(Quality.GOOD);
    assertThat(Quality.ofStatus(0x4090_0000L)).isEqualTo(Quality.STALE);
    assertThat(Quality.ofStatus(0x8005_0000L)).isEqualTo(Quality.BAD);
    assertThat(Quality.ofStatus(0xffff_ffffL)).isEqualTo(Quality.BAD);
    assertThat(Quality.of(PropertySet.EMPTY)).contains(Quality.GOOD);
    for (Quality each : Quality.values()) {
      assertThat(Quality.of(PropertySet.EMPTY.and(each.property()))).contains(each);
    }
    PropertySet odd =
        new PropertySet(
            List.of(PropertySet.Property.of("Quality", DataType.INT32, new Value.Bits32(64))));
    assertThat(Quality.of(odd)).isEmpty();
  }

  @Test
  void aTypeIsFoundForWhatASampleCanBe() {
    assertThat(ValueMapping.typeFor(SampleValue.of(1))).contains(DataType.INT64);
    assertThat(ValueMapping.typeFor(SampleValue.of(1.0))).contains(DataType.DOUBLE);
    assertThat(ValueMapping.typeFor(SampleValue.of("a"))).contains(DataType.STRING);
    assertThat(ValueMapping.typeFor(SampleValue.NONE)).isEmpty();
    assertThat(ValueMapping.typeFor(new SampleValue.Payload("text/plain", ByteString.EMPTY, null)))
        .contains(DataType.BYTES);
  }

  private static DataSet set(DataType type, Value.Basic cell) {
    return new DataSet(
        List.of(new DataSet.Column("a", type.code())),
        List.of(new DataSet.Row(List.of(new DataSet.Cell(cell)))));
  }

  private static void assertArray(DataType type, String hex, SampleValue value) {
    assertThat(wire(type, value)).isEqualTo(bytes(hex));
    assertThat(ours(type, bytes(hex))).isEqualTo(value);
  }

  private static Value bytes(String hex) {
    return new Value.Bytes(ByteString.of(HexFormat.of().parseHex(hex)));
  }

  private static SampleValue whole(long... numbers) {
    return new SampleValue.Many(
        Arrays.stream(numbers).<Scalar>mapToObj(Scalar.Whole::new).toList());
  }

  private static SampleValue flags(Boolean... flags) {
    return new SampleValue.Many(Arrays.stream(flags).<Scalar>map(Scalar.Bool::new).toList());
  }
}
