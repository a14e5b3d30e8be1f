package dev.penstock.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 8785 with its own examples. */
class CanonicalJsonTest {
  private static String canonical(String text) {
    return CanonicalJson.text(Texts.read(text));
  }

  @Test
  void theSampleOfTheStandardComesOutByteByByte() {
    // RFC 8785 §3.2.2 in, §3.2.4 out.
    String in =
        """
        {
          "numbers": [333333333.33333329, 1E30, 4.50,
                      2e-3, 0.000000000000000000000000001],
          "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
          "literals": [null, true, false]
        }
        """;
    String out =
        """
        7b 22 6c 69 74 65 72 61 6c 73 22 3a 5b 6e 75 6c 6c 2c 74 72
        75 65 2c 66 61 6c 73 65 5d 2c 22 6e 75 6d 62 65 72 73 22 3a
        5b 33 33 33 33 33 33 33 33 33 2e 33 33 33 33 33 33 33 2c 31
        65 2b 33 30 2c 34 2e 35 2c 30 2e 30 30 32 2c 31 65 2d 32 37
        5d 2c 22 73 74 72 69 6e 67 22 3a 22 e2 82 ac 24 5c 75 30 30
        30 66 5c 6e 41 27 42 5c 22 5c 5c 5c 5c 5c 22 2f 22 7d
        """;
    assertThat(CanonicalJson.bytes(Texts.read(in)))
        .isEqualTo(HexFormat.of().parseHex(out.replaceAll("\\s", "")));
  }

  @Test
  void namesStandInTheOrderOfTheirUtf16Units() {
    // RFC 8785 §3.2.3.
    String in =
        """
        {
          "\\u20ac": "Euro Sign",
          "\\r": "Carriage Return",
          "\\ufb33": "Hebrew Letter Dalet With Dagesh",
          "1": "One",
          "\\ud83d\\ude00": "Emoji: Grinning Face",
          "\\u0080": "Control",
          "\\u00f6": "Latin Small Letter O With Diaeresis"
        }
        """;
    String out = canonical(in);
    List<String> due =
        List.of(
            "Carriage Return",
            "One",
            "Control",
            "Latin Small Letter O With Diaeresis",
            "Euro Sign",
            "Emoji: Grinning Face",
            "Hebrew Letter Dalet With Dagesh");
    assertThat(due.stream().map(out::indexOf).toList()).isSorted().doesNotContain(-1);
  }

  /** RFC 8785 appendix B, but for not-a-number and infinity, which are no JSON. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2"
  })
  void numbersAreWrittenAsEcmascriptDoes(String bits, String due) {
    double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    assertThat(CanonicalJson.text(Json.of(value))).isEqualTo(due);
    assertThat(Texts.read(due)).isEqualTo(Json.of(value));
  }

  /** Where Double.toString writes two digits and one is enough. */
  @Test
  void aSingleDigitIsNotMadeTwo() {
    for (int exponent = -323; exponent <= 308; exponent++) {
      for (int digit = 1; digit <= 9; digit++) {
        double value = Double.parseDouble(digit + "e" + exponent);
        if (Double.isFinite(value) && value > 0) {
          String digits =
              new BigDecimal(CanonicalJson.text(Json.of(value)))
                  .stripTrailingZeros()
                  .unscaledValue()
                  .toString();
          assertThat(digits).as("%se%s", digit, exponent).hasSize(1);
        }
      }
    }
  }

  @Test
  void everyDoubleComesBackAndHasNoShorterSpelling() {
    Property.forAll(Gen.seeds())
        .cases(5_000, 500_000)
        .holds(bits -> {
          double value = Double.longBitsToDouble(bits);
          if (!Double.isFinite(value)) {
            return;
          }
          String text = CanonicalJson.text(Json.of(value));
          assertThat(Double.parseDouble(text)).isEqualTo(value == 0 ? 0.0 : value);
          var spelled = new BigDecimal(text).stripTrailingZeros();
          if (spelled.precision() > 1) {
            var mode = new MathContext(spelled.precision() - 1);
            assertThat(spelled.round(mode).doubleValue()).isNotEqualTo(value);
          }
        });
  }

  @Test
  void theSameValueHasOneSpellingHoweverItCame() {
    Stream.of(
            "{\"b\":1,\"a\":[1.0,\"\\u0041\"]}",
            " { \"a\" : [ 1e0 , \"A\" ] , \"b\" : 1 } ",
            "{\"\\u0061\":[10e-1,\"A\"],\"b\":1.00}")
        .forEach(text -> assertThat(canonical(text)).isEqualTo("{\"a\":[1,\"A\"],\"b\":1}"));
  }

  @Test
  void whatIsWrittenIsReadBackAndWrittenTheSame() {
    Property.forAll(Gen.seeds().map(Texts::any))
        .cases(500, 50_000)
        .describedBy(CanonicalJson::text)
        .holds(json -> {
          byte[] written = CanonicalJson.bytes(json);
          Json back = Texts.read(new String(written, StandardCharsets.UTF_8));
          assertThat(back).isEqualTo(json);
          assertThat(CanonicalJson.bytes(back)).isEqualTo(written);
        });
  }
}
