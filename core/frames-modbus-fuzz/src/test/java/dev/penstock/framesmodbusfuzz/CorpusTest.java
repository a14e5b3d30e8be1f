package dev.penstock.framesmodbusfuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.KeptInputs;
import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The kept inputs are of both kinds; a corpus that is refused throughout leads nowhere. */
class CorpusTest {
  private static Set<String> taken(String folder, Predicate<byte[]> isTaken) throws IOException {
    return KeptInputs.taken(CorpusTest.class, "ModbusFuzzTestInputs/" + folder, isTaken);
  }

  @Test
  void theGoodRequestsAreTakenAndNoOthers() throws IOException {
    assertThat(taken("aRequestIsItsParts", Claims::aRequestIsItsParts))
        .containsExactly(
            "diagnostic",
            "file-written",
            "files-read",
            "identification",
            "mask",
            "other",
            "read",
            "read-write",
            "write-coils");
  }

  @Test
  void theGoodAnswersAreTakenAndNoOthers() throws IOException {
    assertThat(taken("anAnswerBelongsToItsRequest", Claims::anAnswerBelongsToItsRequest))
        .containsExactly(
            "coils",
            "echo",
            "event-log",
            "exception",
            "files",
            "identification",
            "queue",
            "registers");
  }

  @Test
  void theGoodFramesAreTakenAndNoOthers() throws IOException {
    assertThat(taken("aFrameEndsWhereItSays", Claims::aFrameEndsWhereItSays))
        .containsExactly(
            "serial", "serial-counted", "serial-identification", "serial-other", "tcp", "tcp-two");
  }

  @Test
  void theGoodAddressesAreTakenAndNoOthers() throws IOException {
    assertThat(taken("anAddressHasOneMeaning", Claims::anAddressHasOneMeaning))
        .containsExactly("five-digits", "hexadecimal", "marked", "named", "six-digits", "unit");
  }
}
