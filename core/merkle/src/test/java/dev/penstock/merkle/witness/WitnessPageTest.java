package dev.penstock.merkle.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.merkle.note.NoteKeys;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkit.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The worked example of docs/formats/witness.md is what a witness does. */
class WitnessPageTest {
  private static final NoteSigner WITNESS = NoteKeys.cosigner("w.example/1", 11);

  private final GrowingLog log = GrowingLog.ofSize(40);

  /** Keeps heads in memory. */
  private static final class Heads implements WitnessedHeads {
    private final Map<String, WitnessedHead> kept = new HashMap<>();

    @Override
    public Optional<WitnessedHead> head(String origin) {
      return Optional.ofNullable(kept.get(origin));
    }

    @Override
    public void advance(WitnessedHead next) {
      kept.put(next.checkpoint().origin(), next);
    }
  }

  private static String page() throws IOException {
    return Files.readString(Vectors.root().resolve("docs/formats/witness.md"));
  }

  private static void mustBeOnThePage(String text) throws IOException {
    assertThat(page()).contains("```\n" + text + "```");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void theExampleIsWhatAWitnessDoes() throws IOException {
    var witness =
        new CosigningWitness(
            new WitnessRules(NoteKeys.SIGNATURES, List.of(log.signer.key())),
            List.of(WITNESS),
            new Heads(),
            FakeClock.at(Instant.ofEpochSecond(1_795_255_200)),
            _ -> {});
    mustBeOnThePage(log.signer.key().vkey() + "\n" + WITNESS.key().vkey() + "\n");
    mustBeOnThePage(text(log.request(0, 3).encode()));
    assertThat(witness.add(log.request(0, 3).encode())).isInstanceOf(WitnessAnswer.Cosigned.class);
    mustBeOnThePage(text(log.request(3, 7).encode()));
    var answer = (WitnessAnswer.Cosigned) witness.add(log.request(3, 7).encode());
    mustBeOnThePage(text(answer.body()));
    assertThat(page()).contains("GET /" + CosigningWitness.hash(GrowingLog.ORIGIN) + "/checkpoint");
  }
}
