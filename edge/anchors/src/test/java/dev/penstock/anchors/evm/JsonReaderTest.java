package dev.penstock.anchors.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.penstock.merkle.Decoded;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  private static Decoded<Json> read(String text) {
    return JsonReader.decode(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsEachKindOfValue() {
    assertThat(read(" {\"a\" : [1, -0.5e+3, true, false, null, \"x\\n\\u00e9\\\\\"] , \"b\":{}} "))
        .isEqualTo(
            new Decoded.Value<Json>(
                new Json.Fields(
                    Map.of(
                        "a",
                        new Json.Items(
                            List.of(
                                new Json.Numeral("1"),
                                new Json.Numeral("-0.5e+3"),
                                new Json.Flag(true),
                                new Json.Flag(false),
                                new Json.Nothing(),
                                new Json.Text("x\né\\"))),
                        "b",
                        new Json.Fields(Map.of())))));
    assertThat(read("[]")).isEqualTo(new Decoded.Value<Json>(new Json.Items(List.of())));
    assertThat(read("\"\\ud83d\\ude00\""))
        .isEqualTo(new Decoded.Value<Json>(new Json.Text("\ud83d\ude00")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "\"",
        "[1",
        "[1,]",
        "[,1]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":1,\"a\":2}",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "+1",
        "NaN",
        "tru",
        "nul",
        "'a'",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\ud800\"",
        "\"\\udc00x\"",
        "1 2",
        "{}}",
        "[1 2]",
        "\"\u0001\"",
        "\"\\u00\u0664\u0661\"",
      })
  void whatIsNoJsonIsRefused(String text) {
    assertThat(read(text)).isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void depthAndNumberOfValuesAreBounded() {
    assertThat(read("[".repeat(30) + "]".repeat(30))).isInstanceOf(Decoded.Value.class);
    assertThat(read("[".repeat(100_000))).isInstanceOf(Decoded.Malformed.class);
    String many = "[" + "0,".repeat(JsonReader.VALUES_MAX) + "0]";
    assertThat(read(many)).isInstanceOf(Decoded.Malformed.class);
    assertThat(JsonReader.decode(new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'}))
        .isEqualTo(new Decoded.Malformed<Json>("not UTF-8"));
  }

  @Test
  void noBytesMakeItThrow() {
    byte[] letters = "{}[]\",:0123456789.eE+-truefalsn\\u \n".getBytes(StandardCharsets.US_ASCII);
    Property.forAll(Gen.seeds())
        .cases(3_000, 100_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          byte[] bytes = new byte[random.nextInt(30)];
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] =
                random.nextInt(20) == 0
                    ? (byte) random.nextInt(256)
                    : letters[random.nextInt(letters.length)];
          }
          assertThatCode(() -> JsonReader.decode(bytes)).doesNotThrowAnyException();
        });
  }
}
