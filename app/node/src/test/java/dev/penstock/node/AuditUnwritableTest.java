package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.Access;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.testkit.HeldPorts;
import dev.penstock.yaml.SettingsFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node whose disk has no room for records of what people do, and room for all else: records of
 * each class have files of their own. Configuration changes stop; the data path does not. Req:
 * 62443-4-2 CR 2.10
 */
@Timeout(300)
class AuditUnwritableTest {
  private static final String PEOPLE = "/api/v1/people";

  @TempDir private Path folder;
  private final IllDisk disk = new IllDisk();
  private final MovedTime time = new MovedTime();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private TinyBroker broker;
  private Node node;
  private NodeBrowser ada;
  private int published;

  @BeforeEach
  void start() throws Exception {
    broker = new TinyBroker();
    int port = HeldPorts.next();
    String text =
        """
        origin: plant7.example/log
        http: {port: %d}
        brokers:
          - name: line
            host: 127.0.0.1
            port: %d
            version: '3.1.1'
            subscriptions: [{topic: '#', qos: 1}]
            naming: [{pattern: '{source}/{point...}'}]
        """
            .formatted(port, broker.port());
    var machine = new Node.Machine(time, time::ticks, new SecureRandom(), "a test", disk);
    node =
        switch (SettingsFile.parse("penstock.yaml", text, NodeSettings::of)) {
          case SettingsFile.Reading.Valid<NodeSettings>(var settings) ->
              Node.start(folder.resolve("data"), settings, machine);
          case SettingsFile.Reading.Faulty<NodeSettings>(var problems) ->
              throw new AssertionError(problems);
        };
    ada = NodeBrowser.ofFirst(http, node);
    TestPlant.await(broker::isSubscribed);
    mustBeTakenIn();
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    broker.close();
    if (node != null) {
      node.close();
    }
  }

  /** A message comes, is acknowledged, and can be read back. */
  private void mustBeTakenIn() throws Exception {
    mustBeSealed(mustBeAcknowledged());
  }

  /** What it says. */
  private String mustBeAcknowledged() throws Exception {
    published++;
    String value = "level " + published;
    broker.publish("pump1/level", published, value);
    int number = published;
    TestPlant.await(() -> broker.isAcknowledged(number));
    return value;
  }

  private void mustBeSealed(String value) throws Exception {
    TestPlant.await(() -> TestPlant.sealedTexts(node.projections().records()).containsKey(value));
  }

  /** From now on the next record of what somebody does needs a file, which finds no room. */
  private void fill() throws Exception {
    // A file of the journal takes records for a day.
    time.move(Duration.ofHours(23).plusMinutes(57));
    assertThat(ada.signIn("ada", NodeBrowser.PASSWORD).statusCode()).isEqualTo(200);
    time.move(Duration.ofMinutes(4));
    disk.isFull = name -> name.equals("journal/segments/prepared.access");
  }

  private HttpResponse<String> asked(String path) throws IOException, InterruptedException {
    String token = Files.readString(node.tokenFile().orElseThrow()).strip();
    return http.send(
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + node.webPort().orElseThrow() + path))
            .header("Authorization", "Bearer " + token)
            .build(),
        BodyHandlers.ofString());
  }

  private static String person(String name) {
    return "{\"name\": \"%s\", \"displayName\": \"Bo\", \"roles\": [{\"role\": \"viewer\"}]}"
        .formatted(name);
  }

  private CompletableFuture<String> changeInBackground(String path, String body) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return NodeBrowser.problem(ada.post(path, body));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    });
  }

  @Test
  void configurationChangesStopAndTheDataPathDoesNot() throws Exception {
    fill();
    CompletableFuture<String> change = changeInBackground(PEOPLE, person("bo"));
    TestPlant.await(() -> node.intake().accessObstacle().isPresent());
    String one = mustBeAcknowledged();
    String another = mustBeAcknowledged();
    assertThat(change).as("while somebody waits for the change").isNotDone();
    assertThat(change.get(60, TimeUnit.SECONDS)).isEqualTo("503 audit-unwritable");
    mustBeSealed(one);
    mustBeSealed(another);
    mustBeTakenIn();
    assertThat(ada.done(200, ada.get(PEOPLE))).contains("\"ada\"").doesNotContain("\"bo\"");
    assertThat(asked("/api/v1/sources").body()).contains("pump1");
    assertThat(node.auditUnwritten().orElseThrow()).contains("No space left");
    assertThat(node.obstacles()).anyMatch(line -> line.startsWith("audit: "));

    disk.isFull = _ -> false;
    TestPlant.await(() -> node.auditUnwritten().isEmpty());
    String _ = ada.done(201, ada.post(PEOPLE, person("bo")));
    assertThat(ada.done(200, ada.get(PEOPLE))).contains("\"bo\"");
    mustBeTakenIn();
    TestPlant.await(() -> granted().size() == 1);
    // What was refused was not written down as done; that something was refused, is.
    assertThat(granted()).hasSize(1);
    assertThat(SealedAccess.of(node))
        .filteredOn(record -> record.action().equals("audit"))
        .isNotEmpty()
        .allMatch(record -> record.outcome() == Access.Outcome.FAILED)
        .allMatch(record -> record.details().toString().contains("count"));
  }

  private List<Access> granted() throws IOException {
    return SealedAccess.of(node).stream()
        .filter(record -> record.outcome() == Access.Outcome.GRANTED)
        .filter(record -> record.action().equals("person.add"))
        .toList();
  }

  /** The other way round: what plants say finds no room, and people can still come and mend it. */
  @Test
  void peopleComeInWhilePlantsFindNoRoom() throws Exception {
    time.move(Duration.ofHours(24).plusMinutes(1));
    disk.isFull = name -> name.equals("journal/segments/prepared.plant");
    published++;
    broker.publish("pump1/level", published, "level " + published);
    TestPlant.await(() -> node.intake().obstacle().isPresent());
    var other = new NodeBrowser(http, node);
    assertThat(other.signIn("ada", NodeBrowser.PASSWORD).statusCode()).isEqualTo(200);
    String _ = other.done(201, other.post(PEOPLE, person("bo")));
    assertThat(node.intake().obstacle()).as("plants still wait").isPresent();
    assertThat(broker.isAcknowledged(published)).isFalse();
    assertThat(node.auditUnwritten()).isEmpty();
    disk.isFull = _ -> false;
    TestPlant.await(() -> broker.isAcknowledged(published));
    mustBeTakenIn();
    assertThat(node.intake().obstacle()).isEmpty();
  }

  /** Nobody comes in who could not be written down, while leaving works, and is told later. */
  @Test
  void nobodyComesInAndWhoLeavesIsWrittenDownLater() throws Exception {
    fill();
    var other = new NodeBrowser(http, node);
    assertThat(NodeBrowser.problem(other.signIn("ada", NodeBrowser.PASSWORD)))
        .isEqualTo("503 audit-unwritable");
    assertThat(asked("/api/v1/records?limit=1").statusCode())
        .as("evidence is not shown")
        .isEqualTo(503);
    mustBeTakenIn();
    assertThat(NodeBrowser.problem(ada.post("/api/v1/session/end", "{}")))
        .isEqualTo("503 audit-unwritable");
    assertThat(ada.state()).isEqualTo("signed-out");
    disk.isFull = _ -> false;
    TestPlant.await(() -> left() == 1);
    assertThat(other.signIn("ada", NodeBrowser.PASSWORD).statusCode()).isEqualTo(200);
  }

  /** What has happened is told later; what somebody wanted to do was refused, and is not. */
  @Test
  void aWrongPasswordIsWrittenLaterAndAChangeBesideItIsNot() throws Exception {
    fill();
    CompletableFuture<String> change = changeInBackground(PEOPLE, person("bo"));
    var other = new NodeBrowser(http, node);
    assertThat(other.signIn("ada", "wrong " + NodeBrowser.PASSWORD).statusCode()).isNotEqualTo(200);
    assertThat(change.get(60, TimeUnit.SECONDS)).isEqualTo("503 audit-unwritable");
    mustBeTakenIn();
    assertThat(refusedSignIns()).isZero();
    disk.isFull = _ -> false;
    TestPlant.await(() -> refusedSignIns() == 1);
    assertThat(granted()).isEmpty();
    TestPlant.await(
        () -> SealedAccess.of(node).stream().anyMatch(record -> record.action().equals("audit")));
    assertThat(SealedAccess.of(node))
        .filteredOn(record -> record.action().equals("audit"))
        .allMatch(record -> record.details().values().containsKey("person.add"))
        .noneMatch(record -> record.details().values().containsKey("sign-in"));
  }

  private long refusedSignIns() throws IOException {
    return SealedAccess.of(node).stream()
        .filter(record -> record.action().equals("sign-in"))
        .filter(record -> record.outcome() == Access.Outcome.REFUSED)
        .count();
  }

  /**
   * The disk stalls within the append of a change for longer than anybody waits, and stores it all
   * the same. The change was refused and is not made; the record of it has one behind it that says
   * so. What a plant said meanwhile is acknowledged when it is durable, and not before.
   */
  @Test
  void aChangeThatIsDurableTooLateIsSaidNotToHaveBeenMade() throws Exception {
    var answers = new CountDownLatch(1);
    disk.answers = answers;
    disk.isStalled = name -> name.startsWith("journal/segments/") && name.endsWith(".access");
    try {
      CompletableFuture<String> change = changeInBackground(PEOPLE, person("bo"));
      assertThat(change.get(60, TimeUnit.SECONDS)).isEqualTo("503 audit-unwritable");
      published++;
      broker.publish("pump1/level", published, "level " + published);
      assertThat(broker.isAcknowledged(published)).isFalse();
      assertThat(node.auditUnwritten()).isPresent();
    } finally {
      disk.isStalled = _ -> false;
      answers.countDown();
    }
    TestPlant.await(() -> broker.isAcknowledged(published));
    TestPlant.await(() -> notDone() == 1);
    assertThat(granted()).hasSize(1);
    assertThat(ada.done(200, ada.get(PEOPLE))).doesNotContain("\"bo\"");
    TestPlant.await(() -> node.auditUnwritten().isEmpty());
    String _ = ada.done(201, ada.post(PEOPLE, person("bo")));
    mustBeTakenIn();
    TestPlant.await(() -> granted().size() == 2);
    assertThat(notDone()).isEqualTo(1);
  }

  private long notDone() throws IOException {
    return SealedAccess.of(node).stream()
        .filter(record -> record.action().equals("person.add"))
        .filter(record -> record.outcome() == Access.Outcome.FAILED)
        .count();
  }

  private long left() throws IOException {
    return SealedAccess.of(node).stream()
        .filter(record -> record.action().equals("sign-out"))
        .count();
  }
}
