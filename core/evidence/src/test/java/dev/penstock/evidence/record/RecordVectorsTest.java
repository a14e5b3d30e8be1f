package dev.penstock.evidence.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborValue;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.Refusal;
import dev.penstock.testkit.Vectors;
import dev.penstock.testkit.cddl.Cddl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The vectors of docs/formats/vectors/records: records of every kind, and broken ones. Run with
 * {@code -Dpenstock.vectors=write} to make the file anew after a change of the format.
 */
class RecordVectorsTest {
  private static final Path FILE =
      Vectors.root().resolve("docs/formats/vectors/records/records.json");
  private static final HexFormat HEX = HexFormat.of();
  private static final int EACH_KIND = 8;

  /** Fixed: the file is the same on every machine. */
  private final RandomRecords random = new RandomRecords(new SplittableRandom(20_260_101));

  private final Cddl grammar = Cddl.read(Vectors.root().resolve("docs/formats/records.cddl"));

  RecordVectorsTest() throws IOException {}

  @Test
  void theFileIsWhatTheCodeSays() throws IOException {
    String text = text();
    if ("write".equals(System.getProperty("penstock.vectors"))) {
      Files.writeString(FILE, text);
    }
    assertThat(FILE).hasContent(text);
  }

  @Test
  void everyKindIsThereAndIsTakenByDecoderAndGrammar() throws IOException {
    JsonNode records = new ObjectMapper().readTree(FILE.toFile()).get("records");
    assertThat(records).hasSize(EACH_KIND * RecordKind.values().length);
    for (JsonNode each : records) {
      byte[] bytes = HEX.parseHex(each.get("bytes").textValue());
      assertThat(LedgerRecord.decode(bytes))
          .isInstanceOfSatisfying(
              Decoded.Value.class,
              value ->
                  assertThat(((LedgerRecord) value.value()).value().kind().name())
                      .isEqualTo(each.get("kind").textValue()));
      assertThat(grammar.fault("record", bytes)).isEmpty();
    }
  }

  @Test
  void whatIsBrokenIsRefusedForTheReasonGiven() throws IOException {
    JsonNode refused = new ObjectMapper().readTree(FILE.toFile()).get("refused");
    assertThat(refused).hasSizeGreaterThan(100);
    for (JsonNode each : refused) {
      byte[] bytes = HEX.parseHex(each.get("bytes").textValue());
      Refusal refusal = refusal(bytes);
      assertThat(refusal.reason()).hasToString(each.get("reason").textValue());
      assertThat(refusal.offset()).isEqualTo(each.get("offset").intValue());
      assertThat(grammar.fault("record", bytes).isPresent())
          .isEqualTo(each.get("grammar").booleanValue());
    }
  }

  private static Refusal refusal(byte[] bytes) {
    return switch (LedgerRecord.decode(bytes)) {
      case Decoded.Refused<LedgerRecord>(var refusal) -> refusal;
      case Decoded.Value<LedgerRecord>(var record) -> throw new AssertionError("taken: " + record);
    };
  }

  private String text() {
    List<String> records = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (RecordKind kind : RecordKind.values()) {
      for (int i = 0; i < EACH_KIND; i++) {
        byte[] bytes = random.of(kind).encode();
        records.add("    {\"kind\":\"" + kind + "\",\"bytes\":\"" + HEX.formatHex(bytes) + "\"}");
        if (i == 0) {
          broken(bytes).forEach(each -> refused.add(refusedLine(kind, each)));
        }
      }
    }
    return "{\n  \"records\": [\n"
        + String.join(",\n", records)
        + "\n  ],\n  \"refused\": [\n"
        + String.join(",\n", refused)
        + "\n  ]\n}\n";
  }

  private String refusedLine(RecordKind kind, byte[] bytes) {
    Refusal refusal = refusal(bytes);
    return "    {\"kind\":\"%s\",\"reason\":\"%s\",\"offset\":%d,\"grammar\":%s,\"bytes\":\"%s\"}"
        .formatted(
            kind,
            refusal.reason(),
            refusal.offset(),
            grammar.fault("record", bytes).isPresent(),
            HEX.formatHex(bytes));
  }

  /** The record with one thing wrong, in turn: each field's type or range, their number, a byte. */
  private static List<byte[]> broken(byte[] record) {
    var fields =
        switch (CborValue.decode(record, CborLimits.ofBytes(LedgerRecord.BYTES_MAX))) {
          case Decoded.Value<CborValue>(var value) -> ((CborValue.Array) value).items();
          case Decoded.Refused<CborValue>(var refusal) -> throw new AssertionError(refusal);
        };
    List<byte[]> broken = new ArrayList<>();
    broken.add(with(fields, 0, new CborValue.Negative(0)));
    broken.add(with(fields, 1, CborValue.of(0)));
    broken.add(with(fields, 1, CborValue.of(RecordKind.codeMax() + 1)));
    broken.add(with(fields, 2, CborValue.of(1L << 32)));
    broken.add(with(fields, 3, CborValue.of("1")));
    broken.add(with(fields, 4, CborValue.of("now")));
    broken.add(with(fields, 5, new CborValue.Unsigned(1L << 63)));
    broken.add(with(fields, 6, new CborValue.Null()));
    broken.add(with(fields, 7, new CborValue.Tag(99, fields.get(7))));
    broken.add(new CborValue.Array(fields.subList(0, 7)).encode());
    var more = new ArrayList<>(fields);
    more.add(new CborValue.Null());
    broken.add(new CborValue.Array(more).encode());
    broken.add(Arrays.copyOf(record, record.length - 1));
    // The array's length in two bytes: well-formed, and not the one spelling.
    byte[] longer = new byte[record.length + 1];
    System.arraycopy(record, 0, longer, 1, record.length);
    longer[0] = (byte) 0x98;
    longer[1] = 8;
    broken.add(longer);
    return broken;
  }

  private static byte[] with(List<CborValue> fields, int index, CborValue value) {
    var changed = new ArrayList<>(fields);
    changed.set(index, value);
    return new CborValue.Array(changed).encode();
  }
}
