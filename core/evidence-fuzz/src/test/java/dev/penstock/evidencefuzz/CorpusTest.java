package dev.penstock.evidencefuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.KeptInputs;
import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The kept inputs are of both kinds; a corpus that is refused throughout leads nowhere. */
class CorpusTest {
  private static Set<String> taken(String folder, Predicate<byte[]> isTaken) throws IOException {
    return KeptInputs.taken(CorpusTest.class, "EvidenceFuzzTestInputs/" + folder, isTaken);
  }

  @Test
  void theGoodInputsAreTakenAndNoOthers() throws IOException {
    assertThat(taken("aChainStateIsGoneOnFrom", Claims::aChainStateIsGoneOnFrom))
        .containsExactly("asleep", "fresh", "held", "hole-fork-anchor", "many-holes", "one-block");
    assertThat(taken("aHeaderHasOneSpelling", Claims::aHeaderHasOneSpelling))
        .containsExactly(
            "01-first-heartbeat",
            "02-three-samples",
            "05-key-change",
            "12-ml-dsa-44",
            "13-chain-reset",
            "14-group",
            "16-sleep");
    assertThat(taken("aMessageIsJudged", Claims::aMessageIsJudged))
        .containsExactly(
            "01-first-heartbeat",
            "02-three-samples",
            "03-every-value",
            "04-boot",
            "05-key-change",
            "06-key-confirm",
            "08-seven-samples",
            "10-es256",
            "11-claims",
            "12-ml-dsa-44",
            "13-chain-reset",
            "14-group",
            "15-roll-call",
            "16-sleep");
    assertThat(taken("aRecordHasOneSpelling", Claims::aRecordHasOneSpelling))
        .containsExactly(
            "alarm",
            "anchor",
            "attestation",
            "boot",
            "chain-reset",
            "configuration",
            "event",
            "finding",
            "gap",
            "key-change",
            "roll-call",
            "sample");
    assertThat(taken("aRotationIsJudged", Claims::aRotationIsJudged))
        .containsExactly("ml-dsa", "two-ed25519");
    assertThat(taken("anEventHasOneSpelling", Claims::anEventHasOneSpelling))
        .containsExactly(
            "admitted", "anchored", "arrived", "arrived-cut", "challenge", "revoked", "tick");
    assertThat(taken("anObserverStateHasOneSpelling", Claims::anObserverStateHasOneSpelling))
        .containsExactly("fresh", "one-key", "trial-refusals-withdrawn");
    assertThat(taken("extentsHaveOneSpelling", Claims::extentsHaveOneSpelling))
        .containsExactly("heartbeat", "two");
  }

  /** The seed is the vector itself: an ack that nobody reads would lead a search nowhere. */
  @Test
  void theAckOfTheVectorsIsTaken() throws IOException {
    assertThat(taken("anAckIsReadOrRefused", Claims::anAckIsReadOrRefused))
        .containsExactly("of-block-2");
  }
}
