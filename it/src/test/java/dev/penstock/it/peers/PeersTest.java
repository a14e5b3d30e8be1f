package dev.penstock.it.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.testkit.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.TestAbortedException;

class PeersTest {
  @Test
  void whatIsAbsentSkipsTheTestAndSaysHowToGetIt(@TempDir Path empty) {
    var peers = new Peers(empty, List.of(empty), List.of(empty));
    List<ThrowingCallable> askings =
        List.of(
            peers::goJudge,
            peers::npmJudge,
            peers::npmModules,
            peers::cddl,
            peers::witness,
            peers::witnessedLog,
            peers::softHsmLibrary,
            () -> peers.program("pkcs11-tool"));
    assertThat(askings)
        .allSatisfy(asking ->
            assertThatThrownBy(asking)
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("is not here: run it/peers/install "));
  }

  @ParameterizedTest
  @CsvSource({"softhsm2-util,--version,2.6.1", "opensc-tool,--info,0.23.0"})
  void theProgramsOfDebianHaveTheirPinnedVersion(String name, String option, String version)
      throws IOException, InterruptedException {
    assertThat(said(Peers.ofThisMachine().program(name), option)).contains(version);
  }

  @Test
  void theCddlToolHasThePinnedVersion() throws IOException, InterruptedException {
    String installer = Files.readString(Vectors.root().resolve("it/peers/install"));
    String version = said(Peers.ofThisMachine().cddl(), "--version").strip();
    assertThat(version).matches("cddl [0-9.]+");
    assertThat(installer).contains("CDDL_VERSION=" + version.substring(5) + "\n");
  }

  private static String said(Path program, String option) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(program.toString(), option).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  @Test
  void theSoftHsmLibraryIsThere() {
    assertThat(Peers.ofThisMachine().softHsmLibrary()).isRegularFile();
  }

  @Test
  void theNpmPackagesHaveTheirPinnedVersions() throws IOException {
    Path modules = Peers.ofThisMachine().npmModules();
    var json = new ObjectMapper();
    JsonNode pins =
        json.readTree(Files.readString(Vectors.root().resolve("it/peers/npm/package.json")))
            .get("dependencies");
    assertThat(pins.properties())
        .isNotEmpty()
        .allSatisfy(pin -> {
          Path manifest = modules.resolve(pin.getKey()).resolve("package.json");
          JsonNode held = json.readTree(Files.readString(manifest));
          assertThat(held.get("version")).isEqualTo(pin.getValue());
        });
  }
}
