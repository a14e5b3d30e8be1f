package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.it.peers.Peers;
import dev.penstock.node.Node;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.testkit.HeldPorts;
import dev.penstock.testkit.Vectors;
import dev.penstock.yaml.SettingsFile;
import dev.penstock.yaml.SettingsFile.Reading;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The forms by which people change things at a real node, each used once in a real browser: the
 * test of a name, ties, the sealed code, a model of the plant, a shred, a notice. Pictures are left
 * in {@code it/target/changes}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangesAtTheConsoleTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PICTURES = Vectors.root().resolve("it/target/changes");
  private static final long WALK_SECONDS_MAX = 2_400;

  private final Peers peers = Peers.ofThisMachine();
  private Path folder;
  private JsonNode walked;

  @BeforeAll
  void walk(@TempDir Path made) throws Exception {
    folder = made;
    List<String> command =
        List.of(
            peers.program("node").toString(),
            "change-journeys.mjs",
            peers.program("chromium").toString());
    int port = HeldPorts.next();
    Path key = Files.writeString(folder.resolve("pager-key"), "0123456789abcdef0123456789abcdef");
    try (Node node = Node.start(folder.resolve("data"), settings(port, key), machine())) {
      walked = walk(node, port, command);
    }
  }

  private static Node.Machine machine() {
    return Node.Machine.here();
  }

  /** Nobody listens where the channel leads: that is a notice of its own. */
  private static NodeSettings settings(int port, Path key) throws IOException {
    String text =
        """
        version: 1
        origin: plant7.example/log
        http: {port: %d}
        shreddable: {sources: ['badge*']}
        notices:
          channels:
            - {name: pager, kind: webhook, url: 'http://127.0.0.1:%d/in', key-file: '%s'}
          routes:
            - steps: [{channels: [pager]}]
        """
            .formatted(port, HeldPorts.next(), key);
    return switch (SettingsFile.parse("penstock.yaml", text, NodeSettings::of)) {
      case Reading.Valid<NodeSettings>(var settings) -> settings;
      case Reading.Faulty<NodeSettings>(var problems) -> throw new AssertionError(problems);
    };
  }

  @Test
  void theNodeSaysOfANameWhatIsRightAndWhatIsNot() {
    JsonNode seen = journey("testTheName");
    assertThat(seen.get("isEarly").asBoolean()).as("before the code is typed").isFalse();
    assertThat(seen.get("unknown").toString()).contains("resolver does not know nowhere.plant7");
    assertThat(seen.get("right").toString()).doesNotContain("not right yet");
    assertThat(seen.get("goOn").asText()).startsWith("http://localhost:");
  }

  @Test
  void oneTieIsAddedAndOneTakenAwayAndTheOthersStay() {
    assertThat(journey("setUp").get("names")).hasSize(6);
    JsonNode seen = journey("tieAndUntie");
    assertThat(seen.get("isOffered").asBoolean()).as("what is no certificate").isFalse();
    assertThat(seen.at("/tied/certificates")).hasSize(2);
    assertThat(seen.at("/tied/subjects/0/subject").asText()).isEqualTo("wally.brook");
    assertThat(seen.at("/left/certificates").toString()).isEqualTo("[\"" + "cd".repeat(32) + "\"]");
    assertThat(seen.get("left").get("subjects")).isEqualTo(seen.get("tied").get("subjects"));
  }

  /** Req: 62443-4-2 CR 2.1 RE(4): the sealed code counts when a second person has agreed. */
  @Test
  void theSealedCodeIsShownOnceAndOpensOnceAndNotBeforeItWasAgreedTo() {
    JsonNode seen = journey("theSealedCodeAnew");
    assertThat(seen.get("isKept").asBoolean()).as("after Escape").isTrue();
    assertThat(seen.get("early").asInt()).isEqualTo(401);
    assertThat(seen.get("state").asText()).isEqualTo("executed");
    assertThat(seen.get("by").asText()).isEqualTo("passkey");
    JsonNode inside = journey("inByTheSealedCode");
    assertThat(inside.get("again").asText()).contains("sign-in-refused");
  }

  @Test
  void whoCameByTheSealedCodeIsOfferedNothingThatIsRefused() {
    JsonNode seen = journey("inByTheSealedCode");
    assertThat(seen.get("words").asText()).contains("You came in by the sealed code");
    assertThat(seen.get("buttons").toString()).isEqualTo("[\"What would an auditor ask here?\"]");
    assertThat(seen.get("links").asInt()).isZero();
  }

  /** Req: 62443-4-2 CR 6.2 */
  @Test
  void whoKnowsOfANoticeStandsBesideIt() {
    JsonNode seen = journey("acknowledgeANotice");
    assertThat(seen.get("words").asText()).contains("2 requests wait for a second person");
    assertThat(seen.get("notices").toString()).contains("\"acknowledgedByName\":\"Grete Oberhuber");
    assertThat(seen.get("german").asText())
        .contains("Grete Oberhuber", "2 Anträge warten auf eine zweite Person")
        .doesNotContain("requests wait", "Somebody other");
  }

  /** Req: 62443-4-2 CR 2.1 RE(4) */
  @Test
  void anotherModelIsShownByItsDifferenceAndInForceWhenASecondPersonAgreed() {
    JsonNode seen = journey("proposeAModel");
    assertThat(seen.get("flaw").asText()).contains("plant-unsound", "zones[Control!].id");
    assertThat(seen.get("preview").toString()).contains("id: dosing", "parent: control");
    assertThat(seen.get("waits").asText()).contains("zones[dosing].name");
    assertThat(seen.get("shown").asText()).contains("Emil Roth", "zones[dosing].name");
    assertThat(seen.get("state").asText()).isEqualTo("executed");
    assertThat(seen.get("versions")).hasSize(2);
    assertThat(seen.at("/versions/0/approvedBy/0/name").asText()).isEqualTo("Grete Oberhuber");
  }

  /** Req: 62443-4-2 CR 4.2 */
  @Test
  void whatTwoPeopleWantShreddedCannotBeReadAndItsRecordStays() {
    JsonNode seen = journey("shred");
    assertThat(seen.get("isEarly").asBoolean()).as("before it is understood").isFalse();
    assertThat(seen.get("plan").asText()).contains("2 records", "Copies may remain");
    assertThat(seen.get("shown").asText()).contains("badge-7", "asked for by the person");
    assertThat(seen.get("outcome").asText()).contains("1 key is destroyed");
    assertThat(seen.get("german").asText())
        .contains("1 Schlüssel ist vernichtet", "Lesbare Werte von badge-7")
        .doesNotContain("destroyed", "2 values");
    assertThat(seen.get("state").asText()).isEqualTo("executed");
    assertThat(seen.at("/sealedValue/state").asText()).isEqualTo("shredded");
  }

  @Test
  void noPageComplainsAndNobodyButTheNodeIsAsked() {
    assertThat(journey("shred")).isNotNull();
    assertThat(walked.get("said")).isEmpty();
    assertThat(walked.get("origins")).hasSize(1);
  }

  private JsonNode journey(String name) {
    JsonNode seen = walked.get("journeys").get(name);
    assertThat(seen.has("failed")).as(name + ": " + seen.path("failed").asText()).isFalse();
    return seen;
  }

  private JsonNode walk(Node node, int port, List<String> command)
      throws IOException, InterruptedException {
    Path scripts = Optional.ofNullable(peers.npmModules().getParent()).orElseThrow();
    Path answers = folder.resolve("answers");
    Path said = folder.resolve("said");
    Process walking =
        new ProcessBuilder(
                command.get(0),
                command.get(1),
                command.get(2),
                // Passkeys are bound to a name: the browser comes by it, not by the address.
                "http://localhost:" + port,
                PICTURES.toString())
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
