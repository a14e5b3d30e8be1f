package dev.penstock.verifierpage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.bundle.VerdictJson;
import dev.penstock.bundlecorpus.Case;
import dev.penstock.bundlecorpus.Corpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
                  .put("expected", VerdictJson.of(one.judged())));
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
}
