package dev.penstock.cli;

import dev.penstock.testkit.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A small source tree with the real launcher in it, on a machine that has only what a test puts
 * there: a path of its own with fake programs, and JDK folders of its own.
 */
final class FakeSourceTree {
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "dirname",
          "readlink",
          "find",
          "sed",
          "grep",
          "head",
          "awk",
          "df",
          "date",
          "mkdir",
          "mv",
          "rm",
          "cat",
          "sleep",
          "touch",
          "uname");

  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  /** What a call of the launcher gave. */
  record Outcome(int exitCode, String out, String err) {
    List<String> errLines() {
      return err.lines().toList();
    }
  }

  final Path root;
  private final Path bin;
  private final Path jvms;
  private final Map<String, String> environment = new HashMap<>();

  FakeSourceTree(Path folder) throws IOException {
    root = Files.createDirectories(folder.resolve("a project"));
    bin = Files.createDirectories(folder.resolve("bin"));
    jvms = Files.createDirectories(folder.resolve("jvms"));
    Path real = Vectors.root();
    Files.copy(real.resolve("penstock"), root.resolve("penstock"));
    Path launch = Files.createDirectories(root.resolve("app/launch"));
    try (Stream<Path> files = Files.list(real.resolve("app/launch"))) {
      for (Path file : files.toList()) {
        Files.copy(file, launch.resolve(file.getFileName()));
      }
    }
    for (String tool : TOOLS) {
      Files.createSymbolicLink(bin.resolve(tool), find(tool));
    }
    write("pom.xml", "<project/>");
    write("app/cli/pom.xml", "<project/>");
    write("app/cli/src/main/java/A.java", "class A {}");
    write("app/cli/src/main/java/B.java", "class B {}");
    write("app/cli/src/test/java/ATest.java", "class ATest {}");
    write("bench/pom.xml", "<project/>");
    setAllTimes(LONG_AGO);
    environment.put("PATH", bin.toString());
    environment.put("HOME", folder.resolve("home").toString());
    environment.put("PENSTOCK_JDK_FOLDERS", jvms.toString());
  }

  void set(String name, String value) {
    environment.put(name, value);
  }

  /**
   * A folder that looks like a JDK; its java tells which one it is, and its arguments. It makes a
   * start cache where it is asked to, unless {@code FAKE_REHEARSAL} says what to do instead.
   */
  void addJdk(String name, String version) throws IOException {
    Path home = jdk(name);
    write(home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
    program(home.resolve("bin/javac"), "exit 0");
    program(
        home.resolve("bin/java"),
        """
        case "$*" in
          *-XX:AOTCacheOutput=*)
            echo "$0" >>"$FAKE_NOTES.rehearsals"
            eval "${FAKE_REHEARSAL:-:}"
            for argument in "$@"; do
              case $argument in
                -XX:AOTCacheOutput=*) echo cached >"${argument#*=}" ;;
              esac
            done
            exit 0
            ;;
          *-Xlog:class+path=info*)
            echo "${FAKE_COMPARED-Archived app classpath validation: passed}"
            exit 0
            ;;
        esac
        echo "ran on %s"
        for argument in "$@"; do echo "<$argument>"; done
        exit ${FAKE_JAVA_EXIT:-0}
        """
            .formatted(name));
  }

  /** Where the JDK of this name is. */
  Path jdk(String name) {
    return jvms.resolve(name);
  }

  /** A java on the path, which answers the question for its home. */
  void putJavaOnPath(Path home) throws IOException {
    program(bin.resolve("java"), "echo '    java.home = " + home + "' >&2");
  }

  /** A Maven that tells this version, and then does as the script says. */
  void putMaven(String version, String script) throws IOException {
    program(
        bin.resolve("mvn"),
        """
        if [ "$1" = --version ]; then echo "Apache Maven %s"; exit 0; fi
        echo "$JAVA_HOME" >>"$FAKE_NOTES"
        echo "[INFO] Building core/merkle 1    [1/2]"
        echo "[INFO] Building app/cli 1    [2/2]"
        %s
        """
            .formatted(version, script));
    environment.put("FAKE_NOTES", root.resolve("notes").toString());
  }

  /** A Maven that builds both jars. */
  void putWorkingMaven() throws IOException {
    putMaven(
        "3.8.7 (build)",
        """
        mkdir -p app/cli/target/dist bench/target/dist
        touch app/cli/target/dist/penstock.jar bench/target/dist/penstock-bench.jar
        """);
  }

  /** Another program on the path, instead of the machine's own. */
  void replaceTool(String name, String script) throws IOException {
    Files.delete(bin.resolve(name));
    program(bin.resolve(name), script);
  }

  /** How often Maven was asked to build, with the JAVA_HOME it saw. */
  List<String> builds() throws IOException {
    Path notes = root.resolve("notes");
    return Files.exists(notes) ? Files.readAllLines(notes) : List.of();
  }

  /** How often a rehearsal was played for a start cache. */
  int rehearsals() throws IOException {
    Path notes = root.resolve("notes.rehearsals");
    return Files.exists(notes) ? Files.readAllLines(notes).size() : 0;
  }

  /** The start caches that are there. */
  List<String> caches() throws IOException {
    Path folder = root.resolve("app/cli/target/start");
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Moves the last build into the past, but after the sources: the clock ticks coarsely. */
  void ageBuild() throws IOException {
    Files.setLastModifiedTime(
        root.resolve("app/cli/target/build.stamp"),
        FileTime.from(LONG_AGO.plus(Duration.ofHours(1))));
  }

  void write(String name, String text) throws IOException {
    write(root.resolve(name), text);
  }

  Outcome run(String... arguments) throws IOException, InterruptedException {
    return runFrom(root.resolve("penstock"), arguments);
  }

  Outcome runFrom(Path door, String... arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(bin.resolve("sh").toString(), door.toString()));
    line.addAll(List.of(arguments));
    Path out = Files.createTempFile(bin, "out", "");
    Path err = Files.createTempFile(bin, "err", "");
    var builder =
        new ProcessBuilder(line)
            .directory(bin.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    int exitCode = builder.start().waitFor();
    return new Outcome(exitCode, Files.readString(out), Files.readString(err));
  }

  private void setAllTimes(Instant time) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(time));
      }
    }
  }

  private static void program(Path file, String script) throws IOException {
    write(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow());
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  private static Path find(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .map(FakeSourceTree::real)
        .orElseThrow(() -> new IllegalStateException("this machine has no " + tool));
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
