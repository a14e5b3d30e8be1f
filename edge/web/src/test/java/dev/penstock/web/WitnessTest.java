package dev.penstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.note.NoteSignature;
import dev.penstock.merkle.witness.AddCheckpoint;
import dev.penstock.merkle.witness.CosigningWitness;
import dev.penstock.merkle.witness.Refusal;
import dev.penstock.merkle.witness.Witness;
import dev.penstock.merkle.witness.WitnessAnswer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The witness over HTTP: who may ask, and which status says what. */
class WitnessTest {
  private static final Digest ORIGIN = CosigningWitness.hash("plant7.example/log");

  @TempDir Path folder;

  /** Answers as a test wants it. */
  private static final class FakeWitness implements Witness {
    volatile WitnessAnswer answer = new WitnessAnswer.OtherSize(7);
    volatile boolean fails;
    final AtomicInteger bytesSeen = new AtomicInteger();

    @Override
    public WitnessAnswer add(byte[] body) throws IOException {
      bytesSeen.set(body.length);
      if (fails) {
        throw new IOException("disk failed");
      }
      return answer;
    }

    @Override
    public Optional<byte[]> head(Digest originHash) {
      return originHash.equals(ORIGIN) ? Optional.of(new byte[] {'n', '\n'}) : Optional.empty();
    }
  }

  private static HttpResponse<byte[]> post(House house, byte[] body)
      throws IOException, InterruptedException {
    return house.send(
        HttpRequest.newBuilder(house.at("/witness/add-checkpoint"))
            .timeout(Duration.ofSeconds(60))
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  private static String type(HttpResponse<byte[]> answer) {
    return answer.headers().firstValue("Content-Type").orElse("none");
  }

  @Test
  void everyAnswerHasTheStatusOfTheProtocol() throws Exception {
    var witness = new FakeWitness();
    try (var house = new House(folder, witness)) {
      NoteSignature line = NoteSignature.of("w.example/1", 5, new byte[72]);
      witness.answer = new WitnessAnswer.Cosigned(List.of(line));
      HttpResponse<byte[]> cosigned = post(house, new byte[10]);
      assertThat(cosigned.statusCode()).isEqualTo(200);
      assertThat(new String(cosigned.body(), StandardCharsets.UTF_8)).isEqualTo(line.line());
      assertThat(cosigned.headers().firstValue("Cache-Control")).contains("no-store");
      witness.answer = new WitnessAnswer.OtherSize(20_852_014);
      HttpResponse<byte[]> other = post(house, new byte[10]);
      assertThat(other.statusCode()).isEqualTo(409);
      assertThat(type(other)).isEqualTo("text/x.tlog.size");
      assertThat(new String(other.body(), StandardCharsets.UTF_8)).isEqualTo("20852014\n");
      Map<Refusal, String> codes =
          Map.of(
              Refusal.MALFORMED, "checkpoint-malformed",
              Refusal.NOT_SIGNED, "checkpoint-not-signed",
              Refusal.ORIGIN_UNKNOWN, "not-witnessed",
              Refusal.INCONSISTENT, "log-inconsistent",
              Refusal.TOO_OFTEN, "asked-too-often");
      for (Refusal refusal : Refusal.values()) {
        witness.answer = new WitnessAnswer.Refused(refusal, "why not");
        HttpResponse<byte[]> refused = post(house, new byte[10]);
        assertThat(refused.statusCode()).isEqualTo(refusal.status());
        assertThat(House.json(refused).at("/code").asText()).isEqualTo(codes.get(refusal));
        assertThat(House.json(refused).at("/detail").asText()).contains("why not");
        assertThat(refused.headers().firstValue("Retry-After").isPresent())
            .isEqualTo(refusal == Refusal.TOO_OFTEN);
      }
    }
  }

  @Test
  void aBodyOfManyBytesIsNotReadToItsEnd() throws Exception {
    var witness = new FakeWitness();
    try (var house = new House(folder, witness)) {
      assertThat(post(house, new byte[AddCheckpoint.BYTES_MAX]).statusCode()).isEqualTo(409);
      assertThat(witness.bytesSeen.get()).isEqualTo(AddCheckpoint.BYTES_MAX);
      int status = 0;
      for (int i = 0; i < 20 && status == 0; i++) {
        status = statusOrCut(house, new byte[AddCheckpoint.BYTES_MAX + 1]);
      }
      assertThat(status).isEqualTo(413);
      assertThat(witness.bytesSeen.get()).isEqualTo(AddCheckpoint.BYTES_MAX);
    }
  }

  /** 0 where the refusal cut the connection while the body was still on its way. */
  private static int statusOrCut(House house, byte[] body) throws InterruptedException {
    try {
      return post(house, body).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  @Test
  void aWitnessThatCannotKeepItsStateSaysSoAndCosignsNothing() throws Exception {
    var witness = new FakeWitness();
    witness.fails = true;
    try (var house = new House(folder, witness)) {
      assertThat(post(house, new byte[10]).statusCode()).isEqualTo(500);
      assertThat(house.incidents).hasSize(1);
    }
  }

  @Test
  void theLastCosignedCheckpointIsForEverybody() throws Exception {
    try (var house = new House(folder, new FakeWitness())) {
      HttpResponse<byte[]> note = house.getOpen("/witness/" + ORIGIN + "/checkpoint");
      assertThat(note.statusCode()).isEqualTo(200);
      assertThat(note.body()).containsExactly('n', '\n');
      Digest other = CosigningWitness.hash("plant8.example/log");
      assertThat(house.getOpen("/witness/" + other + "/checkpoint").statusCode()).isEqualTo(404);
      String upper = ORIGIN.toString().toUpperCase(java.util.Locale.ROOT);
      assertThat(house.getOpen("/witness/" + upper + "/checkpoint").statusCode()).isEqualTo(400);
      assertThat(house.getOpen("/witness/x/checkpoint").statusCode()).isEqualTo(400);
      assertThat(house.getOpen("/witness/add-checkpoint").statusCode()).isEqualTo(405);
    }
  }

  @Test
  void aNodeThatIsNoWitnessSaysSo() throws Exception {
    try (var house = new House(folder)) {
      HttpResponse<byte[]> added = post(house, new byte[10]);
      assertThat(added.statusCode()).isEqualTo(404);
      assertThat(House.json(added).at("/code").asText()).isEqualTo("not-witnessed");
      assertThat(house.getOpen("/witness/" + ORIGIN + "/checkpoint").statusCode()).isEqualTo(404);
    }
  }
}
