package dev.penstock.timestampfuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.KeptInputs;
import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The kept inputs are of both kinds; a corpus that is refused throughout leads nowhere. */
class CorpusTest {
  private static Set<String> taken(String folder, Predicate<byte[]> isTaken) throws IOException {
    return KeptInputs.taken(CorpusTest.class, "TimestampFuzzTestInputs/" + folder, isTaken);
  }

  @Test
  void theGoodInputsAreTakenAndNoOthers() throws IOException {
    assertThat(taken("anElementHasOneSpelling", Claims::anElementHasOneSpelling))
        .containsExactly("certificate", "small", "token");
    assertThat(taken("aCertificateIsReadWholeOrRefused", Claims::aCertificateIsReadWholeOrRefused))
        .containsExactly("authority", "clock");
    assertThat(taken("aTokenIsReadWholeOrRefused", Claims::aTokenIsReadWholeOrRefused))
        .containsExactly("openssl", "token");
    assertThat(taken("aRevocationListIsReadOrRefused", Claims::aRevocationListIsReadOrRefused))
        .containsExactly("empty", "revoked");
    assertThat(taken("anOcspAnswerIsReadOrRefused", Claims::anOcspAnswerIsReadOrRefused))
        .containsExactly("good", "revoked");
    assertThat(
            taken("aProofHasOneSpellingAndNeedsTrust", Claims::aProofHasOneSpellingAndNeedsTrust))
        .containsExactly("renewed", "token");
  }
}
