package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the launcher relies on: that the JVM takes a start cache, and passes over in silence what is
 * none. Whether it is of the same jars is asked by the launcher itself.
 */
class StartCacheTest {
  @TempDir private Path folder;
  private Path jar;
  private Path cache;

  private record Outcome(int exitCode, String said) {}

  @BeforeEach
  void make() throws Exception {
    jar = folder.resolve("a.jar");
    cache = folder.resolve("a.aot");
    put();
    Outcome made = java("-XX:AOTCacheOutput=" + cache, "-cp", jar.toString(), "Said");
    assertThat(made.exitCode()).as(made.said()).isZero();
    assertThat(cache).isNotEmptyFile();
  }

  private Outcome runWithCache() throws IOException, InterruptedException {
    return java("-XX:AOTMode=auto", "-XX:AOTCache=" + cache, "-jar", jar.toString());
  }

  private boolean isLoadedFromCache() throws IOException, InterruptedException {
    return java(
            "-XX:AOTMode=auto", "-XX:AOTCache=" + cache, "-Xlog:class+load", "-jar", jar.toString())
        .said()
        .contains("Said source: shared objects file");
  }

  @Test
  void theCacheOfARunServesTheJarItWasMadeOf() throws Exception {
    assertThat(runWithCache()).isEqualTo(new Outcome(0, "one\n"));
    assertThat(isLoadedFromCache()).isTrue();
  }

  @Test
  void aDamagedOrMissingOneIsPassedOverInSilence() throws Exception {
    Files.writeString(cache, "no cache at all");
    assertThat(runWithCache()).isEqualTo(new Outcome(0, "one\n"));
    Files.delete(cache);
    assertThat(runWithCache()).isEqualTo(new Outcome(0, "one\n"));
  }

  /** A jar whose program says a word. */
  private void put() throws IOException {
    Path source = folder.resolve("Said.java");
    Files.writeString(
        source,
        "class Said { public static void main(String[] a) { System.out.println(\"one\"); } }");
    int compiled = ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString());
    assertThat(compiled).isZero();
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Said");
    try (OutputStream out = Files.newOutputStream(jar);
        var entries = new JarOutputStream(out, manifest)) {
      entries.putNextEntry(new JarEntry("Said.class"));
      entries.write(Files.readAllBytes(folder.resolve("Said.class")));
    }
  }

  private Outcome java(String... options) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xms48m", "-XX:MaxNewSize=64m", "-XX:+UseCompactObjectHeaders"));
    line.addAll(List.of("-XX:+UnlockExperimentalVMOptions", "-XX:G1ExpandByPercentOfAvailable=0"));
    line.addAll(List.of("-Xlog:cds*=off", "-Xlog:aot*=off"));
    line.addAll(List.of(options));
    Path said = folder.resolve("said");
    var builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().keySet().removeIf(name -> name.contains("JAVA"));
    int exitCode = builder.start().waitFor();
    return new Outcome(exitCode, Files.readString(said, StandardCharsets.UTF_8));
  }
}
