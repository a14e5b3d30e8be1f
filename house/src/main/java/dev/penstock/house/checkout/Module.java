package dev.penstock.house.checkout;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One Maven module of the checkout.
 *
 * @param path where it lies below the root, as the root pom lists it: {@code core/merkle}
 */
public record Module(String path, Path folder, Pom pom) {
  public Ring ring() {
    return Ring.of(path);
  }

  /** What Maven calls it: the path with dashes. */
  public String artifactId() {
    return path.replace('/', '-');
  }

  public Path mainSources() {
    return folder.resolve("src/main/java");
  }

  public Path classes() {
    return folder.resolve("target/classes");
  }

  public boolean hasMainSources() {
    return Files.isDirectory(mainSources());
  }

  public boolean is(String otherPath) {
    return path.equals(otherPath);
  }
}
