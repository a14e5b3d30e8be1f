package dev.penstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.flow.Entries;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.InclusionProof;
import dev.penstock.merkle.ProofCheck;
import dev.penstock.merkle.ProofChecker;
import dev.penstock.merkle.RangeProof;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.NoteCheck;
import dev.penstock.merkle.note.NoteVerifier;
import dev.penstock.merkle.note.TlogProof;
import dev.penstock.signature.JdkSignatures;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sealed can be asked for, page by page, and comes with its proof. */
class RecordsTest {
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
  void sourcesComeWithWhatIsKnownOfThem() throws Exception {
    JsonNode page = house.json("/api/v1/sources");
    assertThat(page.at("/sources/0/name").asText()).isEqualTo("plant/valve ü");
    assertThat(page.at("/sources/1/name").asText()).isEqualTo("pump1");
    assertThat(page.at("/sources/1/number").asLong()).isEqualTo(1);
    assertThat(page.at("/sources/1/protocol").asText()).isEqualTo("mqtt");
    assertThat(page.at("/sources/1/recordCount").asText()).isEqualTo("3");
    assertThat(page.at("/next").isNull()).isTrue();
    assertThat(page.at("/indexed").asText()).isEqualTo("2");
  }

  @Test
  void aSourceIsFoundByItsNameWhateverStandsInIt() throws Exception {
    JsonNode page = house.json("/api/v1/sources?source=plant%2Fvalve+%C3%BC");
    assertThat(page.at("/sources").size()).isEqualTo(1);
    assertThat(page.at("/sources/0/number").asLong()).isEqualTo(2);
    assertThat(house.json("/api/v1/sources/2").at("/name").asText()).isEqualTo("plant/valve ü");
  }

  @Test
  void pagesOfSourcesCoverAllOnce() throws Exception {
    for (int i = 0; i < 25; i++) {
      house.archive.seal(house.archive.sample("s" + i, "p", SampleValue.of(i)));
    }
    List<String> names = new ArrayList<>();
    String address = "/api/v1/sources?limit=4";
    int pages = 0;
    while (address != null) {
      JsonNode page = house.json(address);
      page.at("/sources").forEach(source -> names.add(source.get("name").asText()));
      address = page.at("/next").isNull() ? null : page.at("/next").asText();
      pages++;
    }
    assertThat(names).hasSize(27).doesNotHaveDuplicates();
    assertThat(pages).isEqualTo(7);
  }

  @Test
  void pointsComeWithTheirLastValue() throws Exception {
    house.archive.seal(house.archive.sample("pump1", "pressure", SampleValue.of(5.25)));
    JsonNode page = house.json("/api/v1/sources/1/points");
    assertThat(page.at("/source/name").asText()).isEqualTo("pump1");
    assertThat(page.at("/points/1/name").asText()).isEqualTo("pressure");
    assertThat(page.at("/points/1/last/value/value").asDouble()).isEqualTo(5.25);
    assertThat(page.at("/points/1/last/place").asText()).isEqualTo("2.0");
    JsonNode first = house.json("/api/v1/sources/1/points?limit=2");
    assertThat(first.at("/points").size()).isEqualTo(2);
    JsonNode second = house.json(first.at("/next").asText());
    assertThat(second.at("/points/0/name").asText()).isEqualTo("speed");
    assertThat(second.at("/next").isNull()).isTrue();
  }

  @Test
  void aRowKeepsItsFiveTimesApart() throws Exception {
    JsonNode row = house.json("/api/v1/records?source=pump1&point=pressure").at("/records/0");
    assertThat(row.at("/times/source").asText()).isEqualTo("2025-12-31T23:59:59.999999995Z");
    assertThat(row.at("/times/received").asText()).isEqualTo("2026-01-01T00:00:00.000000000Z");
    assertThat(row.at("/times/sealed").asText()).isEqualTo("2026-01-01T00:00:03.000000000Z");
    assertThat(row.at("/times/anchored").asText()).isEqualTo("2026-01-01T00:00:01.000000000Z");
    assertThat(row.at("/times/verified").asText()).isEqualTo("2026-02-01T00:00:00.123456789Z");
    assertThat(row.at("/block/entry").asText()).isEqualTo("0");
    assertThat(row.at("/block/record").asInt()).isZero();
    assertThat(row.at("/quality/severity").asText()).isEqualTo("good");
    assertThat(row.at("/point/name").asText()).isEqualTo("pressure");
    assertThat(row.at("/proof").asText()).isEqualTo("/api/v1/records/0.0/proof");
  }

  @Test
  void numbersOf64BitsAndBytesLoseNothing() throws Exception {
    JsonNode rows = house.json("/api/v1/records?source=pump1").at("/records");
    assertThat(rows.at("/1/value/type").asText()).isEqualTo("int64");
    assertThat(rows.at("/1/value/value").isTextual()).isTrue();
    assertThat(rows.at("/1/value/value").asText()).isEqualTo("-9223372036854775808");
    assertThat(rows.at("/2/value/contentType").asText()).isEqualTo("text/plain");
    assertThat(Base64.getDecoder().decode(rows.at("/2/value/base64").asText()))
        .isEqualTo("hi\n".getBytes(StandardCharsets.UTF_8));
    assertThat(rows.at("/2/value/text").asText()).isEqualTo("hi\n");
    assertThat(rows.at("/2/value/flags").toString()).isEqualTo("[\"retained\",\"duplicate\"]");
  }

  @Test
  void pagesOfRecordsCoverAllOnceInBothOrders() throws Exception {
    for (int i = 0; i < 90; i++) {
      house.archive.seal(
          house.archive.sample("s", "p", SampleValue.of(i)),
          house.archive.sample("t", "p", SampleValue.of(i)));
    }
    house.archive.portionMax = 7;
    List<String> oldest = walk("/api/v1/records?source=s&limit=11");
    List<String> newest = walk("/api/v1/records?source=s&limit=1000&order=newest");
    assertThat(oldest).hasSize(90).doesNotHaveDuplicates();
    assertThat(newest).isEqualTo(oldest.reversed());
  }

  @Test
  void aPageOfLargeRowsEndsEarlyAndTheNextGoesOn() throws Exception {
    String large = "x".repeat(30_000);
    for (int i = 0; i < 10; i++) {
      house.archive.seal(house.archive.sample("big", "p", SampleValue.of(i + large)));
    }
    HttpResponse<byte[]> first = house.get("/api/v1/records?source=big&limit=1000");
    assertThat(first.body().length).isBetween(House.LIMITS.pageBytes(), 100_000);
    assertThat(walk("/api/v1/records?source=big&limit=1000")).hasSize(10).doesNotHaveDuplicates();
  }

  private List<String> walk(String start) throws Exception {
    List<String> places = new ArrayList<>();
    String address = start;
    while (address != null) {
      JsonNode page = house.json(address);
      page.at("/records").forEach(row -> places.add(row.get("place").asText()));
      address = page.at("/next").isNull() ? null : page.at("/next").asText();
    }
    return places;
  }

  @Test
  void timesBoundWhatComesAndTheEndIsNotIncluded() throws Exception {
    JsonNode rows =
        house
            .json("/api/v1/records?from=2026-01-01T00:00:01Z&to=2026-01-01T00:00:03Z")
            .at("/records");
    assertThat(rows.size()).isEqualTo(2);
    assertThat(
            house
                .json(
                    "/api/v1/records?from=2026-01-01T01:00:00%2B01:00"
                        + "&to=2026-01-01T00:00:00.000000001Z")
                .at("/records")
                .size())
        .isEqualTo(1);
  }

  @Test
  void whatWasPrunedIsSaidAndNeverNone() throws Exception {
    house.archive.pruned =
        Optional.of(new Entries.Pruned(7, "30 days", Instant.parse("2026-01-31T00:00:00Z"), 9));
    JsonNode page = house.json("/api/v1/records");
    assertThat(page.at("/pruned/policy").asText()).isEqualTo("30 days");
    assertThat(page.at("/pruned/words").asText()).contains("30 days", "2026-01-31");
    HttpResponse<byte[]> gone = house.get("/api/v1/records/0.0");
    assertThat(gone.statusCode()).isEqualTo(410);
    assertThat(House.json(gone).at("/detail").asText()).contains("30 days", "2026-01-31");
    assertThat(house.get("/api/v1/records/0.0/proof").statusCode()).isEqualTo(410);
  }

  @Test
  void aCursorOfAnotherQuestionIsRefused() throws Exception {
    String next = house.json("/api/v1/records?source=pump1&limit=1").at("/next").asText();
    assertThat(house.get(next).statusCode()).isEqualTo(200);
    for (String changed :
        List.of(
            next.replace("sourceNumber=1", "sourceNumber=2"),
            next.replace("order=oldest", "order=newest"),
            next + "&from=2026-01-01T00:00:00Z",
            next.substring(0, next.length() - 1),
            next + "A",
            "/api/v1/records?cursor=",
            "/api/v1/sources?cursor=" + next.substring(next.indexOf("cursor=") + 7))) {
      HttpResponse<byte[]> answer = house.get(changed);
      assertThat(answer.statusCode()).as(changed).isEqualTo(400);
      assertThat(House.json(answer).at("/code").asText()).isEqualTo("cursor-invalid");
    }
  }

  @Test
  void oneRecordIsThereByItsPlace() throws Exception {
    assertThat(house.json("/api/v1/records/0.1").at("/point/name").asText()).isEqualTo("speed");
    HttpResponse<byte[]> none = house.get("/api/v1/records/0.4000");
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(House.json(none).at("/code").asText()).isEqualTo("record-unknown");
  }

  @Test
  void aPayloadIsThereByItsDigest() throws Exception {
    String digest = HexFormat.of().formatHex(Sha256.of(House.BLOB).bytes());
    HttpResponse<byte[]> there = house.get("/api/v1/blobs/" + digest);
    assertThat(there.statusCode()).isEqualTo(200);
    assertThat(there.body()).isEqualTo(House.BLOB);
    assertThat(there.headers().firstValue("Content-Type")).contains("application/octet-stream");
    assertThat(there.headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment");
    HttpResponse<byte[]> none = house.get("/api/v1/blobs/" + "0".repeat(64));
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(House.json(none).at("/code").asText()).isEqualTo("blob-unknown");
    assertThat(house.get("/api/v1/blobs/" + digest.substring(1)).statusCode()).isEqualTo(400);
    assertThat(house.getOpen("/api/v1/blobs/" + digest).statusCode()).isEqualTo(401);
  }

  /** Everything is taken from the answer, but the log's key: as an auditor would. */
  @Test
  void aProofCanBeCheckedWithTheLogsKeyAlone() throws Exception {
    JsonNode proof = house.json("/api/v1/records/0.1/proof");
    byte[] cose = base64(proof.at("/header/cose"));
    var tlog = decode(TlogProof.decode(text(proof.at("/tlogProof"))));
    var hasher = new TreeHasher();
    var note = tlog.checkpoint();
    assertThat(
            new NoteVerifier(new JdkSignatures(), List.of(house.archive.signer().key()))
                .check(note))
        .isInstanceOf(NoteCheck.Verified.class);
    Digest root = Digest.of(base64(proof.at("/checkpoint/root")));
    assertThat(note.text()).contains(proof.at("/checkpoint/root").asText());
    var inclusion =
        new InclusionProof(
            Long.parseLong(proof.at("/inclusion/index").asText()),
            Long.parseLong(proof.at("/inclusion/size").asText()),
            path(proof.at("/inclusion/path")));
    assertThat(tlog.path()).isEqualTo(inclusion.path());
    assertThat(new ProofChecker(hasher).inclusion(inclusion, hasher.leaf(cose), root))
        .isInstanceOf(ProofCheck.Verified.class);
    Block block = ((Decoded.Value<Block>) Block.decode(cose)).value();
    byte[] record = base64(proof.at("/disclosure/records/0"));
    Digest leaf = new SaltedTree().leafHash(base64(proof.at("/disclosure/salts/0")), record);
    var range = new RangeProof(1, 2, block.header().count(), path(proof.at("/disclosure/path")));
    assertThat(new ProofChecker(hasher).range(range, leaf.bytes(), block.header().root()))
        .isInstanceOf(ProofCheck.Verified.class);
    LedgerRecord shown = ((Decoded.Value<LedgerRecord>) LedgerRecord.decode(record)).value();
    assertThat(shown.value()).isEqualTo(new Sample(SampleValue.of(Long.MIN_VALUE)));
    HttpResponse<byte[]> file = house.get("/api/v1/records/0.1/tlog-proof");
    assertThat(file.body()).isEqualTo(tlog.encode());
    assertThat(file.headers().firstValue("Content-Disposition"))
        .hasValueSatisfying(
            value -> assertThat(value).isEqualTo("attachment; filename=\"block-0.tlog-proof\""));
  }

  @Test
  void aProofThatDoesNotHoldIsNotHandedOut() throws Exception {
    house.archive.isBroken = true;
    for (String form : List.of("proof", "tlog-proof")) {
      HttpResponse<byte[]> answer = house.get("/api/v1/records/0.1/" + form);
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(House.json(answer).at("/code").asText()).isEqualTo("evidence-damaged");
    }
  }

  @Test
  void aProofThatIsNotPublishedYetIsWorthAnotherAsking() throws Exception {
    house.archive.isPublished = false;
    HttpResponse<byte[]> answer = house.get("/api/v1/records/0.0/proof");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(House.json(answer).at("/code").asText()).isEqualTo("not-published-yet");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(house.get("/api/v1/records/99.0/proof").statusCode()).isEqualTo(404);
  }

  private static byte[] base64(JsonNode node) {
    return Base64.getDecoder().decode(node.asText());
  }

  private static byte[] text(JsonNode node) {
    return node.asText().getBytes(StandardCharsets.UTF_8);
  }

  private static HashPath path(JsonNode node) {
    List<byte[]> hashes = new ArrayList<>();
    node.forEach(hash -> hashes.add(base64(hash)));
    return HashPath.decode(hashes).orElseThrow();
  }

  private static <T> T decode(dev.penstock.merkle.Decoded<T> decoded) {
    return switch (decoded) {
      case dev.penstock.merkle.Decoded.Value<T>(var value) -> value;
      case dev.penstock.merkle.Decoded.Malformed<T>(var why) -> throw new AssertionError(why);
    };
  }
}
