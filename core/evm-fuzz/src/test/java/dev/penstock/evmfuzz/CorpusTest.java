package dev.penstock.evmfuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.KeptInputs;
import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The kept inputs are of both kinds; a corpus that is refused throughout leads nowhere. */
class CorpusTest {
  private static Set<String> taken(String folder, Predicate<byte[]> isTaken) throws IOException {
    return KeptInputs.taken(CorpusTest.class, "EvmFuzzTestInputs/" + folder, isTaken);
  }

  @Test
  void theGoodInputsAreTakenAndNoOthers() throws IOException {
    assertThat(taken("rlpIsReadWholeOrRefused", Claims::rlpIsReadWholeOrRefused))
        .containsExactly("header", "nested", "node", "two-items");
    assertThat(taken("aHeaderHasOneSpelling", Claims::aHeaderHasOneSpelling))
        .containsExactly("anvil", "hardhat");
    assertThat(taken("aTransactionHasOneSpelling", Claims::aTransactionHasOneSpelling))
        .containsExactly("legacy", "type-2");
    assertThat(taken("aProofHasOneSpelling", Claims::aProofHasOneSpelling))
        .containsExactly("anvil", "hardhat");
    assertThat(taken("nothingIsProvenWithoutTrust", Claims::nothingIsProvenWithoutTrust))
        .containsExactly("anvil", "hardhat");
  }
}
