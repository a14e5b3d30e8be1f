package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.it.peers.Judge;
import dev.penstock.it.peers.Peers;
import dev.penstock.it.peers.TrapDaemon;
import dev.penstock.notices.Errand;
import dev.penstock.notices.Notice;
import dev.penstock.notices.Notice.State;
import dev.penstock.notices.NoticeKind;
import dev.penstock.notices.Occasion;
import dev.penstock.notices.Severity;
import dev.penstock.notices.send.Endpoint;
import dev.penstock.notices.send.NoticeSender;
import dev.penstock.notices.send.Secret;
import dev.penstock.notices.send.Sending;
import dev.penstock.notices.send.TrustFiles;
import dev.penstock.notices.send.mail.MailOptions;
import dev.penstock.notices.send.mail.MailOptions.Login;
import dev.penstock.notices.send.mail.MailOptions.Security;
import dev.penstock.notices.send.mail.MailSender;
import dev.penstock.notices.send.snmp.Oid;
import dev.penstock.notices.send.snmp.SnmpOptions;
import dev.penstock.notices.send.snmp.SnmpOptions.Way;
import dev.penstock.notices.send.snmp.SnmpSender;
import dev.penstock.notices.send.syslog.CollectorOptions;
import dev.penstock.notices.send.syslog.SyslogSender;
import dev.penstock.testkit.HeldPorts;
import dev.penstock.testkit.tls.Certificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Notices as a mail server, a trap daemon and a collector of others take them. */
@Timeout(300)
class NoticesJudgedByOthersTest {
  private static final String NODE = "plant7";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final InstantSource CLOCK = InstantSource.system();

  /** RFC 5612 keeps the number 32473 for examples. */
  private static final Oid BASE = Oid.of("1.3.6.1.4.1.32473.7");

  private static final String TEXT = "Kühlmittelpumpe schweigt seit 5 min = \"zu lange\"";

  private final Peers peers = Peers.ofThisMachine();

  @TempDir Path folder;

  private Certificates certificates;

  @BeforeEach
  void makeCertificates() throws Exception {
    certificates = new Certificates(Files.createDirectory(folder.resolve("c")));
    certificates.authority("ca");
    certificates.certificate("peer", "ca", "CN=peer", "-ext", "san=ip:127.0.0.1");
  }

  private TrustFiles trust() {
    return new TrustFiles(Optional.of(certificates.pem("ca")), Optional.empty());
  }

  private static Errand errand() {
    Instant since = Instant.parse("2026-03-01T06:00:00Z");
    var notice =
        new Notice(
            NoticeKind.SOURCE_SILENT,
            "Pumpe № 7 in der großen Halle ganz hinten links, zweite Reihe",
            Severity.CRITICAL,
            TEXT,
            since,
            State.RAISED);
    return new Errand(17, "one", Occasion.RAISED, notice, since.plusSeconds(300), 1);
  }

  private NoticeSender mail(int port, String password) {
    return new MailSender(
        NODE,
        new MailOptions(
            new Endpoint("127.0.0.1", port),
            Security.STARTTLS,
            trust(),
            Optional.of(new Login("plant7", Secret.of(password))),
            "penstock@plant7.example",
            List.of("shift@plant7.example", "head@plant7.example"),
            false,
            LIMIT),
        CLOCK);
  }

  private int start(Judge judge) {
    return judge
        .ask(
            "start",
            Map.of(
                "certificate", certificates.pem("peer").toString(),
                "key", certificates.pem("peer.key").toString(),
                "password", true))
        .get("port")
        .asInt();
  }

  @Test
  void aMailIsReadAsItWasMeant() throws Exception {
    try (Judge judge = peers.mailJudge()) {
      int port = start(judge);
      assertThat(mail(port, "hunter2").send(errand())).isEqualTo(Sending.taken());
      JsonNode mails = judge.ask("mails", Map.of()).get("mails");
      assertThat(mails).hasSize(1);
      JsonNode mail = mails.get(0);
      assertThat(mail.get("secured").asBoolean()).isTrue();
      assertThat(mail.get("authenticated").asBoolean()).isTrue();
      assertThat(mail.get("from").asText()).isEqualTo("penstock@plant7.example");
      assertThat(mail.get("to")).hasSize(2);
      assertThat(mail.get("subject").asText())
          .isEqualTo(
              "Penstock plant7: CRITICAL: source silent: Pumpe № 7 in der großen Halle ganz hinten"
                  + " links, zweite Reihe");
      assertThat(mail.get("text").asText())
          .startsWith(TEXT + "\r\n\r\n")
          .contains("severity:   critical\r\n");
      assertThat(mail.get("automatic").asText()).isEqualTo("auto-generated");
      assertThat(mail.get("defects")).isEmpty();
    }
  }

  @Test
  void aMailServerThatDoesNotKnowUsIsNotTriedAgain() throws Exception {
    try (Judge judge = peers.mailJudge()) {
      int port = start(judge);
      assertThat(mail(port, "hunter3").send(errand())).isInstanceOf(Sending.Refused.class);
      assertThat(judge.ask("mails", Map.of()).get("mails")).isEmpty();
    }
  }

  private static NoticeSender snmp(int port, Way way) {
    return snmp(port, way, Duration.ofSeconds(30));
  }

  private static NoticeSender snmp(int port, Way way, Duration limit) {
    return new SnmpSender(
        NODE,
        new SnmpOptions(new Endpoint("127.0.0.1", port), BASE, way, limit),
        CLOCK,
        new SecureRandom());
  }

  @Test
  void trapsAndInformsOfVersion2AreTaken() throws Exception {
    try (TrapDaemon daemon = peers.trapDaemon(folder, List.of("authCommunity log penstock-word"))) {
      var inform = new Way.Community(Secret.of("penstock-word"), true);
      assertThat(snmp(daemon.port(), inform).send(errand())).isEqualTo(Sending.taken());
      assertThat(daemon.awaits(".1.3.6.1.4.1.32473.7.1.9.0 = INTEGER: 1")).isTrue();
      assertThat(daemon.written())
          .contains(
              "OID: .1.3.6.1.4.1.32473.7.0.1",
              ".1.3.6.1.4.1.32473.7.1.1.0 = STRING: \"plant7\"",
              ".1.3.6.1.4.1.32473.7.1.2.0 = INTEGER: 17",
              ".1.3.6.1.4.1.32473.7.1.3.0 = INTEGER: 1",
              ".1.3.6.1.4.1.32473.7.1.4.0 = STRING: \"source-silent\"",
              ".1.3.6.1.4.1.32473.7.1.6.0 = INTEGER: 3",
              ".1.3.6.1.4.1.32473.7.1.8.0 = STRING: \"2026-03-01T06:00:00Z\"");
      int before = daemon.written().length();
      var trap = new Way.Community(Secret.of("penstock-word"), false);
      assertThat(snmp(daemon.port(), trap).send(errand())).isInstanceOf(Sending.Taken.class);
      await(() -> daemon.written().indexOf("32473.7.0.1", before) > 0);
      var another = new Way.Community(Secret.of("another-word"), true);
      NoticeSender stranger = snmp(daemon.port(), another, Duration.ofSeconds(6));
      assertThatThrownBy(() -> stranger.send(errand())).isInstanceOf(IOException.class);
    }
  }

  /** RFC 7860 and RFC 3826, with the engine that the manager was told. */
  @Test
  void aTrapOfVersion3IsKnownAndOpened() throws Exception {
    List<String> lines =
        List.of(
            "createUser -e 0x%s plant7 SHA-256 \"first secret\" AES \"second secret\""
                .formatted(SnmpSender.engineId(BASE, NODE)),
            "authUser log plant7");
    try (TrapDaemon daemon = peers.trapDaemon(folder, lines)) {
      NoticeSender wrong =
          snmp(
              daemon.port(),
              new Way.User("plant7", Secret.of("wrong secret"), Secret.of("second secret")));
      assertThat(wrong.send(errand())).isInstanceOf(Sending.Taken.class);
      NoticeSender right =
          snmp(
              daemon.port(),
              new Way.User("plant7", Secret.of("first secret"), Secret.of("second secret")));
      assertThat(right.send(errand())).isInstanceOf(Sending.Taken.class);
      assertThat(daemon.awaits(".1.3.6.1.4.1.32473.7.1.4.0 = STRING: \"source-silent\"")).isTrue();
      assertThat(daemon.written().split("32473\\.7\\.0\\.1", -1)).as("one of two").hasSize(2);
    }
  }

  @Test
  void rsyslogTakesWhatIsSentOverTls() throws Exception {
    Path written = folder.resolve("taken");
    int port = HeldPorts.next();
    String lines =
        """
        global(workDirectory="%2$s"
               DefaultNetstreamDriverCAFile="%3$s"
               DefaultNetstreamDriverCertFile="%4$s"
               DefaultNetstreamDriverKeyFile="%5$s")
        module(load="imtcp" StreamDriver.Name="gtls" StreamDriver.Mode="1"
               StreamDriver.AuthMode="anon")
        input(type="imtcp" address="127.0.0.1" port="%1$d")
        template(name="all" type="string"
                 string="%%pri%% %%hostname%% %%app-name%% %%msgid%% %%msg%%\\n")
        action(type="omfile" file="%6$s" template="all")
        """
            .formatted(
                port, folder, certificates.pem("ca"), certificates.pem("peer"), key(), written);
    try (var _ = peers.rsyslog(Files.createDirectory(folder.resolve("r")), lines)) {
      NoticeSender sender =
          new SyslogSender(
              NODE,
              new CollectorOptions(new Endpoint("127.0.0.1", port), trust(), 16, LIMIT),
              CLOCK);
      await(() -> isSent(sender));
      await(() -> read(written).contains("großen Halle") && read(written).endsWith("\n"));
      assertThat(read(written))
          .startsWith("130 plant7 penstock source-silent ")
          .contains("[id=17 occasion=raised severity=critical", TEXT);
    }
  }

  /** GnuTLS wants the public half in the file of an EC key too, and the JDK leaves it away. */
  private Path key() throws Exception {
    Path key = folder.resolve("peer.key");
    Process process =
        new ProcessBuilder(
                peers.program("openssl").toString(),
                "ec",
                "-in",
                certificates.pem("peer.key").toString(),
                "-out",
                key.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return key;
  }

  /** It may end within a character: it is being written. */
  private static String read(Path file) throws IOException {
    return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
  }

  private static boolean isSent(NoticeSender sender) throws InterruptedException {
    try {
      return sender.send(errand()) instanceof Sending.Taken;
    } catch (IOException e) {
      // It does not listen yet.
      return false;
    }
  }

  private interface Condition {
    boolean isMet() throws IOException, InterruptedException;
  }

  private static void await(Condition condition) throws IOException, InterruptedException {
    var never = new CountDownLatch(1);
    boolean isMet = condition.isMet();
    for (int i = 0; i < 900 && !isMet; i++) {
      boolean _ = never.await(100, TimeUnit.MILLISECONDS);
      isMet = condition.isMet();
    }
    assertThat(isMet).isTrue();
  }
}
