package dev.penstock.cli.suite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs Maven on the source tree.
 *
 * @param root the source tree, empty where the command was not started from one
 * @param program runs with the arguments for Maven, and gives its exit code
 */
public record MavenRun(Optional<Path> root, Program program) {
  /** Something that is run with arguments, and ends with an exit code. */
  public interface Program {
    int run(List<String> arguments) throws IOException, InterruptedException;
  }

  /** As {@code ./penstock} says: the source tree, the JDK that runs us and the Maven it found. */
  public static MavenRun ofTheLauncher() {
    Optional<Path> root = Optional.ofNullable(System.getProperty("penstock.root")).map(Path::of);
    return new MavenRun(root, arguments -> start(root.orElseThrow(), arguments));
  }

  private static int start(Path root, List<String> arguments)
      throws IOException, InterruptedException {
    String maven = System.getenv().getOrDefault("PENSTOCK_MAVEN", "mvn");
    List<String> line = new ArrayList<>();
    line.addAll(List.of("sh", root.resolve("app/launch/maven.sh").toString(), "test"));
    line.addAll(List.of(root.toString(), maven));
    line.addAll(arguments);
    var builder = new ProcessBuilder(line).inheritIO();
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    try {
      return process.waitFor();
    } finally {
      // Reached with a living process only when we are interrupted: nothing may be left behind.
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }
}
