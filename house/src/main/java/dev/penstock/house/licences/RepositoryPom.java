package dev.penstock.house.licences;

import dev.penstock.house.checkout.Pom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** A library's pom in the local repository, with what it inherits. */
final class RepositoryPom {
  /** Deeper chains of parents are taken for a circle. */
  private static final int PARENTS_MAX = 12;

  private final Path repository;
  private final Path file;

  RepositoryPom(Path repository, Path file) {
    this.repository = repository;
    this.file = file;
  }

  List<String> licences() {
    return inherited(Pom::licences, List.of(), List::isEmpty);
  }

  String home() {
    return inherited(pom -> pom.text("url"), "", String::isEmpty);
  }

  /** Group and artifact of each dependency that comes along at run time. */
  Set<String> needs() {
    return Pom.read(file).needs();
  }

  private <T> T inherited(Function<Pom, T> read, T nothing, Predicate<T> isNone) {
    Path at = file;
    for (int i = 0; i < PARENTS_MAX && Files.exists(at); i++) {
      Pom pom = Pom.read(at);
      T value = read.apply(pom);
      if (!isNone.test(value)) {
        return value;
      }
      String artifact = pom.text("parent", "artifactId");
      String version = pom.text("parent", "version");
      if (artifact.isEmpty()) {
        return nothing;
      }
      at =
          repository
              .resolve(pom.text("parent", "groupId").replace('.', '/'))
              .resolve(artifact)
              .resolve(version)
              .resolve(artifact + "-" + version + ".pom");
    }
    return nothing;
  }
}
