package dev.penstock.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The inputs that fuzz tests keep among their module's resources. */
public final class KeptInputs {
  private KeptInputs() {}

  /**
   * Names of the kept inputs that are taken.
   *
   * @param test stands in the package whose inputs these are
   * @param folder below the package's
   */
  public static SortedSet<String> taken(Class<?> test, String folder, Predicate<byte[]> isTaken)
      throws IOException {
    String room = test.getPackageName().replace('.', '/');
    Path inputs = Path.of("src/test/resources").resolve(room).resolve(folder);
    var names = new TreeSet<String>();
    try (Stream<Path> files = Files.list(inputs)) {
      for (Path file : files.toList()) {
        if (isTaken.test(Files.readAllBytes(file))) {
          boolean _ = names.add(file.getFileName().toString());
        }
      }
    }
    return names;
  }
}
