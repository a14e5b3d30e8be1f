package dev.penstock.verifierpage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.bundle.BundleBytes;
import dev.penstock.bundle.BundleChecker;
import dev.penstock.bundle.BundleTrust;
import dev.penstock.bundle.RecordSink;
import dev.penstock.bundle.Requirement;
import dev.penstock.bundle.Verdict;
import dev.penstock.bundle.VerdictJson;
import dev.penstock.bundlecorpus.Case;
import dev.penstock.bundlecorpus.Corpus;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Hands;
import dev.penstock.signature.JdkSignatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's code and the command line say the same of each bundle of the corpus. */
class CorpusTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path MODULE =
      Path.of(System.getProperty("penstock.root", "."), "app", "verifier-page");

  @TempDir private Path folder;

  @Test
  void bothVerifiersAgreeOnEveryBundle() throws Exception {
    var names = new ArrayList<String>();
    for (Case one : Corpus.cases()) {
      names.add(one.name());
      Files.write(folder.resolve(one.name() + ".zip"), one.bytes().bytes());
      String asked =
          JSON.writeValueAsString(
              JSON.createObjectNode()
                  .put("trust", one.trust())
                  .put("require", one.require())
                  .put("now", Long.toString(one.now()))
                  .put("expected", VerdictJson.of(verdict(one))));
      Files.writeString(folder.resolve(one.name() + ".json"), asked);
    }
    JsonNode answers = JSON.readTree(judge());
    assertThat(answers).hasSize(names.size());
    assertThat(answers)
        .allSatisfy(answer ->
            assertThat(answer.get("differs").toString())
                .as(answer.get("name").asText())
                .isEqualTo("[]"));
  }

  private String judge() throws IOException, InterruptedException {
    Path answers = folder.resolve("answers");
    Path said = folder.resolve("said");
    Process node =
        new ProcessBuilder("node", "src/test/web/corpus.mjs", folder.toString())
            .directory(MODULE.toFile())
            .redirectOutput(answers.toFile())
            .redirectError(said.toFile())
            .start();
    try {
      assertThat(node.waitFor(600, TimeUnit.SECONDS)).as("node ended").isTrue();
    } finally {
      Process _ = node.destroyForcibly();
    }
    assertThat(node.exitValue()).as(Files.readString(said)).isZero();
    return Files.readString(answers);
  }

  private static Verdict verdict(Case one) throws IOException {
    Optional<BundleTrust> trust =
        one.trust().isEmpty()
            ? Optional.empty()
            : Optional.of(
                switch (BundleTrust.decode(one.trust().getBytes(StandardCharsets.UTF_8))) {
                  case Decoded.Value<BundleTrust>(var value) -> value;
                  case Decoded.Malformed<BundleTrust>(var why) -> throw new AssertionError(why);
                });
    List<Requirement> wanted =
        one.require().isEmpty()
            ? List.of()
            : ((Requirement.Parsed.Understood) Requirement.parse(one.require())).requirements();
    var asked = new BundleChecker.Asked(trust, wanted, one.now(), RecordSink.NONE);
    return new BundleChecker(new JdkSignatures(), Hands.ONE, asked).check(of(one));
  }

  private static BundleBytes of(Case one) {
    byte[] bytes = one.bytes().bytes();
    return new BundleBytes() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public void read(long position, byte[] into, int at, int length) {
        System.arraycopy(bytes, Math.toIntExact(position), into, at, length);
      }
    };
  }
}
