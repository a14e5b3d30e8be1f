package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.it.peers.Peers;
import dev.penstock.node.Node;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.testkit.Vectors;
import dev.penstock.web.WebLimits;
import dev.penstock.web.WebOptions;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * People come in at a real node over TLS by client certificates that its own authority issued, in a
 * real browser: keys and requests are made by openssl, as their owners would. Pictures are left in
 * {@code it/target/certificates}.
 *
 * <p>Req: 62443-4-2 CR 1.9
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInByCertificateTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PICTURES = Vectors.root().resolve("it/target/certificates");
  private static final long WALK_SECONDS_MAX = 1_200;
  private static final long OPENSSL_SECONDS_MAX = 60;

  private final Peers peers = Peers.ofThisMachine();
  private Path folder;
  private JsonNode walked;

  @BeforeAll
  void walk(@TempDir Path made) throws Exception {
    folder = made;
    List<String> command = command();
    for (String name : List.of("tied", "other")) {
      request(name);
    }
    var way = new WebOptions.Way.Tls(List.of("localhost"), Optional.empty());
    NodeSettings settings =
        NodeSettings.named("plant7.example/log")
            .withWeb(new WebOptions("127.0.0.1", 0, WebLimits.DEFAULT, way));
    try (Node node = Node.start(folder.resolve("data"), settings, Node.Machine.here())) {
      walked = walk(node, command);
    }
  }

  /** A key of one's own, and what the authority is asked with. */
  private void request(String name) throws IOException, InterruptedException {
    Process openssl =
        new ProcessBuilder(
                peers.program("openssl").toString(),
                "req",
                "-new",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-noenc",
                "-subj",
                "/CN=" + name,
                "-keyout",
                folder.resolve(name + ".key").toString(),
                "-out",
                folder.resolve(name + ".csr").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(openssl.waitFor(OPENSSL_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    assertThat(openssl.exitValue()).as(said).isZero();
  }

  @Test
  void anAdministratorIssuesAtTheConsoleAndTies() throws Exception {
    assertThat(journey("setUp").get("isInitialLong").asBoolean()).isTrue();
    JsonNode seen = journey("issueAndTie");
    assertThat(seen.get("kind").asText()).isEqualTo("client");
    assertThat(seen.get("status").asInt()).isEqualTo(200);
  }

  @Test
  void whoHoldsTheKeyComesInByOneClick() throws Exception {
    JsonNode seen = journey("comeIn");
    assertThat(seen.get("buttons").toString())
        .as("a browser without one is not offered it")
        .doesNotContain("certificate");
    assertThat(seen.get("name").asText()).contains("Wally Brook");
    assertThat(seen.get("state").asText()).isEqualTo("signed-in");
    assertThat(seen.get("ways").toString()).contains("certificate");
    assertThat(seen.get("actions").toString()).contains("evidence.view").doesNotContain("people");
    assertThat(seen.get("way").asText()).isEqualTo("certificate");
  }

  @Test
  void aGoodCertificateThatIsTiedToNobodyOpensNothing() throws Exception {
    JsonNode seen = journey("whoIsTiedToNobodyIsRefused");
    assertThat(seen.get("told").asText()).contains("sign-in-refused");
    assertThat(seen.get("state").asText()).isEqualTo("signed-out");
  }

  @Test
  void aRevokedOneEndsItsSessionAndReachesNoPage() throws Exception {
    JsonNode seen = journey("revoke");
    assertThat(seen.get("row").asText()).contains("revoked", "the key is known to others");
    assertThat(seen.get("sessions").toString()).contains("Ada").doesNotContain("Wally");
    assertThat(seen.get("open").asInt()).as("the session that was open").isNotEqualTo(200);
    assertThat(seen.get("answer").asInt()).as(seen.toString()).isNotEqualTo(200);
    assertThat(seen.get("isIn").asInt()).isZero();
    assertThat(seen.get("door").asInt()).as(seen.toString()).isZero();
  }

  @Test
  void noPageComplainsAndNobodyButTheNodeIsAsked() throws Exception {
    assertThat(journey("revoke")).isNotNull();
    assertThat(walked.get("said")).isEmpty();
    assertThat(walked.get("origins")).hasSize(1);
  }

  private JsonNode journey(String name) {
    JsonNode seen = walked.get("journeys").get(name);
    assertThat(seen.has("failed")).as(name + ": " + seen.path("failed").asText()).isFalse();
    return seen;
  }

  private List<String> command() {
    return List.of(
        peers.program("node").toString(),
        "certificate-journeys.mjs",
        peers.program("chromium").toString());
  }

  private JsonNode walk(Node node, List<String> command) throws IOException, InterruptedException {
    Path scripts = Optional.ofNullable(peers.npmModules().getParent()).orElseThrow();
    Path answers = folder.resolve("answers");
    Path said = folder.resolve("said");
    var words = new ArrayList<>(command);
    words.addAll(
        List.of(
            "https://localhost:" + node.webPort().orElseThrow(),
            PICTURES.toString(),
            folder.toString()));
    Process walking =
        new ProcessBuilder(words)
            .directory(scripts.toFile())
            .redirectOutput(answers.toFile())
            .redirectError(said.toFile())
            .start();
    try {
      try (Writer in = walking.outputWriter(StandardCharsets.UTF_8)) {
        in.write(node.setUpCode().orElseThrow() + "\n");
      }
      assertThat(walking.waitFor(WALK_SECONDS_MAX, TimeUnit.SECONDS))
          .as("it ended, and came to\n" + Files.readString(said))
          .isTrue();
    } finally {
      Process _ = walking.destroyForcibly();
    }
    assertThat(walking.exitValue()).as(Files.readString(said)).isZero();
    return JSON.readTree(Files.readString(answers));
  }
}
