package dev.penstock.framesmodbus.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.point.Reading.Good;
import dev.penstock.framesmodbus.point.Reading.Refused;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PointAddressTest {
  private static final int UNIT = 7;
  private static final String SIGNS = "0123456789/:.xX coildsretnpuhg4-";

  private static <T> T pick(RandomGenerator random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  @ParameterizedTest
  @CsvSource({
    "holding:100, 7/holding:100",
    "coil:5, 7/coil:5",
    "discrete:0, 7/discrete:0",
    "input:65535, 7/input:65535",
    "HOLDING:0x6B, 7/holding:107",
    "holding:100.3, 7/holding:100.3",
    "input:1.15, 7/input:1.15",
    "17/holding:100, 17/holding:100",
    "0/coil:1, 0/coil:1",
    "255/4x00101.0, 255/holding:100.0",
    // As in manuals: five digits, six digits, and both with the mark between.
    "40001, 7/holding:0",
    "40101, 7/holding:100",
    "49999, 7/holding:9998",
    "400001, 7/holding:0",
    "400101, 7/holding:100",
    "465536, 7/holding:65535",
    "4x0101, 7/holding:100",
    "4x00101, 7/holding:100",
    "4X65536, 7/holding:65535",
    "30001, 7/input:0",
    "3x00010, 7/input:9",
    "10001, 7/discrete:0",
    "1x00005, 7/discrete:4",
    "00001, 7/coil:0",
    "000001, 7/coil:0",
    "0x00005, 7/coil:4",
    "065536, 7/coil:65535",
    "40108.15, 7/holding:107.15"
  })
  void anAddressIsReadInEachNotation(String text, String expected) {
    assertThat(PointAddress.read(text, UNIT))
        .isInstanceOfSatisfying(
            Good.class,
            good -> assertThat(((PointAddress) good.value()).text()).isEqualTo(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0, 5 or 6 digits",
    "holding, 0, 5 or 6 digits",
    "4001, 0, 5 or 6 digits",
    "4000001, 0, 5 or 6 digits",
    "4x1, 0, 5 or 6 digits",
    "40 01, 0, 5 or 6 digits",
    "holding:, 8, 0..65535",
    "holding:65536, 8, 0..65535",
    "holding:-1, 8, 0..65535",
    "holding:0x10000, 8, 0..65535",
    "holding:1a, 8, 0..65535",
    "register:1, 0, coil",
    "40000, 1, 1..9999",
    "400000, 1, 1..65536",
    "465537, 1, 1..65536",
    "4x65537, 1, 1..65536",
    "20001, 0, 3 input registers",
    "600001, 0, 3 input registers",
    "256/holding:1, 0, 0..255",
    "/holding:1, 0, 0..255",
    "a/holding:1, 0, 0..255",
    "holding:1., 10, 0..15",
    "holding:1.16, 10, 0..15",
    "coil:1.0, 6, leave out",
    "10001.0, 5, leave out",
    "1/2/holding:1, 2, coil"
  })
  void whatIsWrongIsSaidWithItsPlaceAndWhatToDo(String text, int at, String hint) {
    assertThat(PointAddress.read(text, UNIT))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.at()).isEqualTo(at);
              assertThat(refused.message()).contains(hint).contains("\"" + text + "\"");
              assertThat(refused.remedy()).isNotEmpty();
            });
  }

  @Test
  void aLongTextIsNotRepeatedInFull() {
    assertThat(PointAddress.read("4".repeat(10_000), UNIT))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.message().length()).isLessThan(400));
  }

  @Test
  void eachAddressIsReadAsItIsWritten() {
    Property.forAll(Gen.seeds())
        .cases(500, 50_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          Table table = pick(random, List.of(Table.values()));
          Integer bit = table.isOfBits() || random.nextBoolean() ? null : random.nextInt(16);
          var address = new PointAddress(random.nextInt(256), table, random.nextInt(0x10000), bit);
          assertThat(PointAddress.read(address.text(), UNIT)).isEqualTo(new Good<>(address));
          String classic =
              "%d/%d%05d".formatted(address.unit(), table.classicDigit(), address.address() + 1);
          assertThat(PointAddress.read(bit == null ? classic : classic + "." + bit, UNIT))
              .isEqualTo(new Good<>(address));
        });
  }

  @Test
  void anyTextIsReadOrRefused() {
    Property.forAll(Gen.seeds())
        .cases(5_000, 500_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          var text = new StringBuilder();
          for (int i = random.nextInt(20); i > 0; i--) {
            text.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
          }
          assertThat(PointAddress.read(text.toString(), UNIT)).isNotNull();
          assertThat(DataType.read(text.toString())).isNotNull();
        });
  }

  @Test
  void noAddressLiesOutsideItsTable() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PointAddress(256, Table.COILS, 0, null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PointAddress(1, Table.COILS, 65_536, null));
    assertThatIllegalArgumentException().isThrownBy(() -> new PointAddress(1, Table.COILS, 0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PointAddress(1, Table.INPUT_REGISTERS, 0, 16));
  }
}
