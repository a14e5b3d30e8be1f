package dev.penstock.cborfuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The kept inputs are of both kinds; a corpus that is refused throughout leads nowhere. */
class CorpusTest {
  private static Set<String> taken(String folder, Predicate<byte[]> isTaken) throws IOException {
    var names = new TreeSet<String>();
    Path inputs = Path.of("src/test/resources/dev/penstock/cborfuzz").resolve(folder);
    try (var files = Files.list(inputs)) {
      for (Path file : files.toList()) {
        if (isTaken.test(Files.readAllBytes(file))) {
          var _ = names.add(file.getFileName().toString());
        }
      }
    }
    return names;
  }

  @Test
  void theGoodItemsAreTakenAndNoOthers() throws IOException {
    assertThat(
            taken(
                "CborFuzzTestInputs/anItemIsTakenOnlyInItsOneSpelling",
                Claims::anItemHasOneSpelling))
        .containsExactly(
            "floats",
            "integers",
            "keys-of-every-type",
            "sixteen-levels",
            "tags",
            "text-of-every-width");
  }

  @Test
  void theGoodMessagesAreTakenAndNoOthers() throws IOException {
    assertThat(taken("CoseFuzzTestInputs/aMessageIsReadWholeOrRefused", Claims::aMessageIsItsParts))
        .containsExactly("claims", "detached", "page-example", "receipt");
  }

  @Test
  void theGoodKeysAreTakenAndNoOthers() throws IOException {
    assertThat(
            taken("CoseFuzzTestInputs/aKeyIsTakenOnlyInItsOneSpelling", Claims::aKeyHasOneSpelling))
        .containsExactly("ed25519", "ml-dsa-44", "p256");
  }
}
