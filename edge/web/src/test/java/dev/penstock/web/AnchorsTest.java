package dev.penstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.evidence.block.Sha256;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who vouches for the log outside, as the API tells it. */
class AnchorsTest {
  @TempDir Path folder;

  private House house;

  @BeforeEach
  void open() throws Exception {
    house = new House(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void eachAnchorSaysWhatItVouchedForAndWhatIsWrong() throws Exception {
    JsonNode all = house.json("/api/v1/anchors");
    assertThat(all.at("/vouchedSize").asText()).isEqualTo("2");
    assertThat(all.at("/vouchedUntil").asText()).isEqualTo("2026-01-01T00:00:01.000000000Z");
    assertThat(all.at("/windowSeconds").asText()).isEqualTo(Long.toString(31 * 86_400 - 1));
    assertThat(all.at("/anchors/0/name").asText()).isEqualTo("chain");
    assertThat(all.at("/anchors/0/last").isNull()).isTrue();
    assertThat(all.at("/anchors/0/failureCount").asInt()).isEqualTo(3);
    assertThat(all.at("/anchors/0/failing/why").asText()).isEqualTo("no route");
    assertThat(all.at("/anchors/1/failing").isNull()).isTrue();
    assertThat(all.at("/anchors/1/last/size").asText()).isEqualTo("2");
    assertThat(all.at("/anchors/1/contradiction").asText()).hasSize(64);
    JsonNode node = house.json("/api/v1/node").get("anchoring");
    assertThat(node.at("/anchorCount").asInt()).isEqualTo(2);
    assertThat(node.at("/failingCount").asInt()).isEqualTo(1);
    assertThat(node.at("/windowSeconds").asText()).isEqualTo(Long.toString(31 * 86_400 - 1));
  }

  @Test
  void answersComeInPages() throws Exception {
    JsonNode first = house.json("/api/v1/anchors/results?limit=2");
    assertThat(first.at("/count").asText()).isEqualTo("3");
    assertThat(first.get("results")).hasSize(2);
    assertThat(first.at("/results/1/outcome").asText()).isEqualTo("failed");
    assertThat(first.at("/results/1/at").isNull()).isTrue();
    assertThat(first.at("/results/1/details/why").isMissingNode()).isFalse();
    JsonNode second = house.json(first.get("next").asText());
    assertThat(second.get("results")).hasSize(1);
    assertThat(second.at("/results/0/number").asText()).isEqualTo("2");
    assertThat(second.get("next").isNull()).isTrue();
    JsonNode covering = house.json("/api/v1/anchors/results?size=2");
    assertThat(covering.get("results")).hasSize(1);
    assertThat(house.json("/api/v1/anchors/results?size=3").get("results")).isEmpty();
  }

  @Test
  void aProofComesByItsDigest() throws Exception {
    String digest = HexFormat.of().formatHex(Sha256.of(FakeAnchors.PROOF).bytes());
    HttpResponse<byte[]> proof = house.get("/api/v1/anchors/proofs/" + digest);
    assertThat(proof.body()).isEqualTo(FakeAnchors.PROOF);
    HttpResponse<byte[]> none = house.get("/api/v1/anchors/proofs/" + "0".repeat(64));
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(House.json(none).at("/code").asText()).isEqualTo("proof-unknown");
    assertThat(house.getOpen("/api/v1/anchors/proofs/" + digest).statusCode()).isEqualTo(401);
  }

  @Test
  void aRecordSaysWhenSomebodyOutsideVouchedForIt() throws Exception {
    assertThat(house.json("/api/v1/records/0.0").at("/times/anchored").asText())
        .isEqualTo("2026-01-01T00:00:01.000000000Z");
    JsonNode rows = house.json("/api/v1/records").get("records");
    assertThat(rows.get(rows.size() - 1).at("/times/anchored").asText())
        .isEqualTo("2026-01-01T00:00:02.000000000Z");
    assertThat(house.json("/api/v1/sources/1/points").at("/points/0/last/times/anchored").isNull())
        .isFalse();
  }

  /** What anchors said never stands in the way of a record. */
  @Test
  void whereAnswersCannotBeReadRecordsComeAllTheSame() throws Exception {
    house.anchors.isUnreadable = true;
    assertThat(house.json("/api/v1/records/0.0").at("/times/anchored").isNull()).isTrue();
    assertThat(house.get("/api/v1/anchors/results").statusCode()).isEqualTo(500);
    house.anchors.isDamaged = true;
    assertThat(house.json("/api/v1/records/0.0").at("/times/anchored").isNull()).isTrue();
    HttpResponse<byte[]> answer = house.get("/api/v1/anchors/results");
    assertThat(House.json(answer).at("/code").asText()).isEqualTo("evidence-damaged");
    assertThat(house.json("/api/v1/anchors").get("anchors")).hasSize(2);
  }
}
