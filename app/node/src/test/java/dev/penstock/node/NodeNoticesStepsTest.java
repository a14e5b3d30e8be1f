package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.LedgerState;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.testkit.HeldPorts;
import dev.penstock.testkit.tls.Certificates;
import dev.penstock.yaml.SettingsFile;
import dev.penstock.yaml.SettingsFile.Reading;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What a node tells by itself, from the trouble to its end: the first step, the second where nobody
 * answered, none where somebody did, and all of it in the ledger. Req: 62443-4-2 CR 6.2.
 */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class NodeNoticesStepsTest {
  /** Behind the time of the second step. */
  private static final Duration LATER = Duration.ofMinutes(16);

  @TempDir private Path folder;
  private FakeCollector shift;
  private FakeCollector pager;
  private final MovedTime time = new MovedTime();
  private final IllDisk disk = new IllDisk();

  @BeforeEach
  void makeCollectors() throws Exception {
    shift = FakeCollector.in(folder.resolve("shift"));
    pager = FakeCollector.in(folder.resolve("pager"));
  }

  @AfterEach
  void closeCollectors() throws IOException {
    shift.close();
    pager.close();
  }

  private NodeSettings settings(String more) {
    String text =
        """
        origin: plant7.example/log
        notices:
          channels:
            - {name: shift, kind: syslog, server: 127.0.0.1, port: %d, authorities: '%s', per-hour: 500}
            - {name: pager, kind: syslog, server: 127.0.0.1, port: %d, authorities: '%s', per-hour: 500}
          routes:
            - steps: [{channels: [shift]}, {after: 15 min, channels: [pager]}]
        %s
        """
            .formatted(
                shift.endpoint().port(),
                shift.authority(),
                pager.endpoint().port(),
                pager.authority(),
                more);
    return switch (SettingsFile.parse("penstock.yaml", text, NodeSettings::of)) {
      case Reading.Valid<NodeSettings>(var settings) -> settings;
      case Reading.Faulty<NodeSettings>(var problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  private Node start(NodeSettings settings) throws StartException {
    var machine = new Node.Machine(time, time::ticks, new SecureRandom(), "a test", disk);
    return Node.start(folder.resolve("data"), settings, machine);
  }

  private static void awaitTold(FakeCollector who, String... words) throws Exception {
    var never = new CountDownLatch(1);
    for (int i = 0; i < 3_000 && !isTold(who, words); i++) {
      boolean _ = never.await(20, TimeUnit.MILLISECONDS);
    }
    assertThat(isTold(who, words)).as(List.of(words) + " in " + who.heard()).isTrue();
  }

  private static boolean isTold(FakeCollector who, String... words) {
    return who.heard().stream().anyMatch(line -> Arrays.stream(words).allMatch(line::contains));
  }

  /** What a node has sealed of notices, as code and text. */
  private static List<String> sealed(Node node) throws IOException {
    var all =
        new RecordQuery(
            Optional.of(Numbering.SELF),
            Optional.empty(),
            0,
            Long.MAX_VALUE,
            RecordQuery.Order.OLDEST_FIRST,
            Optional.empty(),
            RecordQuery.LIMIT_MAX);
    return node.projections().records().find(all).records().stream()
        .map(SealedRecord::record)
        .filter(record -> record.value() instanceof FindingMade)
        .map(record -> ((FindingMade) record.value()).code() + " " + record.value())
        .filter(line -> line.startsWith("NOTICE_"))
        .toList();
  }

  private static void awaitSealed(Node node, String code, String... words) throws Exception {
    TestPlant.await(() ->
        sealed(node).stream()
            .anyMatch(line ->
                line.startsWith(code + " ") && Arrays.stream(words).allMatch(line::contains)));
  }

  private void somebodyKnows(String kind, String subject) throws IOException {
    assertThat(ControlClient.ask(folder.resolve("data"), List.of("notices", kind, subject)))
        .isInstanceOf(ControlAnswer.Done.class);
  }

  private static void hear(Node node, Instant at, String source) {
    var payload = new Payload(null, ByteString.of(new byte[] {1}), null);
    var heard = new Heard("broker1", source, "level", null, null, at, payload, 1);
    assertThat(node.intake().offer(heard, Receipt.NONE)).isTrue();
  }

  @Test
  void aFullDiskThatSomebodyKnowsOfGoesNoFurtherAndWhatNobodyKnowsDoes() throws Exception {
    try (Node node = start(settings("http: {enabled: false}"))) {
      awaitTold(shift, " node-started ");
      disk.isFull = name -> name.equals("journal/segments/prepared.plant");
      hear(node, time.instant(), "pump1");
      awaitTold(shift, " disk-short ", "journal", "occasion=raised", "severity=critical");
      awaitTold(shift, " part-hindered ", "occasion=raised");
      somebodyKnows("disk-short", "journal");
      time.move(LATER);
      awaitTold(pager, " part-hindered ", "occasion=escalated");
      assertThat(isTold(pager, " disk-short ")).as("somebody knows of it").isFalse();
      disk.isFull = _ -> false;
      awaitTold(shift, " disk-short ", "occasion=cleared");
      awaitTold(pager, " part-hindered ", "occasion=cleared");
      assertThat(isTold(pager, " disk-short ", "occasion=escalated")).isFalse();
      awaitSealed(node, "NOTICE_SENT", "shift was told", "disk-short");
      awaitSealed(node, "NOTICE_ACKNOWLEDGED", "disk-short");
      awaitSealed(node, "NOTICE_ESCALATED", "part-hindered");
      assertThat(sealed(node))
          .noneMatch(line -> line.startsWith("NOTICE_ESCALATED") && line.contains("disk-short"));
    }
  }

  /** Nothing is sealed while it stands; the records wait in the journal. */
  @Test
  void aStoppedLedgerIsToldFurtherAndOverAfterANewStart() throws Exception {
    NodeSettings settings = settings("http: {enabled: false}");
    try (Node node = start(settings)) {
      awaitTold(shift, " node-started ");
      disk.isBroken = name -> name.startsWith("ledger/");
      hear(node, time.instant(), "pump1");
      awaitTold(shift, " ledger-stopped ", "occasion=raised", "severity=critical");
      assertThat(node.ledger().state()).isInstanceOf(LedgerState.Stopped.class);
      time.move(LATER);
      awaitTold(pager, " ledger-stopped ", "occasion=escalated");
    } finally {
      disk.isBroken = _ -> false;
    }
    try (Node node = start(settings)) {
      awaitTold(shift, " ledger-stopped ", "occasion=cleared");
      awaitTold(pager, " ledger-stopped ", "occasion=cleared");
      awaitSealed(node, "NOTICE_SENT", "ledger-stopped", "RAISED");
      awaitSealed(node, "NOTICE_ESCALATED", "ledger-stopped");
    }
  }

  @Test
  void aSourceThatFellSilentIsToldFurtherUntilItSpeaks() throws Exception {
    NodeSettings settings =
        settings("http: {enabled: false}").withCadences(Map.of("pump1", Duration.ofSeconds(12)));
    try (Node node = start(settings)) {
      Instant now = time.instant();
      node.intake().changed("broker1", "plant/#", new Listening.Up(now, now, 1, 1, false));
      hear(node, now, "pump1");
      passUntilTold(shift, " source-silent ", "pump1", "occasion=raised");
      time.move(LATER);
      awaitTold(pager, " source-silent ", "pump1", "occasion=escalated");
      hear(node, time.instant(), "pump1");
      passUntilTold(pager, " source-silent ", "pump1", "occasion=cleared");
      awaitTold(shift, " source-silent ", "pump1", "occasion=cleared");
      awaitSealed(node, "NOTICE_ESCALATED", "source-silent pump1");
    }
  }

  /** Time passes in steps, as roll-calls need it. */
  private void passUntilTold(FakeCollector who, String... words) throws Exception {
    var never = new CountDownLatch(1);
    for (int i = 0; i < 90 && !isTold(who, words); i++) {
      time.move(Duration.ofSeconds(5));
      boolean _ = never.await(700, TimeUnit.MILLISECONDS);
    }
    awaitTold(who, words);
  }

  @Test
  void aCertificateThatEndsSoonIsToldFurther() throws Exception {
    var certificates = new Certificates(Files.createDirectories(folder.resolve("own")));
    certificates.authority("ca");
    certificates.certificate(
        "gate", "ca", "CN=gate", "-ext", "san=dns:localhost", "-validity", "5");
    Path _ =
        Files.setPosixFilePermissions(
            certificates.pem("gate.key"), PosixFilePermissions.fromString("rw-------"));
    String http =
        "http: {port: %d, tls: {hosts: [localhost], certificate: '%s', key: '%s'}}"
            .formatted(HeldPorts.next(), certificates.pem("gate"), certificates.pem("gate.key"));
    try (Node node = start(settings(http))) {
      awaitTold(shift, " certificate-expiry ", "server", "occasion=raised");
      time.move(LATER);
      awaitTold(pager, " certificate-expiry ", "server", "occasion=escalated");
      awaitSealed(node, "NOTICE_ESCALATED", "certificate-expiry server");
    }
  }

  @Test
  void aRequestThatNobodyDecidesIsToldFurtherUntilItExpires() throws Exception {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        Node node = start(settings("http: {port: " + HeldPorts.next() + "}"))) {
      NodeBrowser ada = NodeBrowser.ofFirst(http, node);
      String officer = person(ada, "olga", "security-officer");
      assertThat(NodeBrowser.first(officer, "id")).hasSize(32);
      assertThat(isTold(shift, " approval-waiting ")).as("one person alone").isFalse();
      String made = person(ada, "bo", "viewer");
      String path = "/api/v1/people/" + NodeBrowser.first(made, "id") + "/roles";
      String roles = "{\"roles\": [{\"role\": \"asset-owner\"}], \"reason\": \"on duty\"}";
      assertThat(ada.post(path, roles).statusCode()).isEqualTo(202);
      awaitTold(shift, " approval-waiting ", "occasion=raised", "severity=info");
      time.move(LATER);
      awaitTold(pager, " approval-waiting ", "occasion=escalated");
      time.move(Duration.ofHours(25));
      awaitTold(pager, " approval-waiting ", "occasion=cleared");
      awaitSealed(node, "NOTICE_SENT", "approval-waiting");
      awaitSealed(node, "NOTICE_ESCALATED", "approval-waiting");
    }
  }

  private static String person(NodeBrowser admin, String name, String role) throws Exception {
    return admin.done(
        201,
        admin.post(
            "/api/v1/people",
            "{\"name\": \"%s\", \"displayName\": \"%s\", \"roles\": [{\"role\": \"%s\"}]}"
                .formatted(name, name, role)));
  }
}
