package dev.penstock.framesmodbus.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.point.Reading.Good;
import dev.penstock.framesmodbus.point.Reading.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PointTest {
  @ParameterizedTest
  @CsvSource({
    "bool, bool, 1",
    "INT16, int16, 1",
    "uint16 dcba, uint16 DCBA, 1",
    "float32, float32, 2",
    "float32 ABCD, float32, 2",
    "Float32 cdab, float32 CDAB, 2",
    "int64  BADC, int64 BADC, 4",
    "float64, float64, 4",
    "bcd16, bcd16, 1",
    "bcd32, bcd32, 2",
    "string 20, string 20, 10",
    "string 7, string 7, 4",
    "string 250 badc, string 250 BADC, 125"
  })
  void aTypeIsReadAndWritten(String text, String expected, int count) {
    assertThat(DataType.read(text))
        .isInstanceOfSatisfying(
            Good.class,
            good -> {
              var type = (DataType) good.value();
              assertThat(type.text()).isEqualTo(expected);
              assertThat(type.count()).isEqualTo(count);
              assertThat(DataType.read(type.text())).isEqualTo(good);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "'', is not known",
    "float, is not known",
    "int 16, is not known",
    "bool ABCD, single bit",
    "float32 ACBD, ABCD",
    "float32 ABCD x, more than",
    "string, its length",
    "string 0, 1..250",
    "string 251, 1..250",
    "string 2000, its length",
    "string 8 CDAB, ABCD or",
    "string 8 x, ABCD",
    "string 8 ABCD x, its length"
  })
  void aTypeThatIsNoneIsRefusedWithThoseThereAre(String text, String hint) {
    assertThat(DataType.read(text))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.message()).contains(hint).contains("bcd32"));
  }

  @ParameterizedTest
  @CsvSource({
    "coil:5, int16, write bool",
    "holding:5.1, uint16, write bool",
    "holding:5, bool, name the bit",
    "holding:65535, float32, 65534",
    "holding:65533, int64, 65532",
    "holding:65412, string 250, 65411",
    "x, int16, 5 or 6 digits",
    "40001, x, bcd32"
  })
  void anAddressAndATypeMustFit(String address, String type, String hint) {
    assertThat(Point.read(address, type, 1))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.message()).contains(hint));
  }

  @Test
  void aPointKnowsBothItsEnds() {
    assertThat(Point.read("40101", "float64", 3))
        .isInstanceOfSatisfying(
            Good.class,
            good -> {
              var point = (Point) good.value();
              assertThat(point.first()).isEqualTo(100);
              assertThat(point.last()).isEqualTo(103);
              assertThat(point.address().unit()).isEqualTo(3);
            });
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new Point(
                new PointAddress(1, Table.COILS, 1, null), new DataType.Text(2, WordOrder.ABCD)));
  }
}
