package dev.penstock.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.tls.Certificates;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerIdentityTest {
  @TempDir Path folder;

  private String identity(String subject, String... more) throws Exception {
    var certificates = new Certificates(folder);
    if (!folder.resolve("ca.pem").toFile().exists()) {
      certificates.authority("ca");
    }
    String alias = "a" + System.nanoTime();
    certificates.certificate(alias, "ca", subject, more);
    return PeerIdentity.of(certificates.certificate(alias));
  }

  @Test
  void aCertificateIsForWhomItsMostExactNameSays() throws Exception {
    assertThat(identity("CN=cn", "-ext", "san=ip:10.0.0.7,dns:PLC7.example,dns:other.example"))
        .isEqualTo("plc7.example");
    assertThat(identity("CN=pump 1,CN=Users,O=plant")).isEqualTo("pump 1");
    assertThat(identity("O=plant", "-ext", "san=ip:10.0.0.7")).isEqualTo("10.0.0.7");
    assertThat(identity("O=plant")).matches("sha-256:[0-9a-f]{64}");
  }

  /** A wildcard names many, and a reserved name could be taken for one of ours. */
  @Test
  void aNameThatIsNobodysOwnIsNoName() throws Exception {
    assertThat(identity("CN=plc7", "-ext", "san=dns:*.example")).isEqualTo("plc7");
    assertThat(identity("CN=~udp/plc7")).startsWith("sha-256:");
    assertThat(identity("CN=*.example")).startsWith("sha-256:");
  }
}
