package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.AuditForm;
import dev.penstock.audit.AuditRow;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.it.peers.Peers;
import dev.penstock.notices.send.Endpoint;
import dev.penstock.notices.send.TrustFiles;
import dev.penstock.notices.send.syslog.CollectorOptions;
import dev.penstock.notices.send.syslog.CollectorWay;
import dev.penstock.testkit.HeldPorts;
import dev.penstock.testkit.tls.Certificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The audit trail as rsyslog takes it over TLS. Req: 62443-4-2 CR 6.1. */
@Timeout(300)
class TrailJudgedByOthersTest {
  private static final int ROWS = 200;
  private static final AuditForm.Writer WRITER = new AuditForm.Writer("0.1.0", "gate");

  private final Peers peers = Peers.ofThisMachine();

  @TempDir Path folder;

  private Certificates certificates;

  @BeforeEach
  void makeCertificates() throws Exception {
    certificates = new Certificates(Files.createDirectory(folder.resolve("c")));
    certificates.authority("ca");
    certificates.certificate("peer", "ca", "CN=peer", "-ext", "san=ip:127.0.0.1");
    certificates.certificate("node", "ca", "CN=node");
  }

  private static AuditRow row(int number) {
    return new AuditRow(
        number + ".0",
        Instant.parse("2026-03-01T06:00:00.123456Z").plusSeconds(number),
        new Access(
            ByteString.of(new byte[16]),
            "person.created",
            "object-" + number,
            Access.Outcome.REFUSED,
            null,
            "192.0.2.7",
            Details.of("why", "zwei Zeilen\nund ein = in der Halle für Kühlung")),
        Optional.of("Änne"));
  }

  private static List<byte[]> messages(AuditForm form) {
    List<byte[]> all = new ArrayList<>();
    IntStream.range(0, ROWS).forEach(i -> all.add(form.message(row(i), WRITER)));
    return all;
  }

  /** rsyslog asks for the sender's certificate too, and ends the connection after all of it. */
  @Test
  void rsyslogHasEveryRowInItsOrderAndEndsTheConnection() throws Exception {
    Path written = folder.resolve("taken");
    int port = HeldPorts.next();
    String lines =
        """
        global(workDirectory="%2$s"
               DefaultNetstreamDriverCAFile="%3$s"
               DefaultNetstreamDriverCertFile="%4$s"
               DefaultNetstreamDriverKeyFile="%5$s")
        module(load="imtcp" StreamDriver.Name="gtls" StreamDriver.Mode="1"
               StreamDriver.AuthMode="x509/certvalid")
        input(type="imtcp" address="127.0.0.1" port="%1$d")
        template(name="all" type="string"
                 string="%%pri%% %%timereported:::date-rfc3339%% %%hostname%% %%app-name%% %%msgid%% %%msg%%\\n")
        action(type="omfile" file="%6$s" template="all")
        """
            .formatted(
                port, folder, certificates.pem("ca"), certificates.pem("peer"), key(), written);
    try (var _ = peers.rsyslog(Files.createDirectory(folder.resolve("r")), lines)) {
      var way =
          new CollectorWay(
              new CollectorOptions(
                  new Endpoint("127.0.0.1", port), trust(), 13, Duration.ofSeconds(60)));
      List<Boolean> confirmed = new ArrayList<>();
      await(() -> isSent(way, confirmed));
      await(() -> linesIn(written) >= ROWS);
      assertThat(confirmed)
          .as("it ends in order, which confirms what it has")
          .containsExactly(true);
      List<String> taken = Files.readAllLines(written, StandardCharsets.UTF_8);
      assertThat(taken).hasSize(ROWS);
      for (int i = 0; i < ROWS; i++) {
        assertThat(taken.get(i))
            .startsWith("108 2026-03-01T06:0")
            .contains(" gate penstock access ", "CEF:0|Penstock|Penstock|0.1.0|person.created|")
            .contains(" msg=object-" + i + " ", "suser=Änne", "für Kühlung");
      }
    }
  }

  private TrustFiles trust() {
    return new TrustFiles(
        Optional.of(certificates.pem("ca")),
        Optional.of(new TrustFiles.Own(certificates.pem("node"), certificates.pem("node.key"))));
  }

  /** Those that are whole: the file is being written, and may end within a character. */
  private static long linesIn(Path file) throws IOException {
    return Files.exists(file)
        ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
            .chars()
            .filter(each -> each == '\n')
            .count()
        : 0;
  }

  private static boolean isSent(CollectorWay way, List<Boolean> confirmed) {
    try {
      return confirmed.add(way.send(messages(AuditForm.SYSLOG)));
    } catch (IOException e) {
      // It does not listen yet.
      return false;
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

  private interface Condition {
    boolean isMet() throws IOException;
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
