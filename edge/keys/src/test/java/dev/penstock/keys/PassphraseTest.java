package dev.penstock.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassphraseTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"secret", "secret\n", "secret\r\n", "secret\nnot this line\n"})
  void theFirstLineOfAFileIsThePassphrase(String content) throws Exception {
    try (Passphrase passphrase = Passphrase.ofFile(file(content, "rw-------"))) {
      assertThat(passphrase.utf8()).isEqualTo("secret".getBytes(StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw----r--", "rw-----w-"})
  void aFileThatIsOpenToEverybodyIsRefused(String mode) throws Exception {
    Path file = file("secret", mode);
    assertThatIOException()
        .isThrownBy(() -> Passphrase.ofFile(file))
        .withMessageContaining("open to everybody");
  }

  /** systemd gives a service its credentials with mode 0440 and an access list behind it. */
  @Test
  void aCredentialOfSystemdIsTaken() throws Exception {
    try (Passphrase passphrase = Passphrase.ofFile(file("secret", "r--r-----"))) {
      assertThat(passphrase.utf8()).hasSize(6);
    }
  }

  @Test
  void nothingIsNoPassphrase() throws Exception {
    Path file = file("\nsecond line", "rw-------");
    assertThatIOException().isThrownBy(() -> Passphrase.ofFile(file));
    assertThatIllegalArgumentException().isThrownBy(() -> Passphrase.of(new char[0]));
  }

  @Test
  void aWrongFileIsNotReadAsAPassphrase() throws Exception {
    Path file = file("x".repeat(5_000), "rw-------");
    assertThatIOException().isThrownBy(() -> Passphrase.ofFile(file));
  }

  @Test
  void closingWipesIt() {
    Passphrase passphrase = Passphrase.of("ä secret".toCharArray());
    byte[] bytes = passphrase.utf8();
    assertThat(bytes).isEqualTo("ä secret".getBytes(StandardCharsets.UTF_8));
    passphrase.close();
    assertThat(bytes).containsOnly(0);
  }

  private Path file(String content, String mode) throws Exception {
    Path file = folder.resolve("passphrase");
    Files.writeString(file, content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }
}
