package dev.penstock.house.gates;

import dev.penstock.house.checkout.Pom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Maven modules that are children of our root pom, built offline by the Maven, the JDK and the
 * local repository of the running build. One run for all of them, which goes on after a failure.
 */
final class PlantedBuild {
  private static final long SECONDS_MAX = 300;

  private final Path root;
  private final Path folder;
  private final String version;
  private final List<String> modules = new ArrayList<>();

  private PlantedBuild(Path root, Path folder, String version) {
    this.root = root;
    this.folder = folder;
    this.version = version;
  }

  /**
   * An empty one in a fresh folder below the checkout, so that Maven finds the checkout's flags.
   */
  static PlantedBuild in(Path root, Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var old = Files.walk(folder)) {
        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    Files.createDirectories(folder);
    String version = Pom.read(root.resolve("pom.xml")).text("version");
    return new PlantedBuild(root, folder, version);
  }

  /** A module with one class in {@code dev.penstock.planted}; {@code source} is all of the file. */
  PlantedBuild module(String name, String source) throws IOException {
    Path packageFolder = folder.resolve(name).resolve("src/main/java/dev/penstock/planted");
    Files.createDirectories(packageFolder);
    Files.writeString(packageFolder.resolve("Planted.java"), source);
    Files.writeString(
        packageFolder.resolve("package-info.java"),
        """
        @NullMarked
        package dev.penstock.planted;

        import org.jspecify.annotations.NullMarked;
        """);
    return pom(name, name, "1", "jar", "");
  }

  /** A module without classes; dependencies are given as {@code artifact:version}. */
  PlantedBuild bare(String name, String artifactId, String itsVersion, String... dependencies)
      throws IOException {
    var xml = new StringBuilder();
    for (String dependency : dependencies) {
      String[] parts = dependency.split(":", 2);
      xml.append("<dependency><groupId>dev.penstock.planted</groupId><artifactId>")
          .append(parts[0])
          .append("</artifactId><version>")
          .append(parts[1])
          .append("</version><type>pom</type></dependency>");
    }
    return pom(name, artifactId, itsVersion, "pom", xml.toString());
  }

  /** Runs {@code mvn verify} and returns all it printed. */
  String verify() throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("pom.xml"),
        """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <groupId>dev.penstock.planted</groupId>
          <artifactId>gates</artifactId>
          <version>1</version>
          <packaging>pom</packaging>
          <modules>%s</modules>
        </project>
        """
            .formatted(
                modules.stream()
                    .map(module -> "<module>" + module + "</module>")
                    .collect(Collectors.joining())));
    Path log = folder.resolve("log.txt");
    var builder =
        new ProcessBuilder(
                Path.of(property("penstock.maven.home"), "bin", "mvn").toString(),
                "--batch-mode",
                "--offline",
                "--fail-at-end",
                "--no-transfer-progress",
                "-Dstyle.color=never",
                "-Dmaven.repo.local=" + property("penstock.maven.repository"),
                // Whatever mirror the artifacts came through, they are here.
                "-Daether.enhancedLocalRepository.trackingFilename=none",
                "verify")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", property("penstock.maven.jdk"));
    Process maven = builder.start();
    maven.getOutputStream().close();
    try {
      if (!maven.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new IOException("Maven did not end in " + SECONDS_MAX + " s, see " + log);
      }
    } finally {
      maven.descendants().forEach(ProcessHandle::destroyForcibly);
      maven.destroyForcibly();
    }
    return Files.readString(log);
  }

  private PlantedBuild pom(
      String name, String artifactId, String itsVersion, String packaging, String dependencies)
      throws IOException {
    modules.add(name);
    Path module = Files.createDirectories(folder.resolve(name));
    Files.writeString(
        module.resolve("pom.xml"),
        """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <parent>
            <groupId>dev.penstock</groupId>
            <artifactId>penstock</artifactId>
            <version>%s</version>
            <relativePath>%s/pom.xml</relativePath>
          </parent>
          <groupId>dev.penstock.planted</groupId>
          <artifactId>%s</artifactId>
          <version>%s</version>
          <packaging>%s</packaging>
          <name>planted-%s</name>
          <dependencies>%s</dependencies>
        </project>
        """
            .formatted(
                version,
                module.relativize(root),
                artifactId,
                itsVersion,
                packaging,
                name,
                dependencies));
    return this;
  }

  private static String property(String name) {
    return Objects.requireNonNull(System.getProperty(name), name + " is set by house/pom.xml");
  }
}
