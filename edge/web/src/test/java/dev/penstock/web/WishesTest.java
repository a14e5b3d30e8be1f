package dev.penstock.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.access.DualControl;
import dev.penstock.evidence.record.Access;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What takes two people beside people: plant, certificates, shred. Req: 62443-4-2 CR 2.1 RE 4 */
final class WishesTest {
  private static final String VERSIONS = "/api/v1/plant/versions";
  private static final String YAML = "application/yaml";

  /** A query is given up before the connection is. */
  private static final WebLimits LIMITS =
      new WebLimits(
          256,
          4,
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          64 * 1024,
          8 * 1024,
          256,
          Duration.ofSeconds(3),
          50,
          Duration.ofSeconds(5),
          Duration.ofSeconds(2));

  @TempDir private Path folder;
  private House house;
  private Browser admin;
  private Browser officer;
  private Browser owner;

  @BeforeEach
  void open() throws Exception {
    house = new House(folder, LIMITS);
    admin = Browser.ofFirst(house);
    officer = Browser.of(house, admin, "p-officer", "[{\"role\": \"security-officer\"}]");
    officer.addApp();
    owner = Browser.of(house, admin, "p-owner", "[{\"role\": \"asset-owner\"}]");
    officer.approveAll();
    owner.addApp();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** Req: 62443-4-2 CR 1.7: the page asks for what will do, so the answer names it. */
  @Test
  void whoHasAnAppIsToldThatAPasswordAloneChangesIt() throws Exception {
    admin.addApp();
    JsonNode refused = admin.json(403, admin.post("/api/v1/account/totp/begin", "{}"));
    assertThat(refused.get("code").asText()).isEqualTo("step-up-needed");
    assertThat(refused.get("reasons")).hasSize(1);
    assertThat(refused.get("reasons").get(0).asText()).isEqualTo("password-totp");
    admin.stepUp();
    assertThat(admin.post("/api/v1/account/totp/begin", "{}").statusCode()).isEqualTo(200);
  }

  @Test
  void anotherPlantTakesASecondPerson() throws Exception {
    officer.stepUp();
    JsonNode waiting = officer.json(202, officer.postAs(YAML, VERSIONS, "sound: yes\n"));
    assertThat(waiting.get("number").asText()).isEqualTo("3");
    assertThat(waiting.at("/approval/kind").asText()).isEqualTo("plant.change");
    assertThat(waiting.at("/diff/0/after").asText()).isEqualTo("Old hall");
    assertThat(house.desk.carriedOut).isEmpty();
    String id = waiting.at("/approval/id").asText();
    String digest = waiting.at("/approval/digest").asText();
    assertThat(
            Browser.problem(
                officer.post(
                    "/api/v1/approvals/" + id + "/approve", "{\"digest\": \"" + digest + "\"}")))
        .isEqualTo("403 approver-is-author");
    owner.approveAll();
    assertThat(house.desk.carriedOut)
        .containsExactly(
            "plant.change {\"do\":\"plant\",\"model\":\""
                + hex(FakeDesks.OLDER.digest().bytes())
                + "\"}");
  }

  @Test
  void whereTheSettingsWantNobodyElseAPlantIsInForceAtOnce() throws Exception {
    house.fakes.needsTwo = false;
    officer.stepUp();
    String older = VERSIONS + "/" + hex(FakeDesks.OLDER.digest().bytes()) + "/propose";
    JsonNode done = officer.json(200, officer.post(older, "{}"));
    assertThat(done.get("outcome").asText()).isEqualTo("PLANT_CHANGE was done");
    assertThat(house.desk.carriedOut).hasSize(1);
    String same = VERSIONS + "/" + hex(FakeDesks.MODEL.digest().bytes()) + "/propose";
    assertThat(Browser.problem(officer.post(same, "{}"))).isEqualTo("409 conflict");
    assertThat(Browser.problem(officer.post(VERSIONS + "/" + "0".repeat(64) + "/propose", "{}")))
        .isEqualTo("404 plant-unknown");
  }

  @Test
  void aFileThatIsNoPlantIsToldItsFaults() throws Exception {
    officer.stepUp();
    HttpResponse<byte[]> answer = officer.postAs(YAML, VERSIONS, "nonsense\n");
    assertThat(Browser.problem(answer)).isEqualTo("422 plant-unsound");
    assertThat(House.json(answer).at("/reasons/0").asText()).startsWith("2:3 known-zone");
    assertThat(Browser.problem(officer.post(VERSIONS, "{}"))).isEqualTo("415 body-not-yaml");
    assertThat(Browser.problem(officer.postAs(YAML, VERSIONS, "x".repeat((1 << 20) + 1))))
        .isEqualTo("413 body-too-large");
  }

  @Test
  void nobodyWishesWithoutHavingSteppedUp() throws Exception {
    house.clock.advance(Duration.ofMinutes(6));
    assertThat(Browser.problem(officer.postAs(YAML, VERSIONS, "sound")))
        .isEqualTo("403 step-up-needed");
    assertThat(Browser.problem(officer.post("/api/v1/shred", SHRED.formatted("pump1"))))
        .isEqualTo("403 step-up-needed");
    assertThat(Browser.problem(officer.post("/api/v1/certificates", CERTIFICATE)))
        .isEqualTo("403 step-up-needed");
    assertThat(
            Browser.problem(
                officer.post("/api/v1/certificates/" + FakeDesks.SERIAL + "/revoke", "{}")))
        .isEqualTo("403 step-up-needed");
    assertThat(house.desk.carriedOut).isEmpty();
  }

  @Test
  void versionsAreListedNewestFirst() throws Exception {
    JsonNode first = house.json(VERSIONS + "?limit=1");
    assertThat(first.at("/items/0/number").asText()).isEqualTo("2");
    assertThat(first.at("/items/0/isActive").asBoolean()).isTrue();
    assertThat(first.at("/waiting/0/origin").asText()).isEqualTo("file");
    JsonNode second = house.json(first.get("next").asText());
    assertThat(second.at("/items/0/cause").asText()).isEqualTo("first");
    assertThat(second.get("next").isNull()).isTrue();
    HttpResponse<byte[]> file = house.get("/api/v1/plant?form=yaml");
    assertThat(file.headers().firstValue("Content-Type")).contains(YAML);
    assertThat(new String(file.body(), UTF_8)).startsWith("format:");
    house.fakes.isThere = false;
    assertThat(Browser.problem(house.get("/api/v1/plant"))).isEqualTo("404 plant-unknown");
  }

  private static final String SHRED =
      "{\"source\": \"%s\", \"from\": \"2026-01-01T00:00:00Z\","
          + " \"to\": \"2026-01-02T00:00:00Z\", \"reason\": \"asked to\"}";

  @Test
  void aShredTakesTwoPeople() throws Exception {
    officer.stepUp();
    assertThat(Browser.problem(officer.post("/api/v1/shred", SHRED.formatted("nobody"))))
        .isEqualTo("422 request-refused");
    JsonNode waiting = officer.json(202, officer.post("/api/v1/shred", SHRED.formatted("pump1")));
    assertThat(waiting.at("/plan/0").asText()).isEqualTo("goes all");
    String id = waiting.at("/approval/id").asText();
    JsonNode seen = owner.json(200, owner.get("/api/v1/approvals/" + id));
    assertThat(seen.get("gradeNeeded").asText()).isEqualTo("passkey");
    assertThat(Browser.problem(owner.approve(seen))).isEqualTo("403 passkey-needed");
    assertThat(house.desk.carriedOut).isEmpty();
    owner.addPasskey();
    owner.approveAll();
    assertThat(house.desk.carriedOut)
        .containsExactly("shred {\"do\":\"shred\",\"source\":\"pump1\"}");
  }

  /** Else it would wait for a word that nobody can give. */
  @Test
  void aShredIsNotAskedForWhereThereCanBeNoPasskeys() throws Exception {
    house.desk.isWithoutPasskeys = true;
    officer.stepUp();
    HttpResponse<byte[]> answer = officer.post("/api/v1/shred", SHRED.formatted("pump1"));
    assertThat(Browser.problem(answer)).isEqualTo("403 passkey-needed");
    assertThat(House.json(answer).get("detail").asText()).contains("host name", "penstock.yaml");
    assertThat(officer.json(200, officer.get("/api/v1/approvals")).get("items")).isEmpty();
  }

  @Test
  void theTableSaysWhichGradeEachKindTakes() throws Exception {
    JsonNode table = owner.json(200, owner.get("/api/v1/roles")).get("dualControl");
    Map<String, String> grades = new TreeMap<>();
    table.forEach(row -> grades.put(row.get("kind").asText(), row.get("grade").asText()));
    assertThat(grades)
        .hasSize(DualControl.Kind.values().length)
        .containsEntry("shred", "passkey")
        .containsEntry("person.erase", "passkey")
        .containsEntry("break-glass.reset", "passkey")
        .containsEntry("roles.grant", "re-authentication")
        .containsEntry("certificate.revoke", "re-authentication")
        .containsEntry("plant.change", "re-authentication");
    assertThat(grades)
        .as("stricter by the settings of these tests")
        .containsEntry("person.reset", "passkey");
    assertThat(table.findValuesAsText("grade")).containsOnly("passkey", "re-authentication");
  }

  @Test
  void aStricterSettingHoldsForWhatIsAsked() throws Exception {
    String id = admin.json(200, admin.get("/api/v1/session")).at("/person/id").asText();
    admin.stepUp();
    JsonNode waiting =
        admin.json(202, admin.post("/api/v1/people/" + id + "/reset", "{}")).get("approval");
    assertThat(waiting.get("kind").asText()).isEqualTo("person.reset");
    assertThat(Browser.problem(owner.approve(waiting))).isEqualTo("403 passkey-needed");
    owner.addPasskey();
    assertThat(owner.json(200, owner.approve(waiting)).get("state").asText()).isEqualTo("executed");
  }

  /** Who asks for plans takes places among the queries, and what hangs ends as they do. */
  @Test
  void aPlanThatHangsIsGivenUp() throws Exception {
    officer.stepUp();
    house.fakes.planning = new CountDownLatch(1);
    assertThat(Browser.problem(officer.post("/api/v1/shred", SHRED.formatted("pump1"))))
        .isEqualTo("503 query-too-slow");
    house.fakes.planning.countDown();
    var _ = officer.json(202, officer.post("/api/v1/shred", SHRED.formatted("pump1")));
  }

  private static final String CERTIFICATE =
      "{\"request\": \"-----BEGIN\", \"subject\": \"wall\", \"kind\": \"display\"}";

  @Test
  void aCertificateIsIssuedByOneAndRecorded() throws Exception {
    officer.stepUp();
    JsonNode made = officer.json(201, officer.post("/api/v1/certificates", CERTIFICATE));
    assertThat(made.at("/certificate/serial").asText()).isEqualTo(FakeDesks.SERIAL);
    assertThat(made.get("pem").asText()).startsWith("-----BEGIN CERTIFICATE");
    assertThat(house.desk.written)
        .anyMatch(access ->
            access.outcome() == Access.Outcome.GRANTED
                && access.object().equals("issue display")
                && access.action().equals("certificates.manage"));
    assertThat(house.desk.written).noneMatch(access -> access.toString().contains("wall"));
    assertThat(house.desk.written)
        .anyMatch(access ->
            access.object().equals("certificate/" + FakeDesks.SERIAL)
                && access.details().toString().contains("fingerprint"));
    assertThat(
            Browser.problem(
                officer.post("/api/v1/certificates", CERTIFICATE.replace("display", "king"))))
        .isEqualTo("400 body-malformed");
    assertThat(
            Browser.problem(officer.post("/api/v1/certificates", CERTIFICATE.replace("wall", " "))))
        .isEqualTo("422 request-refused");
  }

  /** Nobody gets what nobody could say was given out. */
  @Test
  void aCertificateWhoseRecordCannotBeWrittenIsWithheld() throws Exception {
    officer.stepUp();
    house.desk.lost = access -> access.object().equals("issue display");
    HttpResponse<byte[]> before = officer.post("/api/v1/certificates", CERTIFICATE);
    assertThat(Browser.problem(before)).isEqualTo("503 audit-unwritable");
    assertThat(house.fakes.issuedCount).as("nothing was issued").hasValue(0);
    house.desk.lost = access -> access.object().startsWith("certificate/");
    HttpResponse<byte[]> after = officer.post("/api/v1/certificates", CERTIFICATE);
    assertThat(Browser.problem(after)).isEqualTo("503 audit-unwritable");
    assertThat(house.fakes.issuedCount).as("it is in the register").hasValue(1);
    assertThat(new String(after.body(), UTF_8)).doesNotContain("BEGIN", FakeDesks.SERIAL);
    house.desk.lost = _ -> false;
    JsonNode made = officer.json(201, officer.post("/api/v1/certificates", CERTIFICATE));
    assertThat(made.get("pem").asText()).startsWith("-----BEGIN CERTIFICATE");
  }

  @Test
  void aCertificateIsRevokedByTwo() throws Exception {
    officer.stepUp();
    String path = "/api/v1/certificates/" + FakeDesks.SERIAL + "/revoke";
    JsonNode waiting = officer.json(202, officer.post(path, "{\"reason\": \"key-compromise\"}"));
    assertThat(waiting.get("serial").asText()).isEqualTo(FakeDesks.SERIAL);
    assertThat(Browser.problem(officer.post(path, "{\"reason\": \"whim\"}")))
        .isEqualTo("400 body-malformed");
    assertThat(
            Browser.problem(
                officer.post("/api/v1/certificates/" + "f".repeat(32) + "/revoke", "{}")))
        .isEqualTo("404 certificate-unknown");
    admin.addApp();
    admin.approveAll();
    assertThat(house.desk.carriedOut).hasSize(1);
  }

  @Test
  void theListOfRevokedOnesIsForEverybody() throws Exception {
    HttpResponse<byte[]> list = house.getOpen("/api/v1/certificates/crl");
    assertThat(list.statusCode()).isEqualTo(200);
    assertThat(list.headers().firstValue("Content-Type")).contains("application/pkix-crl");
    assertThat(list.body()).isEqualTo(new byte[] {0x30, 0});
    house.fakes.isThere = false;
    assertThat(Browser.problem(house.getOpen("/api/v1/certificates/crl")))
        .isEqualTo("404 certificate-unknown");
    assertThat(house.json("/api/v1/certificates").at("/issued/0/subject").asText())
        .isEqualTo("wall");
  }
}
