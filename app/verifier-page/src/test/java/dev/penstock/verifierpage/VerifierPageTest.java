package dev.penstock.verifierpage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class VerifierPageTest {
  private static final String PAGE = new String(VerifierPage.bytes(), StandardCharsets.UTF_8);

  @Test
  void itsHashIsTheOneThatIsTold() throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(VerifierPage.bytes());
    assertThat(VerifierPage.sha256()).isEqualTo(HexFormat.of().formatHex(digest));
  }

  @Test
  void itMayOpenNoConnectionAndRunsNothingButItself() {
    assertThat(PAGE)
        .contains("default-src 'none'; script-src 'sha256-")
        .contains("; style-src 'sha256-")
        .contains("; worker-src blob:; base-uri 'none'; form-action 'none'\"")
        .doesNotContain("connect-src")
        .doesNotContain("unsafe-");
  }

  @Test
  void itNeedsNoOtherFile() {
    assertThat(PAGE).doesNotContainPattern("<(script|img|link|iframe)[^>]+(src|href)=");
  }

  @Test
  void itCarriesTheLicencesOfTheLibrariesInIt() {
    assertThat(PAGE)
        .contains("@noble/curves 2.4.0")
        .contains("@noble/hashes 2.4.0")
        .contains("@noble/post-quantum 0.7.1")
        .contains("The MIT License (MIT)");
  }
}
