package dev.penstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.flow.Entries;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.note.Note;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Continuity, the node, the log and its figures, as they are asked for. */
class StateTest {
  private static final String DAY = "from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z";

  @TempDir Path folder;

  private House house;

  @BeforeEach
  void open() throws IOException {
    house = new House(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aReportOpensWithItsScope() throws Exception {
    HttpResponse<byte[]> answer = house.get("/api/v1/continuity?source=pump1&" + DAY);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .startsWith(
            "{\"scope\":\"From this gateway's subscription on, QoS 1; loss before it is not"
                + " covered.\"");
    JsonNode report = House.json(answer);
    assertThat(report.at("/heardCount").asText()).isEqualTo("42");
    assertThat(report.at("/listeningThroughout").asBoolean()).isFalse();
    assertThat(report.at("/stretches/0/state").asText()).isEqualTo("heard");
    assertThat(report.at("/stretches/1/state").asText()).isEqualTo("deaf");
    assertThat(report.at("/stretches/1/since").asText()).startsWith("2026-01-01T12:00:00");
    assertThat(report.at("/stretches/2/why").asText()).isEqualTo("pruned");
    assertThat(report.at("/stretches/2/policy").asText()).isEqualTo("30 days");
    assertThat(report.at("/findings/0/kind").asText()).isEqualTo("gap");
    assertThat(report.at("/findings/0/to").isNull()).isTrue();
    assertThat(report.at("/words/0").asText()).contains("pump1", "42 records heard");
  }

  @Test
  void aScopeThatIsNotKnownClaimsNothing() throws Exception {
    house.continuity.scope = Optional.empty();
    JsonNode report = house.json("/api/v1/continuity?sourceNumber=1&" + DAY);
    assertThat(report.at("/scope").asText()).contains("loss before it is not covered");
    assertThat(report.at("/way").isNull()).isTrue();
    assertThat(report.at("/qos").isNull()).isTrue();
  }

  @Test
  void aReportThatEndsEarlySaysWhereToGoOn() throws Exception {
    house.continuity.reportEnd = Archive.START + 3_600 * Archive.SECOND;
    JsonNode report = house.json("/api/v1/continuity?source=pump1&" + DAY);
    String next = report.at("/next").asText();
    assertThat(next)
        .isEqualTo(
            "/api/v1/continuity?sourceNumber=1&from=2026-01-01T01%3A00%3A00.000000000Z"
                + "&to=2026-01-02T00%3A00%3A00.000000000Z");
    house.continuity.reportEnd = Long.MAX_VALUE;
    assertThat(house.json(next).at("/next").isNull()).isTrue();
  }

  @Test
  void aCertificateComesAsAFile() throws Exception {
    HttpResponse<byte[]> answer =
        house.get("/api/v1/continuity/certificate?source=plant%2Fvalve%20%C3%BC&" + DAY);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(new byte[] {(byte) 0xd2, 1, 2, 3});
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/cose"));
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"continuity-plant-valve-2026-01-01.cose\"");
    house.continuity.impossible = Optional.of("Ask for half a day.");
    HttpResponse<byte[]> none = house.get("/api/v1/continuity/certificate?source=pump1&" + DAY);
    assertThat(none.statusCode()).isEqualTo(422);
    assertThat(House.json(none).at("/detail").asText()).isEqualTo("Ask for half a day.");
  }

  @Test
  void aStatementNeedsItsSourceAndATimeThatGoesForward() throws Exception {
    assertThat(code("/api/v1/continuity?" + DAY)).isEqualTo("parameter-missing");
    assertThat(code("/api/v1/continuity?source=pump1&from=2026-01-01T00:00:00Z"))
        .isEqualTo("parameter-missing");
    assertThat(
            code(
                "/api/v1/continuity?source=pump1&from=2026-01-01T00:00:00Z"
                    + "&to=2026-01-01T00:00:00Z"))
        .isEqualTo("parameter-invalid");
    assertThat(code("/api/v1/continuity?source=nobody&" + DAY)).isEqualTo("source-unknown");
  }

  private String code(String address) throws Exception {
    return House.json(house.get(address)).at("/code").asText();
  }

  @Test
  void theNodeSaysHowItIs() throws Exception {
    JsonNode node = house.json("/api/v1/node");
    assertThat(node.at("/origin").asText()).isEqualTo(Archive.LOG);
    assertThat(node.at("/logSize").asText()).isEqualTo("2");
    assertThat(node.at("/lags/0/waiting").asText()).isEqualTo("3");
    assertThat(node.at("/brokers/0/up").asBoolean()).isFalse();
    assertThat(node.at("/brokers/0/state").asText()).isEqualTo("refused: wrong password");
    assertThat(node.at("/syslog/0/name").asText()).isEqualTo("plant");
    assertThat(node.at("/syslog/0/up").asBoolean()).isTrue();
    assertThat(node.at("/remarks/0").asText()).isEqualTo("no published head");
    assertThat(node.at("/checks/1/detail").asText()).isEqualTo("3 GiB are free");
  }

  @Test
  void theBusiestTopicsAreToldWithHowFarTheirCountsMayBeOff() throws Exception {
    JsonNode topics = house.json("/api/v1/node/topics");
    assertThat(topics.at("/brokers/0/name").asText()).isEqualTo("line1");
    assertThat(topics.at("/brokers/0/messageCount").asText()).isEqualTo("30");
    assertThat(topics.at("/brokers/0/busiest/0/topic").asText()).isEqualTo("plant/flow");
    assertThat(topics.at("/brokers/0/busiest/0/atMostTooMany").asText()).isEqualTo("2");
  }

  @Test
  void theKeysThatAnAuditorNeedsAreAFile() throws Exception {
    HttpResponse<byte[]> answer = house.get("/api/v1/node/trust");
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).endsWith("quorum none\n");
    assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
        .contains("gateway.trust");
  }

  @Test
  void aNodeThatIsNotReadyNamesWhatIsWrongAndNoMore() throws Exception {
    assertThat(house.getOpen("/health/ready").statusCode()).isEqualTo(200);
    house.status.isReady = false;
    HttpResponse<byte[]> answer = house.getOpen("/health/ready");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(House.json(answer).at("/wrong").toString()).isEqualTo("[\"disk\"]");
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("GiB");
    assertThat(house.getOpen("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void figuresComeAsPrometheusReadsThem() throws Exception {
    int _ = house.get("/api/v1/nothing").statusCode();
    HttpResponse<byte[]> answer = house.get("/metrics");
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    assertThat(text)
        .contains("# HELP penstock_cursor_lag Frames a cursor has\\nnot read.\n")
        .contains("# TYPE penstock_cursor_lag gauge\n")
        .contains("penstock_cursor_lag{cursor=\"sealer\"} 3\n")
        .contains("penstock_cursor_lag{cursor=\"north \\\"A\\\"\\\\B\"} NaN\n")
        .contains("penstock_http_answers_total{status=\"404\"} 1\n")
        .endsWith("\n");
  }

  @Test
  void theLogIsServedAsTiles() throws Exception {
    HttpResponse<byte[]> head = house.getOpen("/log/checkpoint");
    assertThat(Note.decode(head.body())).isInstanceOf(Decoded.Value.class);
    assertThat(head.headers().firstValue("Cache-Control")).hasValue("no-cache");
    HttpResponse<byte[]> tile = house.getOpen("/log/tile/0/000.p/2");
    assertThat(tile.body()).hasSize(64);
    assertThat(tile.headers().firstValue("Cache-Control"))
        .hasValueSatisfying(value -> assertThat(value).contains("immutable"));
    assertThat(house.get("/log/tile/entries/000.p/2").body().length).isGreaterThan(200);
    house.archive.pruned = Optional.of(new Entries.Pruned(256, "30 days", Instant.EPOCH, 300));
    HttpResponse<byte[]> gone = house.get("/log/tile/entries/000.p/2");
    assertThat(gone.statusCode()).isEqualTo(410);
    assertThat(House.json(gone).at("/detail").asText()).contains("30 days");
    assertThat(house.getOpen("/log/tile/0/000.p/2").statusCode()).isEqualTo(200);
  }
}
