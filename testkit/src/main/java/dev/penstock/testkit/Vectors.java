package dev.penstock.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds the data of others that lies beside the project, in {@code shared/} of a folder above it. A
 * test that asks for what is not there is skipped, and the reason says which folder was missing.
 */
public final class Vectors {
  private Vectors() {}

  /** {@code shared/vectors/<name>}, or the test is skipped. */
  public static Path folder(String name) {
    return shared("vectors/" + name);
  }

  /** {@code shared/<name>}, or the test is skipped. */
  public static Path shared(String name) {
    for (Path at = root(); at != null; at = at.getParent()) {
      Path candidate = at.resolve("shared").resolve(name);
      if (Files.exists(candidate)) {
        return candidate;
      }
    }
    return Assumptions.abort("shared/" + name + " is not beside the project");
  }

  /** The project's root folder. */
  public static Path root() {
    return Path.of(System.getProperty("penstock.root", ".")).toAbsolutePath().normalize();
  }
}
