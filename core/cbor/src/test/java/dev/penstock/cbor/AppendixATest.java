package dev.penstock.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.testkit.Vectors;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** RFC 8949 appendix A: what is in core deterministic form is taken, the rest is not. */
class AppendixATest {
  /** The examples that are not in the form of §4.2.1, or hold a value outside our profile. */
  private static final Map<String, CborReason> REFUSED =
      Map.ofEntries(
          // Infinity and not-a-number in more bytes than they need.
          Map.entry("fa7f800000", CborReason.FLOAT_NOT_SHORTEST),
          Map.entry("faff800000", CborReason.FLOAT_NOT_SHORTEST),
          Map.entry("fb7ff0000000000000", CborReason.FLOAT_NOT_SHORTEST),
          Map.entry("fbfff0000000000000", CborReason.FLOAT_NOT_SHORTEST),
          Map.entry("fa7fc00000", CborReason.NAN_NOT_CANONICAL),
          Map.entry("fb7ff8000000000000", CborReason.NAN_NOT_CANONICAL),
          // undefined and unassigned simple values.
          Map.entry("f7", CborReason.SIMPLE_VALUE),
          Map.entry("f0", CborReason.SIMPLE_VALUE),
          Map.entry("f818", CborReason.SIMPLE_VALUE),
          Map.entry("f8ff", CborReason.SIMPLE_VALUE),
          // Indefinite lengths.
          Map.entry("5f42010243030405ff", CborReason.INDEFINITE_LENGTH),
          Map.entry("7f657374726561646d696e67ff", CborReason.INDEFINITE_LENGTH),
          Map.entry("9fff", CborReason.INDEFINITE_LENGTH),
          Map.entry("9f018202039f0405ffff", CborReason.INDEFINITE_LENGTH),
          Map.entry("9f01820203820405ff", CborReason.INDEFINITE_LENGTH),
          Map.entry("83018202039f0405ff", CborReason.INDEFINITE_LENGTH),
          Map.entry("83019f0203ff820405", CborReason.INDEFINITE_LENGTH),
          Map.entry(
              "9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff",
              CborReason.INDEFINITE_LENGTH),
          Map.entry("bf61610161629f0203ffff", CborReason.INDEFINITE_LENGTH),
          Map.entry("826161bf61626163ff", CborReason.INDEFINITE_LENGTH),
          Map.entry("bf6346756ef563416d7421ff", CborReason.INDEFINITE_LENGTH));

  @Test
  void everyExampleIsTakenOrRefusedForItsReason() throws IOException {
    var file = Vectors.folder("cbor").resolve("appendix_a.json").toFile();
    var refused = new TreeMap<String, RefusalReason>();
    int taken = 0;
    for (JsonNode example : new ObjectMapper().readTree(file)) {
      String hex = example.get("hex").asText();
      byte[] bytes = HexFormat.of().parseHex(hex);
      switch (CborValue.decode(bytes, CborLimits.ofBytes(100))) {
        case Decoded.Value<CborValue>(var value) -> {
          taken++;
          assertThat(value.encode()).as(hex).isEqualTo(bytes);
          JsonNode decoded = example.get("decoded");
          if (decoded != null) {
            assertThat(plain(value)).as(hex).isEqualTo(plain(decoded));
          }
        }
        case Decoded.Refused<CborValue>(var refusal) -> {
          var _ = refused.put(hex, refusal.reason());
        }
      }
    }
    assertThat(refused).isEqualTo(new TreeMap<>(REFUSED));
    assertThat(taken).isEqualTo(82 - REFUSED.size());
  }

  /** A value in the words of JSON, as far as JSON has any. */
  private static String plain(CborValue value) {
    return switch (value) {
      case CborValue.Unsigned(var bits) -> Long.toUnsignedString(bits);
      case CborValue.Negative(var n) ->
          new java.math.BigInteger(Long.toUnsignedString(n)).not().toString();
      case CborValue.Bytes bytes -> bytes.toString();
      case CborValue.Text(var text) -> '"' + text + '"';
      case CborValue.Array(var items) ->
          items.stream().map(AppendixATest::plain).toList().toString();
      case CborValue.Map(var pairs) ->
          pairs.stream().map(p -> plain(p.key()) + ":" + plain(p.value())).toList().toString();
      case CborValue.Tag(var number, CborValue.Bytes bytes) when number == 2 ->
          new java.math.BigInteger(1, bytes.value()).toString();
      case CborValue.Tag(var number, CborValue.Bytes bytes) when number == 3 ->
          new java.math.BigInteger(1, bytes.value()).not().toString();
      case CborValue.Tag(var number, var content) -> number + "(" + plain(content) + ")";
      case CborValue.Bool(var bool) -> String.valueOf(bool);
      case CborValue.Null() -> "null";
      case CborValue.Float64(var number) -> String.valueOf(number);
    };
  }

  private static String plain(JsonNode node) {
    if (node.isArray()) {
      return node.valueStream().map(AppendixATest::plain).toList().toString();
    }
    if (node.isObject()) {
      return node.propertyStream()
          .map(p -> '"' + p.getKey() + "\":" + plain(p.getValue()))
          .toList()
          .toString();
    }
    if (node.isTextual()) {
      return '"' + node.asText() + '"';
    }
    return node.isFloatingPointNumber() ? String.valueOf(node.asDouble()) : node.asText();
  }
}
