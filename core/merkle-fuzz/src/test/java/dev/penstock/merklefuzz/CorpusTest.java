package dev.penstock.merklefuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.KeptInputs;
import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The kept inputs are of both kinds; a corpus that is refused throughout leads nowhere. */
class CorpusTest {
  private static Set<String> taken(String folder, Predicate<byte[]> isTaken) throws IOException {
    return KeptInputs.taken(CorpusTest.class, "MerkleFuzzTestInputs/" + folder, isTaken);
  }

  @Test
  void theGoodInputsAreTakenAndNoOthers() throws IOException {
    assertThat(taken("aNoteHasOneSpelling", Claims::aNoteHasOneSpelling))
        .containsExactly("checkpoint", "empty-lines", "two-ed25519");
    assertThat(taken("aProofFileHasOneSpelling", Claims::aProofFileHasOneSpelling))
        .containsExactly("entry-7", "small");
    assertThat(taken("aPolicyKeepsItsMeaning", Claims::aPolicyKeepsItsMeaning))
        .containsExactly("both", "group", "none");
    assertThat(taken("aPathHasOneSpelling", Claims::aPathHasOneSpelling))
        .containsExactly("path-0", "path-1", "path-2", "path-3", "path-4", "path-5", "path-6");
    assertThat(taken("aVkeyHasOneSpelling", Claims::aVkeyHasOneSpelling))
        .containsExactly("log-ed25519", "log-ml-dsa-44", "witness-ed25519", "witness-ml-dsa-44");
    assertThat(taken("aBundleHasOneSpelling", Claims::aBundleHasOneSpelling))
        .containsExactly("full", "partial");
    assertThat(taken("aReceiptIsReadWholeOrRefused", Claims::aReceiptIsReadWholeOrRefused))
        .containsExactly("consistency", "inclusion");
    assertThat(taken("aWitnessRequestHasOneSpelling", Claims::aWitnessRequestHasOneSpelling))
        .containsExactly("first", "grown");
    assertThat(taken("aWitnessReplyIsReadOrRefused", Claims::aWitnessReplyIsReadOrRefused))
        .containsExactly("lines", "size");
  }
}
