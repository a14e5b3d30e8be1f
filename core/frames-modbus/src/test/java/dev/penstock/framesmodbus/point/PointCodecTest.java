package dev.penstock.framesmodbus.point;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.Scalar;
import dev.penstock.framesmodbus.Bits;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.Words;
import dev.penstock.framesmodbus.point.Reading.Good;
import dev.penstock.framesmodbus.point.Reading.Refused;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PointCodecTest {
  private static Words words(String hex) {
    return Words.ofBytes(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private static Point point(String address, String type) {
    return switch (Point.read(address, type, 1)) {
      case Good<Point>(var point) -> point;
      case Refused<Point> refused -> throw new AssertionError(refused.message());
    };
  }

  private static Scalar decoded(String type, String hex) {
    return switch (PointCodec.decode(point("holding:0", type), words(hex), 0)) {
      case Good<Scalar>(var value) -> value;
      case Refused<Scalar> refused -> throw new AssertionError(refused.message());
    };
  }

  private static <T> T pick(RandomGenerator random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  @ParameterizedTest
  @CsvSource({
    "int16, FFFE, -2",
    "int16 DCBA, FEFF, -2",
    "uint16, FFFE, 65534",
    "uint16 CDAB, FFFE, 65534",
    "uint16 BADC, 3412, 4660",
    "int32, 80000000, -2147483648",
    "uint32, 80000000, 2147483648",
    "uint32 ABCD, 12345678, 305419896",
    "uint32 CDAB, 56781234, 305419896",
    "uint32 BADC, 34127856, 305419896",
    "uint32 DCBA, 78563412, 305419896",
    "int64 ABCD, 0102030405060708, 72623859790382856",
    "int64 CDAB, 0708050603040102, 72623859790382856",
    "int64 BADC, 0201040306050807, 72623859790382856",
    "int64 DCBA, 0807060504030201, 72623859790382856",
    "int64, FFFFFFFFFFFFFFFF, -1",
    "uint64, 7FFFFFFFFFFFFFFF, 9223372036854775807",
    "bcd16, 1234, 1234",
    "bcd16 BADC, 3412, 1234",
    "bcd32, 12345678, 12345678",
    "bcd32 CDAB, 56781234, 12345678",
    "bcd32, 99999999, 99999999"
  })
  void wholeNumbersStandInEachOrder(String type, String hex, long expected) {
    assertThat(decoded(type, hex)).isEqualTo(new Scalar.Whole(expected));
    assertThat(PointCodec.encode(point("holding:0", type).type(), new Scalar.Whole(expected)))
        .isEqualTo(new Good<>(words(hex)));
  }

  /** 123.456 as a float is 42F6E979; -2.5 as a double C004000000000000. */
  @ParameterizedTest
  @CsvSource({
    "float32 ABCD, 42F6E979",
    "float32 CDAB, E97942F6",
    "float32 BADC, F64279E9",
    "float32 DCBA, 79E9F642"
  })
  void floatsStandInEachOrder(String type, String hex) {
    assertThat(decoded(type, hex)).isEqualTo(new Scalar.Real(123.456f));
    assertThat(PointCodec.encode(point("holding:0", type).type(), new Scalar.Real(123.456)))
        .isEqualTo(new Good<>(words(hex)));
  }

  @Test
  void doublesAndLargeNumbersHaveFourRegisters() {
    assertThat(decoded("float64", "C004000000000000")).isEqualTo(new Scalar.Real(-2.5));
    assertThat(decoded("float64 CDAB", "000000000000C004")).isEqualTo(new Scalar.Real(-2.5));
    assertThat(decoded("uint64", "FFFFFFFFFFFFFFFF")).isEqualTo(new Scalar.Large(-1));
    assertThat(
            PointCodec.encode(
                new DataType.Numeric(NumberType.UINT64, WordOrder.ABCD), new Scalar.Large(-1)))
        .isEqualTo(new Good<>(words("FFFFFFFFFFFFFFFF")));
  }

  @Test
  void aBitIsTakenOutOfItsRegister() {
    for (int bit = 0; bit < 16; bit++) {
      Point point = point("holding:9." + bit, "bool");
      assertThat(PointCodec.decode(point, Words.of(0, 1 << bit), 1))
          .isEqualTo(new Good<>(new Scalar.Bool(true)));
      assertThat(PointCodec.decode(point, Words.of(0, 0xffff ^ 1 << bit), 1))
          .isEqualTo(new Good<>(new Scalar.Bool(false)));
    }
    assertThat(PointCodec.decode(Bits.of(false, true), 1)).isEqualTo(new Scalar.Bool(true));
  }

  @ParameterizedTest
  @CsvSource({
    "string 4, 4142 4344, ABCD", "string 4 BADC, 4241 4443, ABCD", "string 3, 4142 43FF, ABC",
    "string 3 BADC, 4241 FF43, ABC", "string 6, 4142 0044 FFFF, AB", "string 2, 0000, ''"
  })
  void textEndsAtItsLengthOrAtZero(String type, String hex, String expected) {
    assertThat(decoded(type, hex)).isEqualTo(new Scalar.Text(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "bcd16, 123A, no bcd16",
    "bcd32, F0000000, no bcd32",
    "string 2, 41E9, no ASCII",
    "string 2, 0741, no ASCII"
  })
  void whatIsNoValueOfItsTypeIsRefused(String type, String hex, String hint) {
    assertThat(PointCodec.decode(point("holding:0", type), words(hex), 0))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.message()).contains(hint).contains("manual"));
  }

  @ParameterizedTest
  @CsvSource({
    "int16, 32768", "int16, -32769", "uint16, -1", "uint16, 65536", "int32, 2147483648",
    "uint32, 4294967296", "uint32, -1", "uint64, -1", "bcd16, 10000", "bcd16, -1",
    "bcd32, 100000000", "float64, 9007199254740993", "string 4, 1"
  })
  void whatATypeCannotHoldIsNotWritten(String type, long value) {
    assertThat(PointCodec.encode(point("holding:0", type).type(), new Scalar.Whole(value)))
        .isInstanceOf(Refused.class);
  }

  @Test
  void otherKindsOfValuesAreNotWritten() {
    var int16 = new DataType.Numeric(NumberType.INT16, WordOrder.ABCD);
    var float32 = new DataType.Numeric(NumberType.FLOAT32, WordOrder.ABCD);
    var text = new DataType.Text(3, WordOrder.ABCD);
    assertThat(PointCodec.encode(int16, new Scalar.Real(1))).isInstanceOf(Refused.class);
    assertThat(PointCodec.encode(int16, new Scalar.Large(-1))).isInstanceOf(Refused.class);
    assertThat(PointCodec.encode(float32, new Scalar.Real(1e39))).isInstanceOf(Refused.class);
    assertThat(PointCodec.encode(float32, new Scalar.Real(Double.POSITIVE_INFINITY)))
        .isInstanceOf(Good.class);
    assertThat(PointCodec.encode(float32, new Scalar.Text("1"))).isInstanceOf(Refused.class);
    assertThat(PointCodec.encode(text, new Scalar.Text("abcd"))).isInstanceOf(Refused.class);
    assertThat(PointCodec.encode(text, new Scalar.Text("a\0b"))).isInstanceOf(Refused.class);
    assertThat(PointCodec.encode(text, new Scalar.Text("é"))).isInstanceOf(Refused.class);
    assertThat(PointCodec.encode(new DataType.Bool(), new Scalar.Bool(true)))
        .isInstanceOf(Refused.class);
  }

  @Test
  void eachKindOfPointIsWrittenByItsFunction() {
    assertThat(PointCodec.write(point("coil:5", "bool"), new Scalar.Bool(true)))
        .isEqualTo(new Good<>(new Request.WriteSingleCoil(5, true)));
    assertThat(PointCodec.write(point("holding:5.3", "bool"), new Scalar.Bool(true)))
        .isEqualTo(new Good<>(new Request.MaskWriteRegister(5, 0xfff7, 8)));
    assertThat(PointCodec.write(point("holding:5.3", "bool"), new Scalar.Bool(false)))
        .isEqualTo(new Good<>(new Request.MaskWriteRegister(5, 0xfff7, 0)));
    assertThat(PointCodec.write(point("holding:5", "int16"), new Scalar.Whole(-1)))
        .isEqualTo(new Good<>(new Request.WriteSingleRegister(5, 0xffff)));
    assertThat(PointCodec.write(point("holding:5", "int32 CDAB"), new Scalar.Whole(1)))
        .isEqualTo(new Good<>(new Request.WriteMultipleRegisters(5, Words.of(1, 0))));
    assertThat(PointCodec.write(point("input:5", "int16"), new Scalar.Whole(1)))
        .isInstanceOf(Refused.class);
    assertThat(PointCodec.write(point("discrete:5", "bool"), new Scalar.Bool(true)))
        .isInstanceOf(Refused.class);
    assertThat(PointCodec.write(point("coil:5", "bool"), new Scalar.Whole(1)))
        .isInstanceOf(Refused.class);
    assertThat(PointCodec.write(point("holding:0", "string 250"), new Scalar.Text("a")))
        .isInstanceOf(Refused.class);
    assertThat(PointCodec.write(point("holding:0", "string 246"), new Scalar.Text("a")))
        .isInstanceOf(Good.class);
  }

  /** A plain model: put the bytes in the order the letters say, and let the JDK read them. */
  @ParameterizedTest
  @EnumSource(WordOrder.class)
  void numbersAreThoseOfAPlainModel(WordOrder order) {
    Property.forAll(Gen.seeds())
        .cases(300, 30_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          NumberType type = pick(random, List.of(NumberType.values()));
          byte[] wire = new byte[2 * type.registerCount()];
          random.nextBytes(wire);
          byte[] straight = straightened(wire, order);
          var point =
              new Point(
                  new PointAddress(1, Table.INPUT_REGISTERS, 0, null),
                  new DataType.Numeric(type, order));
          Reading<Scalar> decoded = PointCodec.decode(point, Words.ofBytes(wire), 0);
          if (type == NumberType.BCD16 || type == NumberType.BCD32) {
            String digits = HexFormat.of().formatHex(straight);
            if (digits.matches("[0-9]+")) {
              assertThat(decoded).isEqualTo(new Good<>(new Scalar.Whole(Long.parseLong(digits))));
            } else {
              assertThat(decoded).isInstanceOf(Refused.class);
              return;
            }
          } else {
            assertThat(decoded).isEqualTo(new Good<>(modelled(type, straight)));
          }
          Scalar value = ((Good<Scalar>) decoded).value();
          if (!(value instanceof Scalar.Real(var real)) || !Double.isNaN(real)) {
            assertThat(PointCodec.encode(point.type(), value))
                .isEqualTo(new Good<>(Words.ofBytes(wire)));
          }
        });
  }

  private static byte[] straightened(byte[] wire, WordOrder order) {
    byte[] straight = new byte[wire.length];
    int registers = wire.length / 2;
    for (int i = 0; i < registers; i++) {
      int from = order == WordOrder.CDAB || order == WordOrder.DCBA ? registers - 1 - i : i;
      boolean isSwapped = order == WordOrder.BADC || order == WordOrder.DCBA;
      straight[2 * i] = wire[2 * from + (isSwapped ? 1 : 0)];
      straight[2 * i + 1] = wire[2 * from + (isSwapped ? 0 : 1)];
    }
    return straight;
  }

  private static Scalar modelled(NumberType type, byte[] straight) {
    ByteBuffer buffer = ByteBuffer.wrap(straight).order(ByteOrder.BIG_ENDIAN);
    return switch (type) {
      case INT16 -> new Scalar.Whole(buffer.getShort());
      case INT32 -> new Scalar.Whole(buffer.getInt());
      case INT64 -> new Scalar.Whole(buffer.getLong());
      case FLOAT32 -> new Scalar.Real(buffer.getFloat());
      case FLOAT64 -> new Scalar.Real(buffer.getDouble());
      case UINT16, UINT32, UINT64 -> {
        var number = new BigInteger(1, straight);
        yield number.bitLength() > 63
            ? new Scalar.Large(number.longValue())
            : new Scalar.Whole(number.longValueExact());
      }
      case BCD16, BCD32 -> throw new AssertionError(type);
    };
  }

  @Test
  void textComesBackAsItWasWritten() {
    Property.forAll(Gen.seeds())
        .cases(300, 30_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          int length = 1 + random.nextInt(250);
          var text = new StringBuilder();
          for (int i = random.nextInt(length + 1); i > 0; i--) {
            text.append((char) (' ' + random.nextInt(95)));
          }
          String order = random.nextBoolean() ? " BADC" : "";
          Point point = point("holding:0", "string " + length + order);
          var value = new Scalar.Text(text.toString());
          assertThat(
                  PointCodec.encode(point.type(), value)
                      .then(words -> PointCodec.decode(point, words, 0)))
              .isEqualTo(new Good<Scalar>(value));
        });
  }
}
