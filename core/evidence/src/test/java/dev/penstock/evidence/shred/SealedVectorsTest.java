package dev.penstock.evidence.shred;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.testkit.Vectors;
import dev.penstock.testkit.cddl.Cddl;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The vectors of docs/formats/vectors/shred, which another program wrote. */
class SealedVectorsTest {
  private static final HexFormat HEX = HexFormat.of();

  private final JsonNode values =
      new ObjectMapper()
          .readTree(Vectors.root().resolve("docs/formats/vectors/shred/values.json").toFile())
          .get("values");

  SealedVectorsTest() throws IOException {}

  private static byte[] bytes(JsonNode vector, String field) {
    return HEX.parseHex(vector.get(field).textValue());
  }

  private static LedgerRecord record(byte[] bytes) {
    return switch (LedgerRecord.decode(bytes)) {
      case Decoded.Value<LedgerRecord>(var record) -> record;
      case Decoded.Refused<LedgerRecord>(var refusal) -> throw new AssertionError(refusal);
    };
  }

  private static PeriodKey key(JsonNode vector) {
    return PeriodKey.of(ByteString.of(bytes(vector, "keyId")), bytes(vector, "periodKey"));
  }

  @Test
  void sealingGivesTheSameBytesAsTheOtherProgram() {
    assertThat(values).hasSize(3);
    for (JsonNode vector : values) {
      LedgerRecord clear = record(bytes(vector, "clear"));

      LedgerRecord sealed = SealedValues.seal(clear, key(vector), bytes(vector, "nonce"));

      assertThat(HEX.formatHex(sealed.encode())).isEqualTo(vector.get("sealed").textValue());
    }
  }

  @Test
  void itsRecordsOpenWithEitherKey() {
    for (JsonNode vector : values) {
      LedgerRecord clear = record(bytes(vector, "clear"));
      LedgerRecord sealed = record(bytes(vector, "sealed"));
      RecordKey recordKey = RecordKey.of(bytes(vector, "recordKey"));

      assertThat(SealedValues.open(sealed, key(vector))).isEqualTo(new Opened.Clear(clear));
      assertThat(SealedValues.open(sealed, recordKey)).isEqualTo(new Opened.Clear(clear));
      assertThat(key(vector).recordKey(sealed).bytes()).isEqualTo(recordKey.bytes());
      assertThat(recordKey.cipherKey()).isEqualTo(bytes(vector, "cipherKey"));
      assertThat(recordKey.commitment()).isEqualTo(bytes(vector, "commitment"));
      assertThat(SealedValues.place(sealed)).isEqualTo(bytes(vector, "externalAad"));
    }
  }

  @Test
  void theGrammarTakesThem() throws IOException {
    Cddl grammar = Cddl.read(Vectors.root().resolve("docs/formats/records.cddl"));
    for (JsonNode vector : values) {
      byte[] sealed = bytes(vector, "sealed");
      assertThat(grammar.fault("record", sealed)).isEmpty();
    }
  }
}
