package dev.penstock.evmfuzz;

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
    Path inputs = Path.of("src/test/resources/dev/penstock/evmfuzz/EvmFuzzTestInputs");
    try (var files = Files.list(inputs.resolve(folder))) {
      for (Path file : files.toList()) {
        if (isTaken.test(Files.readAllBytes(file))) {
          var _ = names.add(file.getFileName().toString());
        }
      }
    }
    return names;
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
