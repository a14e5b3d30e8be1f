package dev.penstock.web.internal.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.audit.AuditRow;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.web.internal.json.JsonWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuditRowFormTest {
  private static JsonNode written(Details details) throws IOException {
    var id = ByteString.of(new byte[16]);
    var access =
        new Access(id, "sign-in", "somebody", Access.Outcome.GRANTED, id, "192.0.2.7", details);
    var json = new JsonWriter();
    AuditRowForm.write(
        json,
        new AuditRow(
            "12.0", Instant.parse("2026-03-04T05:06:07.000000089Z"), access, Optional.of("anna")));
    return new ObjectMapper().readTree(json.toBytes());
  }

  @Test
  void detailsArePlainTextByName() throws IOException {
    JsonNode row = written(Details.of("way", "passkey"));
    assertThat(row.get("details").toString()).isEqualTo("{\"way\":\"passkey\"}");
    assertThat(row.get("outcome").asText()).isEqualTo("granted");
    assertThat(row.get("time").asText()).isEqualTo("2026-03-04T05:06:07.000000089Z");
  }

  @Test
  void aRowWithoutDetailsHasAnEmptyObject() throws IOException {
    assertThat(written(Details.NONE).get("details").toString()).isEqualTo("{}");
  }
}
