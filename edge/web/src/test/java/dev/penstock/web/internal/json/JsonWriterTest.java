package dev.penstock.web.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A reader of another make reads back exactly what was written. */
class JsonWriterTest {
  private static final ObjectMapper READER = new ObjectMapper();

  private static JsonNode read(JsonWriter json) {
    try {
      return READER.readTree(json.toBytes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anyTextComesBackAndNothingOfItStandsOutsideItsQuotes() {
    Property.forAll(Gen.bytes(0, 60).map(bytes -> new String(bytes, StandardCharsets.UTF_16BE)))
        .cases(500, 50_000)
        .holds(text -> {
          var json = new JsonWriter();
          json.object();
          json.text(text, text);
          json.end();
          byte[] written = json.toBytes();
          // Control characters, and what could end a page's script, are never there as they are.
          for (byte one : written) {
            assertThat(one == '\n' || one < 0 || one >= 0x20).isTrue();
            assertThat(one).isNotEqualTo((byte) '<');
          }
          JsonNode back;
          try {
            back = READER.readTree(written);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          assertThat(back.get(text).asText()).isEqualTo(text);
        });
  }

  @Test
  void everyDoubleComesBackBitByBit() {
    Property.forAll(Gen.longs(Long.MIN_VALUE, Long.MAX_VALUE))
        .cases(1_000, 100_000)
        .holds(bits -> {
          double value = Double.longBitsToDouble(bits);
          var json = new JsonWriter();
          json.object();
          json.real("v", value);
          json.end();
          JsonNode back = read(json).get("v");
          double read = back.isTextual() ? Double.parseDouble(back.asText()) : back.asDouble();
          assertThat(Double.doubleToLongBits(read)).isEqualTo(Double.doubleToLongBits(value));
          assertThat(back.isTextual()).isEqualTo(!Double.isFinite(value));
        });
    var json = new JsonWriter();
    json.object();
    json.real("v", -0.0);
    json.end();
    assertThat(Double.doubleToLongBits(read(json).get("v").asDouble()))
        .isEqualTo(Double.doubleToLongBits(-0.0));
  }

  @Test
  void aNumberThatAReaderMayLoseIsRefusedAsANumber() {
    var json = new JsonWriter();
    json.object();
    assertThatThrownBy(() -> json.number("n", 1L << 32))
        .isInstanceOf(IllegalArgumentException.class);
    json.number("n", (1L << 32) - 1);
    json.whole("w", Long.MIN_VALUE);
    json.end();
    assertThat(read(json).get("n").asLong()).isEqualTo(4_294_967_295L);
    assertThat(read(json).get("w").asText()).isEqualTo("-9223372036854775808");
  }

  @Test
  void whatIsNoJsonCannotBeWritten() {
    var json = new JsonWriter();
    assertThatThrownBy(() -> json.name("x")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(json::end).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(json::toBytes).isInstanceOf(IllegalStateException.class);
    json.object();
    assertThatThrownBy(() -> json.text("no name")).isInstanceOf(IllegalStateException.class);
    json.name("a");
    assertThatThrownBy(() -> json.name("b")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(json::end).isInstanceOf(IllegalStateException.class);
    json.text("b");
    json.end();
    assertThatThrownBy(json::object).isInstanceOf(IllegalStateException.class);
    assertThat(new String(json.toBytes(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"b\"}\n");
  }
}
