package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.bundle.VerdictJson;
import dev.penstock.bundlecorpus.Case;
import dev.penstock.bundlecorpus.Corpus;
import dev.penstock.it.peers.Peers;
import dev.penstock.testkit.Vectors;
import dev.penstock.verifierpage.VerifierPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page, opened from disk in real browsers, against the verdicts of the command line. */
class VerifierPageTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PICTURES = Vectors.root().resolve("it/target/verifier-page");

  private final Peers peers = Peers.ofThisMachine();

  @TempDir private Path folder;

  @Test
  void chromiumAgreesOnEveryBundleAndAsksNobody() throws Exception {
    Map<String, JsonNode> expected = write();
    JsonNode answer = judge();

    assertThat(answer.get("verdicts")).hasSize(expected.size());
    expected.forEach((name, verdict) -> {
      JsonNode found = answer.get("verdicts").get(name);
      assertThat(decided(found)).as(name).isEqualTo(decided(verdict));
    });
    assertThat(answer.get("requests"))
        .isNotEmpty()
        .allSatisfy(request -> assertThat(request.asText()).matches("(file:///|blob:|data:).*"));
    assertThat(answer.get("said")).as("what the console said").isEmpty();
  }

  @Test
  void whoChoosesABundleByHandSeesItsVerdict() throws Exception {
    Map<String, JsonNode> expected = write();
    JsonNode answer = judge();

    JsonNode good = answer.get("hand");
    assertThat(good.get("headline").asText()).isEqualTo("Verified");
    assertThat(good.get("focused").asText()).isEqualTo("outcome");
    assertThat(good.get("states")).hasSize(13);
    JsonNode verdict = Optional.ofNullable(expected.get("good")).orElseThrow();
    assertThat(decided(good.get("download"))).isEqualTo(decided(verdict));
    assertThat(answer.get("alone").get("headline").asText())
        .isEqualTo("Not verified: it only agrees with itself");
    assertThat(answer.get("broken").get("headline").asText()).isEqualTo("Not verified");
    assertThat(answer.get("broken").get("states"))
        .anySatisfy(state -> assertThat(state.asText()).isEqualTo("wrong"));
  }

  @Test
  void firefoxAgreesOnSomeOfThem() throws Exception {
    Map<String, JsonNode> expected = write();
    String[] names = {
      "good",
      "good-with-certificate",
      "head-root",
      "zip-zeros",
      "stamp-good",
      "stamp-good-rsa",
      "stamp-renewed",
      "stamp-revoked",
      "chain-good",
      "chain-altered-3"
    };
    JsonNode answer = run("page-firefox.mjs", "firefox-esr", names);
    for (String name : names) {
      JsonNode verdict = Optional.ofNullable(expected.get(name)).orElseThrow();
      assertThat(decided(answer.get("verdicts").get(name))).as(name).isEqualTo(decided(verdict));
    }
  }

  /** All that is decided; sentences may differ where a part does not decode. */
  private static JsonNode decided(JsonNode verdict) {
    ObjectNode decided = verdict.deepCopy();
    JsonNode _ = decided.remove("rests");
    decided
        .get("claims")
        .forEach(claim -> {
          ObjectNode _ = ((ObjectNode) claim).remove(List.of("words", "details", "where"));
        });
    return decided;
  }

  private Map<String, JsonNode> write() throws IOException {
    var expected = new HashMap<String, JsonNode>();
    for (Case one : Corpus.cases()) {
      Files.write(folder.resolve(one.name() + ".zip"), one.bytes().bytes());
      ObjectNode asked =
          JSON.createObjectNode()
              .put("trust", one.trust())
              .put("require", one.require())
              .put("now", Long.toString(one.now()));
      Files.writeString(folder.resolve(one.name() + ".json"), JSON.writeValueAsString(asked));
      expected.put(one.name(), JSON.readTree(VerdictJson.of(one.judged())));
    }
    return expected;
  }

  private JsonNode judge() throws IOException, InterruptedException {
    return run("page-judge.mjs", "chromium", PICTURES.toString());
  }

  private JsonNode run(String script, String browser, String... more)
      throws IOException, InterruptedException {
    Path scripts = Optional.ofNullable(peers.npmModules().getParent()).orElseThrow();
    Path page = Files.write(folder.resolve(VerifierPage.FILE_NAME), VerifierPage.bytes());
    Path answers = folder.resolve("answers");
    Path said = folder.resolve("said");
    var command = new ArrayList<String>();
    command.add(peers.program("node").toString());
    command.add(script);
    command.add(peers.program(browser).toString());
    command.add(page.toString());
    command.add(folder.toString());
    command.addAll(List.of(more));
    Process node =
        new ProcessBuilder(command)
            .directory(scripts.toFile())
            .redirectOutput(answers.toFile())
            .redirectError(said.toFile())
            .start();
    try {
      assertThat(node.waitFor(600, TimeUnit.SECONDS)).as("the browser ended").isTrue();
    } finally {
      Process _ = node.destroyForcibly();
    }
    assertThat(node.exitValue()).as(Files.readString(said)).isZero();
    return JSON.readTree(Files.readString(answers));
  }
}
