package dev.penstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.shred.PeriodKey;
import dev.penstock.evidence.shred.SealedValues;
import dev.penstock.flow.shred.Seen;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row over a sealed value shows it, or says why it cannot; it never says none. */
class SealedValueRowsTest {
  @TempDir Path folder;

  private House house;
  private LedgerRecord clear;

  @BeforeEach
  void open() throws IOException {
    house = new House(folder);
    clear = house.archive.sample("badge-7", "gate", SampleValue.of("open"));
    var key = PeriodKey.of(ByteString.of(new byte[16]), new byte[32]);
    house.archive.seal(SealedValues.seal(clear, key, new byte[12]));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private JsonNode row() throws Exception {
    JsonNode page = house.json("/api/v1/records?source=badge-7");
    return page.at("/records").get(page.at("/records").size() - 1);
  }

  @Test
  void withItsKeyTheValueIsShownAsItWas() throws Exception {
    house.values = record -> new Seen.Open(clear);
    JsonNode row = row();
    assertThat(row.at("/kind").asText()).isEqualTo("sample");
    assertThat(row.at("/value/value").asText()).isEqualTo("open");
    assertThat(row.at("/sealedValue/state").asText()).isEqualTo("open");
    assertThat(row.at("/sealedValue/keyId").asText()).isEqualTo("0".repeat(32));
  }

  @Test
  void aShreddedValueSaysByWhomWhenAndWhy() throws Exception {
    house.values = record -> new Seen.Shredded(0, "Ana Ek", "the person asked");
    JsonNode row = row();
    assertThat(row.at("/value/type").asText()).isEqualTo("sealed");
    assertThat(row.at("/sealedValue/state").asText()).isEqualTo("shredded");
    assertThat(row.at("/sealedValue/words").asText())
        .isEqualTo("Shredded on 1970-01-01T00:00:00.000000000Z by Ana Ek: the person asked");
    assertThat(row.at("/proof").asText()).endsWith("/proof");
    JsonNode points = house.json("/api/v1/sources/" + row.at("/source/number") + "/points");
    assertThat(points.at("/points/0/last/sealedValue/by").asText()).isEqualTo("Ana Ek");
  }

  @Test
  void aMissingKeyIsNamedAsSuch() throws Exception {
    assertThat(row().at("/sealedValue/words").asText())
        .isEqualTo("Sealed; the key is not in the vault.");
    house.values = record -> new Seen.Unreadable("a byte was changed");
    assertThat(row().at("/sealedValue/state").asText()).isEqualTo("unreadable");
  }

  @Test
  void aValueInClearHasNoSuchField() throws Exception {
    JsonNode page = house.json("/api/v1/records?source=pump1");
    assertThat(page.at("/records/0/sealedValue").isNull()).isTrue();
  }
}
