package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.access.Bytes;
import dev.penstock.certificates.CertificateProfile;
import dev.penstock.certificates.CertificateWatch;
import dev.penstock.certificates.IssuedCertificate;
import dev.penstock.certificates.RevocationReason;
import dev.penstock.certificates.SiteAuthority;
import dev.penstock.certificates.SubjectNames;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.node.control.LongCommand;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.testkit.disk.SimDisk;
import dev.penstock.web.CertificateView;
import dev.penstock.web.WebLimits;
import dev.penstock.web.WebOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that a running node issues and revokes. Req: 62443-4-2 CR 1.8, CR 1.9 */
@Timeout(300)
class NodeCertificatesTest {
  private static final NodeSettings SETTINGS =
      NodeSettings.named("plant7.example/log")
          .withWeb(
              new WebOptions(
                  "127.0.0.1",
                  0,
                  WebLimits.DEFAULT,
                  new WebOptions.Way.Tls(List.of("gate.plant7.example"), Optional.empty())));

  @TempDir private Path temp;

  private static List<String> done(Path folder, List<String> words) throws IOException {
    return switch (ControlClient.ask(folder, words)) {
      case ControlAnswer.Done(var lines) -> lines;
      case ControlAnswer.Refused(var why) -> throw new AssertionError(why);
    };
  }

  private static String refused(Path folder, List<String> words) throws IOException {
    return switch (ControlClient.ask(folder, words)) {
      case ControlAnswer.Done(var lines) -> throw new AssertionError(lines.toString());
      case ControlAnswer.Refused(var why) -> why;
    };
  }

  private static CertificateCommand.Request wanted(String kind, Path out) {
    return new CertificateCommand.Request("wall", kind, 30, List.of(), Optional.empty(), out);
  }

  private static String value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .findFirst()
        .orElseThrow();
  }

  /** A browser with the file of a client. */
  private static HttpClient client(Path folder, Path keys, String passphrase) throws Exception {
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(new ByteArrayInputStream(Files.readAllBytes(keys)), passphrase.toCharArray());
    var mine = KeyManagerFactory.getInstance("PKIX");
    mine.init(own, passphrase.toCharArray());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    var site =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(
                        Files.readAllBytes(folder.resolve("keys/site-ca.crt"))));
    trusted.setCertificateEntry("site", site);
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(mine.getKeyManagers(), trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static int status(Node node, HttpClient client, String path) throws Exception {
    var request =
        HttpRequest.newBuilder(
                URI.create("https://localhost:" + node.webPort().orElseThrow() + path))
            .timeout(Duration.ofSeconds(30))
            .build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  @Test
  void aDisplayGetsAFileAndItOpensNothingOnceItIsRevoked() throws Exception {
    Path folder = temp.resolve("data");
    Path file = temp.resolve("wall.p12");
    try (Node node = Node.start(folder, SETTINGS, Node.Machine.here())) {
      List<String> said = done(folder, CertificateCommand.words(wanted("display", file)));
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      String serial = value(said, "serial");
      assertThat(done(folder, List.of("certificate", "list")).getFirst())
          .contains(serial, "display", "wall")
          .doesNotContain("revoked");
      try (HttpClient client = client(folder, file, value(said, "passphrase"))) {
        assertThat(status(node, client, "/health/live")).isEqualTo(200);
      }
      assertThat(refused(folder, CertificateCommand.words(wanted("display", file))))
          .contains("is there already");
      List<String> revoke = List.of("certificate", "revoke", serial, "key-compromise");
      assertThat(done(folder, revoke)).containsExactly("the certificate is revoked");
      assertThat(done(folder, List.of("certificate", "list")).getFirst()).contains("revoked");
      try (HttpClient client = client(folder, file, value(said, "passphrase"))) {
        assertThatThrownBy(() -> status(node, client, "/health/live"))
            .isInstanceOf(IOException.class);
      }
      Path list = temp.resolve("site.crl");
      assertThat(done(folder, List.of("certificate", "crl", list.toString()))).isNotEmpty();
      var crl =
          (X509CRL)
              CertificateFactory.getInstance("X.509")
                  .generateCRL(new ByteArrayInputStream(Files.readAllBytes(list)));
      assertThat(crl.getRevokedCertificates()).hasSize(1);
      assertThat(refused(folder, List.of("certificate", "revoke", "7", "superseded")))
          .contains("32 digits");
    }
  }

  @Test
  void aServerGetsKeyAndChainInOneFile() throws Exception {
    Path folder = temp.resolve("data");
    Path file = temp.resolve("plc.pem");
    try (Node _ = Node.start(folder, SETTINGS, Node.Machine.here())) {
      var request =
          new CertificateCommand.Request(
              "plc",
              "server",
              90,
              List.of("plc.plant7.example", "10.0.0.7"),
              Optional.empty(),
              file);
      List<String> _ = done(folder, CertificateCommand.words(request));
      assertThat(Files.readString(file)).startsWith("-----BEGIN PRIVATE KEY-----");
      assertThat(Files.readString(file).split("BEGIN CERTIFICATE", -1)).hasSize(3);
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(refused(folder, CertificateCommand.words(wanted("server", temp.resolve("x")))))
          .contains("names of hosts");
      assertThat(refused(folder, CertificateCommand.words(wanted("king", temp.resolve("x")))))
          .contains("client, display or server");
      var long1 =
          new CertificateCommand.Request(
              "x", "client", 4_000, List.of(), Optional.empty(), temp.resolve("x"));
      assertThat(refused(folder, CertificateCommand.words(long1))).contains("1 to 1098 days");
      assertThat(Files.exists(temp.resolve("x"))).isFalse();
    }
  }

  private static SiteAuthority authority(SimDisk disk) throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
    keys.initialize(new ECGenParameterSpec("secp256r1"));
    return SiteAuthority.open(
        disk,
        new JdkSignatures().signer(SignatureAlgorithm.ECDSA_P256, keys.generateKeyPair()),
        "plant7",
        new SiteAuthority.Around(InstantSource.system(), new SecureRandom(), SILENT));
  }

  private static final CertificateWatch SILENT =
      new CertificateWatch() {
        @Override
        public void authorityMade(X509Certificate certificate) {}

        @Override
        public void issued(IssuedCertificate certificate) {}

        @Override
        public void revoked(IssuedCertificate certificate) {}
      };

  @Test
  void nobodyGetsACertificateForTheNodeItself() throws Exception {
    var way = new WebOptions.Way.Tls(List.of("gate.plant7.example", "10.1.0.5"), Optional.empty());
    List<String> own = NodeTls.called(new WebOptions("2001:db8::7", 0, WebLimits.DEFAULT, way));
    SiteAuthority site = authority(SimDisk.calm());
    var certificates = new NodeCertificates(() -> Optional.of(site), own, _ -> {});
    for (String host :
        List.of(
            "gate.plant7.example",
            "10.1.0.5",
            "::ffff:10.1.0.5",
            "2001:DB8:0::7",
            "localhost",
            "a.localhost",
            "127.9.9.9",
            "::1",
            "::ffff:127.0.0.1",
            "0:0::1",
            "0.0.0.0")) {
      assertThat(asked(certificates, "plc.plant7.example", host))
          .as(host)
          .contains("is this node itself");
    }
    // What is wrong with this is the request alone.
    assertThat(asked(certificates, "plc.plant7.example")).doesNotContain("node");
    assertThat(site.issued()).isEmpty();
  }

  private static String asked(NodeCertificates certificates, String... hosts) throws IOException {
    var wanted =
        new CertificateView.Wanted(
            Bytes.of(new byte[1]), "plc", CertificateView.Kind.SERVER, List.of(hosts), 1);
    return ((CertificateView.Issuing.Refused) certificates.issue(wanted)).reason();
  }

  /** No key leaves, and none is made, where nobody could say who asked for it. */
  @Test
  void aKeyIsMadeForNobodyWhileNothingCanBeWrittenDown() throws Exception {
    SiteAuthority site = authority(SimDisk.calm());
    var certificates = new NodeCertificates(() -> Optional.of(site), List.of(), _ -> {});
    var isWritten = new AtomicBoolean();
    var user =
        new NodeUser(_ -> {
          if (!isWritten.get()) {
            throw new IOException("the journal is full");
          }
        });
    var command = new CertificateCommand(certificates, user, new SecureRandom());
    for (String name : List.of("wall.p12", "wall.pem")) {
      Path file = temp.resolve(name);
      List<String> words = CertificateCommand.words(wanted("display", file)).subList(1, 6);
      assertThat(command.run(words, LongCommand.Progress.NONE))
          .isEqualTo(new ControlAnswer.Refused("nothing was done: the journal is full"));
      assertThat(file).doesNotExist();
      assertThat(site.issued()).isEmpty();
    }
    isWritten.set(true);
    Path file = temp.resolve("wall.p12");
    List<String> words = CertificateCommand.words(wanted("display", file)).subList(1, 6);
    assertThat(command.run(words, LongCommand.Progress.NONE))
        .isInstanceOf(ControlAnswer.Done.class);
    assertThat(file).isNotEmptyFile();
    assertThat(site.issued()).hasSize(1);
  }

  @Test
  void aRevocationCountsThoughTheListCannotBeWritten() throws Exception {
    SimDisk disk = SimDisk.calm();
    SiteAuthority site = authority(disk);
    var gone = new ArrayList<Bytes>();
    var certificates = new NodeCertificates(() -> Optional.of(site), List.of(), gone::add);
    X509Certificate made =
        site.issueWithKey(SubjectNames.of("wall"), CertificateProfile.DEVICE).certificate();
    disk.delete("site-ca.crl");
    disk.createFolder("site-ca.crl");
    assertThat(certificates.revoke(made.getSerialNumber(), RevocationReason.KEY_COMPROMISE))
        .isEqualTo("the certificate is revoked; the list follows");
    assertThat(site.isGood(made)).isFalse();
    assertThat(gone).hasSize(1);
  }

  @Test
  void aNodeWithoutTlsHasNoAuthority() throws Exception {
    Path folder = temp.resolve("data");
    try (Node _ = TestPlant.start(folder, TestPlant.ORIGIN)) {
      assertThat(refused(folder, List.of("certificate", "list"))).contains("serves no TLS");
    }
    var none = new NodeCertificates(Optional::empty, List.of(), _ -> {});
    assertThat(none.list()).isEmpty();
    assertThat(
            none.issue(
                new CertificateView.Wanted(
                    Bytes.of(new byte[1]), "x", CertificateView.Kind.CLIENT, List.of(), 1)))
        .isInstanceOf(CertificateView.Issuing.Refused.class);
    assertThat(none.revoking("0".repeat(32), "superseded"))
        .isInstanceOf(CertificateView.Revoking.Unknown.class);
  }
}
