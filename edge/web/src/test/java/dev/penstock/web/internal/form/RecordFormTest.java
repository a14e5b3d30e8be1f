package dev.penstock.web.internal.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.testkit.Vectors;
import dev.penstock.web.internal.json.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The records of docs/formats/vectors/records as JSON: nothing of them is lost. */
class RecordFormTest {
  private static final ObjectMapper READER = new ObjectMapper();

  private static List<LedgerRecord> records() throws IOException {
    List<LedgerRecord> records = new ArrayList<>();
    JsonNode file =
        READER.readTree(
            Vectors.root().resolve("docs/formats/vectors/records/records.json").toFile());
    for (JsonNode one : file.get("records")) {
      byte[] bytes = HexFormat.of().parseHex(one.get("bytes").asText());
      if (LedgerRecord.decode(bytes) instanceof Decoded.Value<LedgerRecord>(var record)) {
        records.add(record);
      }
    }
    return records;
  }

  private static JsonNode form(RecordValue value) throws IOException {
    var json = new JsonWriter();
    json.object();
    KindForm.write(json, value);
    json.end();
    return READER.readTree(json.toBytes()).get("value");
  }

  @Test
  void everyKindHasAFormAndDifferentRecordsHaveDifferentOnes() throws IOException {
    Map<String, RecordValue> seen = new HashMap<>();
    Set<RecordKind> kinds = EnumSet.noneOf(RecordKind.class);
    for (LedgerRecord record : records()) {
      kinds.add(record.kind());
      JsonNode form = form(record.value());
      assertThat(form.get("type").asText()).isNotEmpty();
      RecordValue other = seen.put(record.kind() + " " + form, record.value());
      if (other != null) {
        assertThat(other).isEqualTo(record.value());
      }
    }
    assertThat(kinds).containsExactlyInAnyOrder(RecordKind.values());
    assertThat(seen).hasSizeGreaterThan(100);
  }

  @Test
  void everySampleCanBeReadBackToTheSameValue() throws IOException {
    int read = 0;
    for (LedgerRecord record : records()) {
      if (record.value() instanceof Sample(var value)) {
        assertThat(valueOf(form(record.value()))).isEqualTo(value);
        read++;
      }
    }
    assertThat(read).isGreaterThan(5);
    for (Scalar scalar :
        List.of(
            new Scalar.None(),
            new Scalar.Bool(true),
            new Scalar.Whole(Long.MIN_VALUE),
            new Scalar.Whole(Long.MAX_VALUE),
            new Scalar.Large(-1),
            new Scalar.Real(Double.NaN),
            new Scalar.Real(Double.NEGATIVE_INFINITY),
            new Scalar.Real(Double.MIN_VALUE),
            new Scalar.Text("\u0000\"\\\u2028"),
            new Scalar.Bytes(ByteString.of(new byte[] {0, -1})),
            new Scalar.Decimal(-2, 1250),
            new Scalar.Decimal(127, Long.MIN_VALUE))) {
      var one = new SampleValue.One(scalar);
      assertThat(valueOf(form(new Sample(one)))).isEqualTo(one);
      var many = new SampleValue.Many(List.of(scalar, scalar));
      assertThat(valueOf(form(new Sample(many)))).isEqualTo(many);
    }
  }

  @Test
  void aStoredMessageSaysWhereItsBytesAre() throws IOException {
    var stored =
        new SampleValue.Stored(
            "a/b", SampleValue.Payload.RETAINED, Sha256.of(new byte[] {1}), 200_000);
    JsonNode form = form(new Sample(stored));
    String digest = HexFormat.of().formatHex(stored.digest().bytes());
    assertThat(form.get("type").asText()).isEqualTo("stored-message");
    assertThat(form.get("contentType").asText()).isEqualTo("a/b");
    assertThat(form.get("size").asLong()).isEqualTo(200_000);
    assertThat(form.get("sha256").asText()).isEqualTo(digest);
    assertThat(form.get("blob").asText()).isEqualTo("/api/v1/blobs/" + digest);
    assertThat(form.at("/flags/0").asText()).isEqualTo("retained");
  }

  @Test
  void aDecimalIsShownAsPeopleWriteIt() throws IOException {
    JsonNode form = form(new Sample(new SampleValue.One(new Scalar.Decimal(-2, 1250))));
    assertThat(form.get("value").asText()).isEqualTo("12.50");
  }

  private static SampleValue valueOf(JsonNode form) {
    return switch (form.get("type").asText()) {
      case "list" -> {
        List<Scalar> values = new ArrayList<>();
        form.get("values").forEach(one -> values.add(scalarOf(one)));
        yield new SampleValue.Many(values);
      }
      case "message" -> messageOf(form);
      default -> new SampleValue.One(scalarOf(form));
    };
  }

  private static SampleValue messageOf(JsonNode form) {
    Map<String, Integer> bits =
        Map.of(
            "retained", SampleValue.Payload.RETAINED,
            "duplicate", SampleValue.Payload.DUPLICATE,
            "last-will", SampleValue.Payload.LAST_WILL);
    int flags = 0;
    for (JsonNode flag : form.get("flags")) {
      flags |= bits.get(flag.asText());
    }
    JsonNode type = form.get("contentType");
    return new SampleValue.Payload(
        type.isNull() ? null : type.asText(),
        bytes(form),
        form.get("flags").isNull() ? null : Integer.valueOf(flags));
  }

  private static ByteString bytes(JsonNode form) {
    return ByteString.of(Base64.getDecoder().decode(form.get("base64").asText()));
  }

  private static Scalar scalarOf(JsonNode form) {
    JsonNode value = form.path("value");
    return switch (form.get("type").asText()) {
      case "none" -> new Scalar.None();
      case "boolean" -> new Scalar.Bool(value.asBoolean());
      case "int64" -> new Scalar.Whole(Long.parseLong(value.asText()));
      case "uint64" -> new Scalar.Large(Long.parseUnsignedLong(value.asText()));
      case "float64" -> new Scalar.Real(Double.parseDouble(value.asText()));
      case "string" -> new Scalar.Text(value.asText());
      case "bytes" -> new Scalar.Bytes(bytes(form));
      case "decimal" ->
          new Scalar.Decimal(
              form.get("exponent").asInt(), Long.parseLong(form.get("mantissa").asText()));
      default -> throw new AssertionError(form);
    };
  }
}
