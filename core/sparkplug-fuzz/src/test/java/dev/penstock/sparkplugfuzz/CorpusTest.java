package dev.penstock.sparkplugfuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.KeptInputs;
import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The kept inputs are of both kinds; a corpus that is refused throughout leads nowhere. */
class CorpusTest {
  private static Set<String> taken(String folder, Predicate<byte[]> isTaken) throws IOException {
    return KeptInputs.taken(CorpusTest.class, "SparkplugFuzzTestInputs/" + folder, isTaken);
  }

  @Test
  void theGoodInputsAreTakenAndNoOthers() throws IOException {
    assertThat(taken("aPayloadIsReadOrRefused", Claims::aPayloadIsReadOrRefused))
        .containsExactly("birth", "rebirth", "unknown", "write");
    assertThat(taken("aValueIsOfItsTypeOrRefused", Claims::aValueIsOfItsTypeOrRefused))
        .containsExactly("arrays", "birth", "write");
    assertThat(taken("aNodeOutlivesWhatItIsSent", Claims::aNodeOutlivesWhatItIsSent))
        .containsExactly("alias", "member", "rebirth", "write");
    assertThat(taken("aHostsStateIsReadOrRefused", Claims::aHostsStateIsReadOrRefused))
        .containsExactly("offline", "online");
  }
}
