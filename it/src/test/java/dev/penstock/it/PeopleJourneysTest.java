package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.demo.AttackLine;
import dev.penstock.it.peers.Peers;
import dev.penstock.testkit.Vectors;
import dev.penstock.verifier.Main;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the people of a plant do with a real node in a real browser: an administrator, a security
 * officer and an auditor, each with a browser and a passkey of their own. Pictures of every page in
 * every theme are left in {@code it/target/node}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeopleJourneysTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PICTURES = Vectors.root().resolve("it/target/node");

  /** Two or three minutes where nothing else runs; a loaded machine needs more. */
  private static final long WALK_SECONDS_MAX = 2_400;

  private static final long VERIFY_SECONDS_MAX = 60;

  /** What an auditor may touch: looking, narrowing, taking away, and asking what to ask. */
  private static final Pattern READING =
      Pattern.compile(
          "What would an auditor ask here\\?|What does it mean\\?|Find( a name or zone)?"
              + "|Open .*|Close .*|Day .*|Last 24 hours|Download trust file|Place|Source|Tag|From.*"
              + "|To.*|Person|Action|Outcome|Text|Filter|Clear|CEF|JSON|SYSLOG|Ask again"
              + "|Show( [0-9]+)? more"
              + "|Zone|Print all rows|See the file.*|Download the file",
          Pattern.DOTALL);

  private final Peers peers = Peers.ofThisMachine();

  private Path folder;
  private Instant begun;
  private JsonNode walked;
  private String logKey = "";
  private List<AttackLine> attacks = List.of();

  /** One walk for all tests of the class: each journey goes on where the one before ended. */
  @BeforeAll
  void walk(@TempDir Path made) throws Exception {
    folder = made;
    // Files say their times in whole seconds on some machines.
    begun = Instant.now().minusSeconds(1);
    // Asked for first: what is absent skips the tests before a node is started for them.
    List<String> command = command();
    try (AttackedWaterworks works = AttackedWaterworks.start(folder.resolve("works"))) {
      logKey = works.node().logKey().vkey();
      attacks = works.attacks();
      walked = walk(works, command);
    }
  }

  /** Req: 62443-4-2 CR 1.1: the code opens once, and a passkey signs in afterwards. */
  @Test
  void theFirstPersonComesByTheCodeThenByPasswordThenByPasskey() throws Exception {
    JsonNode seen = journey("setUp");
    assertThat(seen.get("isOver").asBoolean()).as("the code is asked for no more").isTrue();
    assertThat(seen.get("passkeys").asInt()).isEqualTo(1);
    assertThat(text(seen, "name")).isEqualTo("Ada");
    assertThat(journey("makePeople").get("passkeys").asInt()).isEqualTo(1);
  }

  @Test
  void whoMaySeeItSeesValuesThatMove() throws Exception {
    JsonNode seen = journey("seeLiveValues");
    assertThat(seen.get("values")).hasSizeGreaterThanOrEqualTo(3);
    assertThat(text(seen, "trend")).matches("Trend of level, now [0-9.]+");
    assertThat(seen.get("isDrawn").asBoolean()).as("the trend is drawn").isTrue();
  }

  @Test
  void theGapOfTheAttackIsFoundByKeyboardAndItsCertificateTaken() throws Exception {
    JsonNode seen = journey("findTheGapOfTheAttack");
    assertThat(attacks).as("attacks").allMatch(AttackLine::isGood);
    assertThat(seen.get("gaps").asInt()).isPositive();
    assertThat(seen.get("words").toString())
        .contains("1 record missing (GAP)", "TAMPERED", "CLOSED_LATE", "FORK");
    assertThat(Path.of(text(seen, "certificate"))).isNotEmptyFile();
  }

  /** Req: 62443-4-2 CR 6.1: what was found is taken away and judged without the node. */
  @Test
  void aRecordIsFollowedToItsProofAndItsBundleVerifiedElsewhere() throws Exception {
    JsonNode seen = journey("followARecordToItsProof");
    assertThat(text(seen, "source")).isEqualTo("pump-7");
    assertThat(text(seen, "words")).contains("Every hash was computed in this browser and agrees");
    assertThat(seen.get("right")).hasSize(6);
    assertThat(seen.get("wrong").asInt()).isZero();
    assertThat(text(seen, "key")).as("the key on the page").isEqualTo(logKey);
    Path trust = Path.of(text(seen, "trust"));
    assertThat(Files.readString(trust)).contains(logKey);
    Path bundle = Path.of(text(seen, "bundle"));
    assertThat(verify(bundle, trust, 0).getFirst()).isEqualTo("verdict  VERIFIED");
    byte[] spoiled = Files.readAllBytes(bundle);
    spoiled[spoiled.length / 2]++;
    List<String> _ = verify(Files.write(folder.resolve("spoiled.zip"), spoiled), trust, 2);
  }

  /** Req: 62443-4-2 CR 2.1 RE(4): who asks does not approve, and what is approved is done once. */
  @Test
  void twoPeopleApproveAndItIsDoneOnce() throws Exception {
    JsonNode seen = journey("twoPeopleApprove");
    assertThat(text(seen, "rolesBefore")).startsWith("Operator");
    assertThat(seen.get("authorButtons").toString()).isEqualTo("[\"Withdraw\"]");
    assertThat(seen.at("/byAuthor/status").asInt()).isEqualTo(403);
    assertThat(seen.at("/byAuthor/body/code").asText()).isEqualTo("approver-is-author");
    assertThat(text(seen, "concerns")).contains("Jonas Imhof", "takes over the site");
    assertThat(text(seen, "shown")).as("what the passkey signed").isEqualTo(text(seen, "digest"));
    assertThat(text(seen, "rolesAfter")).startsWith("Asset owner");
    assertThat(seen.at("/after/state").asText()).isEqualTo("executed");
    assertThat(seen.at("/after/decisions")).hasSize(1);
    assertThat(seen.at("/after/decisions/0/grade").asText()).isEqualTo("passkey");
    assertThat(seen.at("/after/decisions/0/person/name").asText()).isEqualTo("Grete Oberhuber");
    assertThat(seen.at("/again/status").asInt()).as("a second approval").isIn(403, 409);
    assertThat(trail(seen, "approval.request")).containsExactly("Ada granted");
    assertThat(trail(seen, "approval.approve")).containsOnlyOnce("Grete Oberhuber granted");
    assertThat(trail(seen, "roles.grant")).containsExactly("Grete Oberhuber granted");
    assertThat(seen.get("rows").toString())
        .contains("Asked for a change that takes two", "Approved a change that takes two")
        .doesNotContain("{\\\"type\\\"");
  }

  /** Req: 62443-4-2 CR 2.1: an auditor reads all and edits nothing. */
  @Test
  void anAuditorIsShownNothingThatChanges() throws Exception {
    var shown = new ArrayList<String>();
    journey("anAuditorChangesNothing")
        .get("buttons")
        .properties()
        .forEach(page ->
            page.getValue()
                .forEach(each -> {
                  if (!READING.matcher(each.asText().strip()).matches()) {
                    shown.add(page.getKey() + ": " + each.asText());
                  }
                }));
    assertThat(shown).isEmpty();
  }

  /** The same past the pages: with the auditor's own cookie and token. */
  @Test
  void nothingThatAnAuditorPostsChangesAnything() throws Exception {
    JsonNode seen = journey("anAuditorChangesNothing");
    var passed = new ArrayList<String>();
    for (JsonNode each : seen.get("posted")) {
      // A request is withdrawn by its author alone: of others' there is none to withdraw.
      boolean isWithdrawal = text(each, "path").endsWith("/withdraw");
      String code = isWithdrawal ? "approval-unknown" : "not-permitted";
      if (each.get("status").asInt() != (isWithdrawal ? 404 : 403)
          || !each.at("/body/code").asText().equals(code)) {
        passed.add(each.toString());
      }
    }
    assertThat(passed).isEmpty();
    assertThat(seen.get("posted")).hasSizeGreaterThanOrEqualTo(15);
    assertThat(seen.get("own")).as("of everybody's own account").hasSize(18);
    assertThat(seen.get("isSame").asBoolean()).as("people afterwards").isTrue();
  }

  @Test
  void everyPageWasPicturedAndNoneIsWiderThanItsWindowOrShowsAKey() throws Exception {
    JsonNode seen = journey("pictures");
    assertThat(seen.get("count").asInt()).isGreaterThanOrEqualTo(80);
    assertThat(seen.get("wide")).isEmpty();
    assertThat(seen.get("raw")).isEmpty();
    assertThat(seen.get("names")).hasSize(seen.get("count").asInt());
    for (JsonNode name : seen.get("names")) {
      Path picture = PICTURES.resolve(name.asText() + ".png");
      assertThat(picture).isNotEmptyFile();
      assertThat(Files.getLastModifiedTime(picture).toInstant())
          .as(name.asText() + " is of this walk")
          .isAfter(begun);
    }
  }

  @Test
  void noPageComplainsAndNobodyButTheNodeIsAsked() throws Exception {
    assertThat(walked.get("said")).isEmpty();
    assertThat(walked.get("origins")).hasSize(1);
  }

  private static List<String> trail(JsonNode seen, String action) {
    var found = new ArrayList<String>();
    for (JsonNode each : seen.get("trail")) {
      if (text(each, "action").equals(action)) {
        found.add(text(each, "personName") + " " + text(each, "outcome"));
      }
    }
    return found;
  }

  private JsonNode journey(String name) throws Exception {
    JsonNode seen = walked.get("journeys").get(name);
    assertThat(seen.has("failed")).as(name + ": " + seen.path("failed").asText()).isFalse();
    return seen;
  }

  private static String text(JsonNode node, String name) {
    return node.get(name).asText();
  }

  /**
   * The product's own verifier, in a process of its own: it knows the two files and nothing else.
   */
  private static List<String> verify(Path bundle, Path trust, int exitCode) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                bundle.toString(),
                "--policy",
                trust.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(VERIFY_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isEqualTo(exitCode);
    return said.lines().toList();
  }

  private List<String> command() {
    return List.of(
        peers.program("node").toString(),
        "node-journeys.mjs",
        peers.program("chromium").toString());
  }

  private JsonNode walk(AttackedWaterworks works, List<String> command)
      throws IOException, InterruptedException {
    Path scripts = Optional.ofNullable(peers.npmModules().getParent()).orElseThrow();
    Path answers = folder.resolve("answers");
    Path said = folder.resolve("said");
    var words = new ArrayList<>(command);
    words.addAll(
        List.of(
            works.origin().toString(), PICTURES.toString(), folder.resolve("files").toString()));
    Process node =
        new ProcessBuilder(words)
            .directory(scripts.toFile())
            .redirectOutput(answers.toFile())
            .redirectError(said.toFile())
            .start();
    try {
      try (Writer in = node.outputWriter(StandardCharsets.UTF_8)) {
        in.write(works.node().setUpCode().orElseThrow() + "\n");
      }
      assertThat(node.waitFor(WALK_SECONDS_MAX, TimeUnit.SECONDS))
          .as("the walk ended, and came to\n" + Files.readString(said))
          .isTrue();
    } finally {
      Process _ = node.destroyForcibly();
    }
    assertThat(node.exitValue()).as(Files.readString(said)).isZero();
    return JSON.readTree(Files.readString(answers));
  }
}
