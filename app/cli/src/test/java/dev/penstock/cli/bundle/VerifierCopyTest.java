package dev.penstock.cli.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.bundlecorpus.Case;
import dev.penstock.bundlecorpus.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verifier as a jar of its own. */
class VerifierCopyTest {
  private static final List<Case> CASES = Corpus.cases();

  private static Case named(String name) {
    return CASES.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void theSmallJarIsTheSameEachTimeAndRunsAlone(@TempDir Path temp) throws Exception {
    List<String> lines = VerifierCopy.write(temp.resolve("copy"));
    Path jar = temp.resolve("copy").resolve("penstock-verify.jar");
    assertThat(lines.get(1)).startsWith("sha256 ");
    assertThat(VerifierCopy.write(temp.resolve("again")).get(1)).isEqualTo(lines.get(1));
    assertThatThrownBy(() -> VerifierCopy.write(temp.resolve("copy")))
        .isInstanceOf(FileAlreadyExistsException.class);
    try (var opened = new JarFile(jar.toFile())) {
      assertThat(opened.stream().map(entry -> entry.getName()))
          .allMatch(name -> name.startsWith("dev/penstock/") || name.startsWith("META-INF/"));
    }
    Case good = named("self-consistent");
    Path file = Files.write(temp.resolve("good.zip"), good.bytes().bytes());
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(), "-Xmx64m", "-jar", jar.toString(), file.toString(), "--json")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).startsWith("{\"verdict\":\"SELF_CONSISTENT\"");
    assertThat(process.exitValue()).isEqualTo(1);
  }

  /** Wherever it was moved to, and with nothing of ours around it. */
  @Test
  void theImageRunsWithoutAJdk(@TempDir Path temp) throws Exception {
    Path folder = temp.resolve("copy");
    List<String> _ = VerifierCopy.write(folder);
    assertThat(VerifierCopy.writeImage(folder)).last().asString().contains("penstock-verify");
    assertThatThrownBy(() -> VerifierCopy.writeImage(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("jlink");
    Path image = Files.move(folder.resolve("image"), temp.resolve("an image"));
    Path now = Files.createDirectory(temp.resolve("elsewhere"));
    for (String name : List.of("self-consistent", "stamp-good-rsa", "good")) {
      Case one = named(name);
      Path file = Files.write(now.resolve(name + ".zip"), one.bytes().bytes());
      List<String> words = new ArrayList<>();
      words.add(image.resolve("bin").resolve("penstock-verify").toString());
      words.add(file.getFileName().toString());
      if (!one.trust().isEmpty()) {
        Path _ = Files.writeString(now.resolve("auditor.trust"), one.trust());
        words.addAll(List.of("--policy", "auditor.trust"));
      }
      var builder = new ProcessBuilder(words).directory(now.toFile()).redirectErrorStream(true);
      builder.environment().clear();
      builder.environment().put("PATH", "/usr/bin:/bin");
      Process process = builder.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(said).startsWith("verdict  " + one.outcome().words());
      assertThat(process.exitValue()).isEqualTo(one.outcome().exitCode());
    }
  }
}
