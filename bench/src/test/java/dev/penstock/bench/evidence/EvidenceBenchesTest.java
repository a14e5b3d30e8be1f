package dev.penstock.bench.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.data.Offset.offset;

import dev.penstock.bench.harness.Bench;
import dev.penstock.bench.harness.Contest;
import dev.penstock.bench.harness.Settings;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SigningException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvidenceBenchesTest {
  private static List<Contest> contests(Bench bench, Map<String, Long> knobs) throws IOException {
    return bench.contests(new Settings(1, 1, 2, Path.of("unused"), knobs));
  }

  /** The bench itself refuses to run when its limit signs or hashes something else. */
  @Test
  void sealingIsMeasuredBesideTheSameTree() throws IOException {
    var knobs = Map.of("record_bytes", 100L, "block_records", 70L);
    assertThat(contests(new SealCoreBench(), knobs))
        .extracting(Contest::name)
        .containsExactly("seal");
  }

  @Test
  void verifyingIsMeasuredBesideTheSameSignaturesAndTrees() throws IOException {
    var knobs = Map.of("record_bytes", 4000L, "block_records", 60L);
    assertThat(contests(new VerifyBlocksBench(), knobs))
        .extracting(Contest::name)
        .containsExactly("one_thread", "all_cores");
  }

  @Test
  void aMessageHasTheLengthAskedFor() {
    for (int length : new int[] {60, 64, 100, 128, 300, 5000}) {
      var messages = new Messages(length, 1);
      var batch = new RecordBatch();
      for (int i = 0; i < 100; i++) {
        messages.addTo(batch);
      }
      assertThat(batch.sizeBytes()).isEqualTo(100 * length);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new Messages(20, 1));
  }

  private static StoredBytes stored(int frameBytes, long seconds, boolean isSpeaking)
      throws SigningException {
    var signer = Keys.ed25519(new JdkSignatures());
    return new SimulatedSite(1000, 1, frameBytes, signer).speak(seconds, isSpeaking);
  }

  /** Counted, not timed, so a test may hold it to the goal. */
  @Test
  void aRecordASecondOfAThousandSourcesCostsLessThanHalfAsMuchAgain() throws SigningException {
    StoredBytes busy = stored(12, 30, true);
    assertThat((double) busy.total() / busy.records()).isBetween(1.0, 1.5);
  }

  @Test
  void aDayOfSilenceOfAThousandSourcesTakesLessThanTenMegabytes() throws SigningException {
    // The dictionary is told once a day, so each further hour is like the second.
    long first = stored(12, 3600, false).total();
    long second = stored(12, 7200, false).total() - first;
    assertThat(first + 23 * second).isBetween(5_000_000L, 10_000_000L);
  }

  @Test
  void thePartsAreTheWhole() throws SigningException {
    StoredBytes busy = stored(5, 20, true);
    Map<String, Double> parts = busy.parts("x");
    double sum =
        parts.entrySet().stream()
            .filter(part -> part.getKey().endsWith("_bytes"))
            .mapToDouble(Map.Entry::getValue)
            .sum();
    assertThat(sum).isEqualTo((double) busy.total());
    assertThat(parts).containsEntry("x_frame_bytes", 5 * parts.get("x_records"));
    double room = busy.frameRoomBytes(15);
    assertThat(busy.total() + (room - 5) * parts.get("x_records"))
        .isCloseTo(1.5 * busy.records(), offset(1.0));
  }
}
