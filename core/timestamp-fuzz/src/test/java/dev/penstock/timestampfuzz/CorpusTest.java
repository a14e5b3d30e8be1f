package dev.penstock.timestampfuzz;

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
    Path inputs = Path.of("src/test/resources/dev/penstock/timestampfuzz/TimestampFuzzTestInputs");
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
