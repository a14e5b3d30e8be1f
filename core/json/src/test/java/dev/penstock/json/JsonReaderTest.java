package dev.penstock.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  /** As strict as Jackson can be told to be. */
  private static final ObjectMapper JACKSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        "\"\"",
        "0",
        "-0",
        "-1",
        "1.5",
        "1e5",
        "1E+5",
        "1e-5",
        "[]",
        "{}",
        " [ 1 , 2 ] ",
        "{\"\":0}",
        "\"\\ud83d\\ude00\"",
        "\"\u007f\"",
        "\t\r\n 1",
        "{\"a\":{\"a\":[{\"a\":null}]}}",
        "\"\\u0000\"",
        "0.0e0",
        "1e-999"
      })
  void whatTheGrammarHoldsIsTaken(String text) throws IOException {
    assertThat(Texts.reading(text)).isInstanceOf(JsonReading.Value.class);
    assertThat(JACKSON.readTree(text)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nul",
        "nulll",
        "True",
        "01",
        "-",
        "+1",
        ".5",
        "1.",
        "1e",
        "1e+",
        "0x1",
        "1 2",
        "NaN",
        "Infinity",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "{\"a\" 1}",
        "{1:1}",
        "\"",
        "\"a",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\n\"",
        "\"\t\"",
        "// c\n1",
        "/**/1",
        "1//",
        "]",
        "}",
        ":",
        ",",
        "\u00a01",
        "\ufeff1",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":1}",
        "[1]]",
        "\"a\"b",
        "-a",
        "--1",
        "1.e5",
        "1.5.5",
        "1e5e5",
        "\u0000",
        "1\u0000",
        "[\u0000]"
      })
  void whatItDoesNotHoldIsRefused(String text) {
    assertThat(Texts.reading(text)).isInstanceOf(JsonReading.Refused.class);
    assertThatThrownBy(
            () -> {
              JsonNode read = JACKSON.readTree(text);
              if (read.isMissingNode()) {
                throw new IOException("nothing there");
              }
            })
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "\"\\ude00\\ud83d\"",
        "\"\\ud83dx\\ude00\"",
        "{\"\\ud83d\":1}",
        "\"\\ud83d\\ud83d\\ude00\""
      })
  void halvesOfSurrogatePairsAreRefused(String text) {
    assertThat(Texts.reading(text))
        .isInstanceOfSatisfying(
            JsonReading.Refused.class,
            refused -> assertThat(refused.why()).isEqualTo("half of a surrogate pair"));
  }

  @ParameterizedTest
  @CsvSource({
    "22c022, 1", // cut short by the quote
    "22c0af22, 1", // a slash, overlong
    "22eda08022, 1", // half of a pair
    "22f490808022, 1", // beyond U+10FFFF
    "2261ff22, 2",
    "22e282, 1", // the end cuts it short
  })
  void whatIsNoUtf8IsRefusedWhereItStands(String hex, int offset) {
    assertThat(JsonReader.read(HexFormat.of().parseHex(hex), Texts.LIMITS))
        .isEqualTo(new JsonReading.Refused(offset, "not UTF-8"));
  }

  @Test
  void theOffsetCountsBytes() {
    assertThat(Texts.reading("[\"\u20ac\ud83d\ude00\", x]"))
        .isEqualTo(new JsonReading.Refused(12, "no value starts so"));
    assertThat(Texts.reading("{\"\u20ac\":1,\"\u20ac\":1}"))
        .isEqualTo(new JsonReading.Refused(9, "a name stands twice in one object"));
  }

  @Test
  void numbersHaveTheirBounds() {
    assertThat(Texts.read("9007199254740991")).isEqualTo(new Json.Whole(Json.WHOLE_MAX));
    assertThat(Texts.read("-9007199254740991")).isEqualTo(new Json.Whole(-Json.WHOLE_MAX));
    assertThat(Texts.read("9007199254740992")).isEqualTo(new Json.Real(0x1p53));
    assertThat(Texts.read("123456789012345678901")).isEqualTo(new Json.Real(1.2345678901234568e20));
    assertThat(Texts.read("1.0")).isEqualTo(new Json.Whole(1));
    assertThat(Texts.read("-0.0")).isEqualTo(new Json.Whole(0));
    assertThat(Texts.read("1e-999")).isEqualTo(new Json.Whole(0));
    assertThat(Texts.reading("[1e999]"))
        .isEqualTo(new JsonReading.Refused(1, "a number that no double holds"));
    assertThat(Texts.reading("1".repeat(1_001)))
        .isEqualTo(new JsonReading.Refused(0, "a number longer than 1000 chars"));
    assertThat(Texts.reading("0." + "1".repeat(998))).isInstanceOf(JsonReading.Value.class);
  }

  @Test
  void depthSizeAndCountAreBounded() {
    String deep = "[".repeat(64) + "]".repeat(64);
    assertThat(Texts.reading(deep)).isInstanceOf(JsonReading.Value.class);
    assertThat(Texts.reading("[" + deep + "]"))
        .isEqualTo(new JsonReading.Refused(64, "deeper than 64 levels"));
    assertThat(Texts.reading("[".repeat(1 << 19))).isInstanceOf(JsonReading.Refused.class);
    assertThat(Texts.reading("{\"a\":".repeat(100_000))).isInstanceOf(JsonReading.Refused.class);
    var four = new JsonLimits(20, 2, 4);
    assertThat(JsonReader.read("[1,2,3]".getBytes(StandardCharsets.UTF_8), four))
        .isInstanceOf(JsonReading.Value.class);
    assertThat(JsonReader.read("[1,2,3,4]".getBytes(StandardCharsets.UTF_8), four))
        .isEqualTo(new JsonReading.Refused(7, "more than 4 values"));
    assertThat(JsonReader.read("[1]                  ".getBytes(StandardCharsets.UTF_8), four))
        .isEqualTo(new JsonReading.Refused(20, "longer than 20 bytes"));
    assertThatThrownBy(() -> new JsonLimits(1, 257, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The foreign judge: what is generated is taken by both, and means the same to both. */
  @Test
  void jacksonReadsTheSame() {
    Property.forAll(Gen.seeds().map(Texts::any))
        .cases(500, 50_000)
        .describedBy(CanonicalJson::text)
        .holds(json -> {
          JsonNode theirs = jackson(CanonicalJson.bytes(json));
          assertThat(same(json, theirs)).as("%s is %s", json, theirs).isTrue();
          // Spelled by them, with escapes and orders of their own, it is the same value to us.
          assertThat(Texts.read(theirs.toPrettyString())).isEqualTo(json);
        });
  }

  /** Text with one bit changed: never a throw, and never taken where Jackson finds a fault. */
  @Test
  void textWithOneBitChangedNeverThrowsAndIsNeverTakenAlone() {
    Property.forAll(Gen.seeds())
        .cases(2_000, 200_000)
        .holds(seed -> {
          byte[] bytes = CanonicalJson.bytes(Texts.any(seed));
          int bit = new SplittableRandom(seed).nextInt(bytes.length * 8);
          bytes[bit / 8] ^= (byte) (1 << bit % 8);
          if (JsonReader.read(bytes, Texts.LIMITS) instanceof JsonReading.Value(var value)) {
            assertThat(same(value, jackson(bytes))).isTrue();
          } else {
            assertThat(isTakenByJacksonForGoodReason(bytes)).isFalse();
          }
        });
  }

  @Test
  void anyBytesAndAnyBeginningNeverThrow() {
    Property.forAll(Gen.bytes(0, 60))
        .cases(2_000, 200_000)
        .holds(bytes -> assertThat(JsonReader.read(bytes, Texts.LIMITS)).isNotNull());
    Property.forAll(Gen.seeds())
        .cases(200, 20_000)
        .holds(seed -> {
          byte[] bytes = CanonicalJson.bytes(Json.array(List.of(Texts.any(seed))));
          int cut = new SplittableRandom(seed).nextInt(bytes.length);
          assertThat(JsonReader.read(Arrays.copyOf(bytes, cut), Texts.LIMITS))
              .isInstanceOfSatisfying(
                  JsonReading.Refused.class,
                  refused -> assertThat(refused.offset()).isBetween(0, cut));
        });
  }

  @Test
  void aTextIsNeverShown() {
    assertThat(Texts.read("{\"password\":\"hunter2 hunter2\"}").toString())
        .doesNotContain("hunter2");
  }

  private static JsonNode jackson(byte[] bytes) {
    try {
      return JACKSON.readTree(bytes);
    } catch (IOException e) {
      throw new AssertionError(new String(bytes, StandardCharsets.UTF_8), e);
    }
  }

  /** Jackson takes halves of pairs, numbers beyond a double, and UTF-16; we do not. */
  private static boolean isTakenByJacksonForGoodReason(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      JsonNode read = JACKSON.readTree(text);
      boolean isUtf8 = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes);
      return isUtf8
          && !read.isMissingNode()
          && Surrogates.loneAt(unescaped(read)) < 0
          && !read.toString().contains("Infinity");
    } catch (IOException e) {
      return false;
    }
  }

  private static String unescaped(JsonNode node) {
    var out = new StringBuilder(node.isTextual() ? node.asText() + " " : "");
    node.forEach(inner -> out.append(unescaped(inner)));
    node.fieldNames().forEachRemaining(name -> out.append(name).append(' '));
    return out.toString();
  }

  private static boolean same(Json ours, JsonNode theirs) {
    return switch (ours) {
      case Json.Text(var text) -> theirs.isTextual() && theirs.asText().equals(text);
      case Json.Whole(var whole) -> theirs.isNumber() && theirs.asDouble() == whole;
      case Json.Real(var real) -> theirs.isNumber() && theirs.asDouble() == real;
      case Json.Flag(var flag) -> theirs.isBoolean() && theirs.asBoolean() == flag;
      case Json.Nothing() -> theirs.isNull();
      case Json.Array(var items) -> {
        boolean isSame = theirs.isArray() && theirs.size() == items.size();
        for (int i = 0; i < items.size() && isSame; i++) {
          isSame = same(items.get(i), theirs.get(i));
        }
        yield isSame;
      }
      case Json.Object(var fields) ->
          theirs.isObject()
              && theirs.size() == fields.size()
              && fields.entrySet().stream()
                  .allMatch(field ->
                      theirs.has(field.getKey())
                          && same(field.getValue(), theirs.get(field.getKey())));
    };
  }
}
