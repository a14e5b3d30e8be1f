package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.certificates.CertificateProfile;
import dev.penstock.certificates.CertificateWatch;
import dev.penstock.certificates.Issuing;
import dev.penstock.certificates.RevocationReason;
import dev.penstock.certificates.SiteAuthority;
import dev.penstock.certificates.SubjectNames;
import dev.penstock.disk.FileStorage;
import dev.penstock.it.peers.Peers;
import dev.penstock.node.Node;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.web.WebLimits;
import dev.penstock.web.WebOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSL and curl judge the certificates of a site and the TLS of a node. */
@Timeout(300)
class TlsJudgedByOthersTest {
  private static final String PASSPHRASE = "a passphrase of words";
  private static final int WAIT_S = 60;

  private final Path openssl = Peers.ofThisMachine().program("openssl");
  private final Path curl = Peers.ofThisMachine().program("curl");

  @TempDir Path folder;

  /** What a program said, and how it ended. */
  private record Said(int exit, String text) {}

  private static Said run(Path program, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(WAIT_S, TimeUnit.SECONDS)).as(text).isTrue();
    return new Said(process.exitValue(), text);
  }

  private static NodeSettings settings() {
    var way = new WebOptions.Way.Tls(List.of("gate.plant7.example"), Optional.empty());
    return NodeSettings.named("plant7.example/log")
        .withWeb(new WebOptions("127.0.0.1", 0, WebLimits.DEFAULT, way));
  }

  @Test
  void theNodeSpeaksTls13AndHttp2ToOpensslAndCurl() throws Exception {
    Path authority = folder.resolve("keys/site-ca.crt");
    Path server = folder.resolve("keys/site-server.pem");
    try (Node node = Node.start(folder, settings(), Node.Machine.here())) {
      String place = "localhost:" + node.webPort().orElseThrow();
      Said verified =
          run(
              openssl,
              "verify",
              "-x509_strict",
              "-purpose",
              "sslserver",
              "-verify_hostname",
              "gate.plant7.example",
              "-CAfile",
              authority,
              server);
      assertThat(verified.exit()).as(verified.text()).isZero();
      Said met =
          run(
              openssl,
              "s_client",
              "-connect",
              place,
              "-tls1_3",
              "-alpn",
              "h2,http/1.1",
              "-verify_return_error",
              "-verify_hostname",
              "localhost",
              "-CAfile",
              authority);
      assertThat(met.text())
          .contains("Verification: OK", "ALPN protocol: h2", "TLSv1.3")
          .contains("Acceptable client certificate CA names");
      Said old = run(openssl, "s_client", "-connect", place, "-tls1_2", "-CAfile", authority);
      assertThat(old.exit()).isNotZero();
      assertThat(old.text()).contains("alert protocol version");
      Said asked =
          run(
              curl,
              "--silent",
              "--http2",
              "--cacert",
              authority,
              "--write-out",
              "%{http_version} %{http_code}",
              "--output",
              folder.resolve("live"),
              "https://" + place + "/health/live");
      assertThat(asked.text()).isEqualTo("2 200");
      Said printed = run(openssl, "x509", "-in", authority, "-noout", "-fingerprint", "-sha256");
      assertThat(printed.text().replace(":", "").toLowerCase(Locale.ROOT))
          .contains(node.authorityFingerprint().orElseThrow());
    }
  }

  @Test
  void opensslReadsWhatClientsGetAndKnowsWhatWasRevoked() throws Exception {
    var random = new SecureRandom();
    KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
    pairs.initialize(new ECGenParameterSpec("secp256r1"), random);
    SiteAuthority site =
        SiteAuthority.open(
            FileStorage.open(folder),
            new JdkSignatures().signer(SignatureAlgorithm.ECDSA_P256, pairs.generateKeyPair()),
            "plant7.example/log",
            new SiteAuthority.Around(InstantSource.system(), random, CertificateWatch.NONE));
    var packed =
        (Issuing.Packed)
            site.pack(
                SubjectNames.of("display 3"), CertificateProfile.DEVICE, PASSPHRASE.toCharArray());
    Path file = Files.write(folder.resolve("display.p12"), packed.file().bytes());
    Path pem = folder.resolve("display.pem");
    Said opened =
        run(
            openssl,
            "pkcs12",
            "-in",
            file,
            "-passin",
            "pass:" + PASSPHRASE,
            "-clcerts",
            "-nokeys",
            "-out",
            pem);
    assertThat(opened.exit()).as(opened.text()).isZero();
    assertThat(revocationVerdict(site, pem)).contains("display.pem: OK");
    SiteAuthority.Revoking _ =
        site.revoke(packed.entry().serial(), RevocationReason.KEY_COMPROMISE);
    assertThat(revocationVerdict(site, pem)).contains("certificate revoked");
  }

  private String revocationVerdict(SiteAuthority site, Path certificate) throws Exception {
    Path list = folder.resolve("list.pem");
    Path der = Files.write(folder.resolve("list.der"), site.list());
    Said converted = run(openssl, "crl", "-inform", "DER", "-in", der, "-out", list);
    assertThat(converted.exit()).as(converted.text()).isZero();
    return run(
            openssl,
            "verify",
            "-x509_strict",
            "-purpose",
            "sslclient",
            "-crl_check",
            "-CRLfile",
            list,
            "-CAfile",
            folder.resolve(SiteAuthority.CERTIFICATE_FILE),
            certificate)
        .text();
  }
}
