package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.clock.TimeAnswer;
import dev.penstock.clock.TimeReport;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.flow.LedgerState;
import dev.penstock.flow.anchoring.Vouching;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.flow.journal.JournalState;
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.keys.KeyHomeException;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.node.log.NodeLog;
import dev.penstock.notices.NoticeEvent;
import dev.penstock.notices.NoticeKey;
import dev.penstock.notices.NoticeKind;
import dev.penstock.notices.Occasion;
import dev.penstock.signature.SigningException;
import dev.penstock.testkit.HeldPorts;
import dev.penstock.testkit.tls.Certificates;
import dev.penstock.yaml.SettingsFile;
import dev.penstock.yaml.SettingsFile.Reading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a node tells people by itself, from the state it is in. Req: 62443-4-2 CR 6.2. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class NodeNoticesTest {
  private static final String PASSWORD = "a long enough one 17";

  @TempDir private Path folder;
  private FakeCollector collector;
  private final AtomicLong later = new AtomicLong();

  @BeforeEach
  void makeCollector() throws Exception {
    collector = FakeCollector.in(folder.resolve("collector"));
  }

  @AfterEach
  void closeCollector() throws IOException {
    collector.close();
  }

  private NodeSettings settings(String more) {
    String text =
        """
        origin: plant7.example/log
        notices:
          channels:
            - {name: soc, kind: syslog, server: 127.0.0.1, port: %d, authorities: '%s', per-hour: 500}
          routes:
            - steps: [{channels: [soc]}]
        %s
        """
            .formatted(collector.endpoint().port(), collector.authority(), more);
    return switch (SettingsFile.parse("penstock.yaml", text, NodeSettings::of)) {
      case Reading.Valid<NodeSettings>(var settings) -> settings;
      case Reading.Faulty<NodeSettings>(var problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  private Node start(NodeSettings settings) throws StartException {
    var machine =
        new Node.Machine(
            InstantSource.system(),
            () -> System.nanoTime() + later.get(),
            new SecureRandom(),
            "a test");
    return Node.start(folder.resolve("data"), settings, machine);
  }

  private void awaitTold(Node node, String... words) throws Exception {
    var never = new CountDownLatch(1);
    for (int i = 0; i < 3_000 && !isTold(words); i++) {
      boolean _ = never.await(20, TimeUnit.MILLISECONDS);
    }
    assertThat(isTold(words))
        .as(List.of(words) + " in " + collector.heard() + node.statusLines())
        .isTrue();
  }

  private boolean isTold(String... words) {
    return collector.heard().stream()
        .anyMatch(line -> List.of(words).stream().allMatch(line::contains));
  }

  private static HttpResponse<String> post(HttpClient http, int port, String path, String body)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Content-Type", "application/json")
            .header("Origin", "http://127.0.0.1:" + port)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** By a pseudonym: what is told is kept, and names are kept in the vault alone. */
  @Test
  void aNameThatWrongPasswordsClosedIsToldUntilItIsOpen() throws Exception {
    int port = HeldPorts.next();
    try (Node node = start(settings("http: {port: " + port + "}"));
        HttpClient known = HttpClient.newHttpClient();
        HttpClient stranger =
            HttpClient.newBuilder().localAddress(InetAddress.ofLiteral("127.0.0.2")).build()) {
      awaitTold(node, " node-started ");
      String first =
          "{\"code\":\"%s\",\"name\":\"ana\",\"displayName\":\"Ana Blum\",\"password\":\"%s\"}"
              .formatted(node.setUpCode().orElseThrow(), PASSWORD);
      assertThat(post(known, port, "/api/v1/set-up", first).statusCode()).isEqualTo(201);
      for (int i = 0; i < 6; i++) {
        String wrong = "{\"name\":\"ana\",\"password\":\"not this one %d\"}".formatted(i);
        assertThat(post(stranger, port, "/api/v1/session", wrong).statusCode()).isEqualTo(401);
      }
      awaitTold(node, " account-locked ", "occasion=raised");
      somebodyKnows();
      later.set(Duration.ofHours(2).toNanos());
      awaitTold(node, " account-locked ", "occasion=cleared");
      assertThat(collector.heard()).noneMatch(line -> line.contains("ana"));
      assertThat(
              Files.readString(folder.resolve("data/notes/notices"), StandardCharsets.ISO_8859_1))
          .doesNotContain("ana", "Blum");
    }
  }

  /** By the command of whoever runs the node; the list says so from then on. */
  private void somebodyKnows() throws IOException {
    String line = lockedAccount();
    assertThat(line).startsWith("warning  account-locked  ").doesNotContain("known to");
    String subject = line.substring("warning  account-locked  ".length()).split(" ", -1)[0];
    assertThat(asked("notices", "account-locked", subject)).hasSize(1);
    assertThat(lockedAccount()).endsWith(", known to node user");
    Path data = folder.resolve("data");
    assertThat(ControlClient.ask(data, List.of("notices", "account-locked", "nobody")))
        .isInstanceOf(ControlAnswer.Refused.class);
    assertThat(ControlClient.ask(data, List.of("notices", "sunshine", "x")))
        .isInstanceOf(ControlAnswer.Refused.class);
  }

  /** What the list says of it: there may be others. */
  private String lockedAccount() throws IOException {
    return asked("notices").stream()
        .filter(line -> line.contains("account-locked"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aChannelIsTriedByCommand() throws Exception {
    try (Node _ = start(settings("http: {enabled: false}\n"))) {
      assertThat(asked("notices-test", "soc").getFirst()).startsWith("soc took it");
      assertThat(ControlClient.ask(folder.resolve("data"), List.of("notices-test", "nobody")))
          .isEqualTo(new ControlAnswer.Refused("there is no channel nobody; there are [soc]"));
    }
  }

  private List<String> asked(String... words) throws IOException {
    return switch (ControlClient.ask(folder.resolve("data"), List.of(words))) {
      case ControlAnswer.Done(var lines) -> lines;
      case ControlAnswer.Refused(var why) -> throw new AssertionError(why);
    };
  }

  @Test
  void aClockThatNobodyVouchesForIsTold() throws Exception {
    String off = "http: {enabled: false}\n";
    // Nobody answers there.
    String servers = "time-servers: [{host: 127.0.0.1, port: " + HeldPorts.next() + "}]\n";
    try (Node node = start(settings(off + servers))) {
      if (node.clock().kernel().isEmpty() || node.clock().boundNanos().isEmpty()) {
        awaitTold(node, " clock-unsure ", "occasion=raised", "Nobody can say");
      }
    }
    try (Node node = start(settings(off))) {
      if (isTold(" clock-unsure ")) {
        awaitTold(node, " clock-unsure ", "occasion=cleared");
      }
    }
  }

  @Test
  void aClockIsUnsureFromASecondOnAndOnlyWhereSomebodyWasAsked() {
    assertThat(NodeNotices.unsureClock(report(Map.of(), OptionalLong.empty()))).isEmpty();
    var asked = Map.of("ntp1", (TimeAnswer) new TimeAnswer.Unusable("no answer"));
    assertThat(NodeNotices.unsureClock(report(asked, OptionalLong.empty()))).hasSize(1);
    assertThat(NodeNotices.unsureClock(report(asked, OptionalLong.of(2_000_000_000L))))
        .containsEntry("clock", NoticeSaid.of("The clock may be PT2S off.", "seconds", "2"));
    assertThat(NodeNotices.unsureClock(report(asked, OptionalLong.of(1_000_000L)))).isEmpty();
  }

  /** Where and what: a page in another language has a sentence of its own for the rest. */
  @Test
  void whatStandsStillOrFindsNoRoomSaysWhereAndWhatWasSeen() {
    var broken = new LedgerFinding(LedgerFault.SEGMENT_DAMAGED, "entries/3 at 41", "0 for 7");
    assertThat(NodeNotices.stoppedLedger(new LedgerState.Stopped(broken)))
        .containsEntry(
            "ledger",
            NoticeSaid.of("The ledger has stopped: " + broken, "why", "entries/3 at 41: 0 for 7")
                .and("finding", broken.fault().name()));
    assertThat(NodeNotices.stoppedLedger(new LedgerState.Full(broken))).isEmpty();
    assertThat(NodeNotices.fullLedger(new LedgerState.Running())).isEmpty();
    assertThat(NodeNotices.fullLedger(new LedgerState.Full(broken)).get("ledger").details())
        .isEqualTo(Map.of("why", "entries/3 at 41: 0 for 7"));
    var full = new JournalFinding(JournalFault.DISK_FULL, "journal/9", "no room for 64 bytes");
    Map<String, String> why = Map.of("why", "journal/9: no room for 64 bytes");
    var other = Optional.of(full);
    Optional<JournalFinding> none = Optional.empty();
    var running = new JournalState.Running();
    assertThat(NodeNotices.fullJournal(none, none, running)).isEmpty();
    assertThat(NodeNotices.fullJournal(none, other, running).get("journal").details())
        .isEqualTo(why);
    assertThat(
            NodeNotices.fullJournal(none, none, new JournalState.Full(full))
                .get("journal")
                .details())
        .isEqualTo(why);
    assertThat(NodeNotices.fullJournal(other, none, running).get("journal").details())
        .containsAllEntriesOf(why)
        .containsEntry("what", "access");
    assertThat(NodeNotices.contradictedJournal(running)).isEmpty();
    assertThat(
            NodeNotices.contradictedJournal(new JournalState.Stopped(full))
                .get("journal")
                .details())
        .containsAllEntriesOf(why)
        .containsEntry("finding", "DISK_FULL");
  }

  private static List<String> recorded(NoticeEvent event) {
    List<String> codes = new ArrayList<>();
    NodeNotices.told(event, value -> codes.add(((FindingMade) value).code()));
    return codes;
  }

  /** What people were told, could not be told or did not answer is part of the evidence. */
  @Test
  void whatBecameOfANoticeIsWrittenDown() {
    var key = new NoticeKey(NoticeKind.DISK_SHORT, "journal");
    assertThat(recorded(new NoticeEvent.Sent(key, "soc", Occasion.RAISED, 1)))
        .containsExactly("NOTICE_SENT");
    assertThat(recorded(new NoticeEvent.GaveUp(key, "soc", 9, "refused")))
        .containsExactly("NOTICE_LOST");
    assertThat(recorded(new NoticeEvent.Refused(key))).containsExactly("NOTICE_LOST");
    assertThat(recorded(new NoticeEvent.Escalated(key, 1))).containsExactly("NOTICE_ESCALATED");
    assertThat(recorded(new NoticeEvent.Acknowledged(key, "0a")))
        .containsExactly("NOTICE_ACKNOWLEDGED");
    assertThat(recorded(new NoticeEvent.Failed(key, "soc", 1, "busy"))).isEmpty();
    assertThat(recorded(new NoticeEvent.Held(key, "soc"))).isEmpty();
  }

  private static boolean isSealed(Node node, String code) throws IOException {
    return node
        .projections()
        .records()
        .find(
            new RecordQuery(
                Optional.of(Numbering.SELF),
                Optional.empty(),
                0,
                Long.MAX_VALUE,
                RecordQuery.Order.OLDEST_FIRST,
                Optional.empty(),
                RecordQuery.LIMIT_MAX))
        .records()
        .stream()
        .anyMatch(sealed ->
            sealed.record().value() instanceof FindingMade finding && finding.code().equals(code));
  }

  @Test
  void whatWasToldIsSealed() throws Exception {
    try (Node node = start(settings("http: {enabled: false}"))) {
      awaitTold(node, " node-started ");
      TestPlant.await(() -> isSealed(node, "NOTICE_SENT"));
    }
  }

  private static TimeReport report(Map<String, TimeAnswer> servers, OptionalLong bound) {
    return new TimeReport(servers, Optional.empty(), bound, 0);
  }

  private static ByteString forged(FakeAnchor anchor, long size) throws IOException {
    try {
      var other = new Checkpoint(TestPlant.ORIGIN, size, Sha256.of(new byte[] {7}));
      NodeKeys keys = Objects.requireNonNull(anchor.keys);
      return ByteString.of(new Note(other.text(), List.of(keys.log().sign(other, 1))).encode());
    } catch (SigningException | KeyHomeException e) {
      throw new IOException(e);
    }
  }

  /** Told until nobody asks that anchor any more: what it holds does not go away. */
  @Test
  void anAnchorThatHoldsAnotherHistoryIsTold() throws Exception {
    FakeAnchor[] witness = new FakeAnchor[1];
    witness[0] =
        new FakeAnchor(
            "witness",
            head ->
                new Vouching.Contradicted(
                    "it holds another", forged(witness[0], head.checkpoint().size())));
    NodeSettings settings = settings("http: {enabled: false}");
    try (Node node =
        Node.start(
            folder.resolve("data"),
            settings.withAnchors(FakeAnchor.settings(witness)),
            Node.Machine.here(),
            NodeLog.NONE,
            FakeAnchor.making(witness))) {
      awaitTold(node, " evidence-contradicted ", "witness", "occasion=raised", "severity=critical");
    }
    try (Node node = start(settings)) {
      awaitTold(node, " evidence-contradicted ", "witness", "occasion=cleared");
    }
  }

  @Test
  void aCertificateThatEndsSoonIsToldUntilItIsReplaced() throws Exception {
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
      awaitTold(node, " certificate-expiry ", "server", "occasion=raised");
    }
    certificates.certificate("gate", "ca", "CN=gate", "-ext", "san=dns:localhost");
    try (Node node = start(settings(http))) {
      awaitTold(node, " certificate-expiry ", "server", "occasion=cleared");
    }
  }
}
