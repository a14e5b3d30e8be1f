package dev.penstock.cborfuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.KeptInputs;
import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The kept inputs are of both kinds; a corpus that is refused throughout leads nowhere. */
class CorpusTest {
  private static Set<String> taken(String folder, Predicate<byte[]> isTaken) throws IOException {
    return KeptInputs.taken(CorpusTest.class, folder, isTaken);
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
