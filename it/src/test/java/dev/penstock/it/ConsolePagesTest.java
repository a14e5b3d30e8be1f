package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.it.peers.Peers;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import dev.penstock.testkit.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console in a real browser, against the fixture that plays a node: every page in its themes,
 * languages and states, and what people do there. Pictures are left in {@code it/target/console}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsolePagesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CONSOLE = Vectors.root().resolve("console");
  private static final Path PICTURES = Vectors.root().resolve("it/target/console");

  /** Every page by day, by night and on paper, and a share of the other views. */
  private static final int VIEWS_MIN = Deep.on() ? 165 : 80;

  /** A loaded machine needs three quarters of an hour for what takes four minutes. */
  private static final long WALK_SECONDS_MAX = 3_600;

  private final Peers peers = Peers.ofThisMachine();

  @TempDir private Path folder;
  private boolean isWalked;
  private Optional<JsonNode> walked = Optional.empty();

  @Test
  void everyPageKeepsTheRulesOfAccessibility() throws Exception {
    var found = new ArrayList<String>();
    for (JsonNode page : walk().get("pages")) {
      page.get("violations").forEach(each -> found.add(text(page, "name") + ": " + each.asText()));
    }
    assertThat(found).as(Seed.describe()).isEmpty();
    assertThat(walk().get("pages")).hasSizeGreaterThan(VIEWS_MIN);
  }

  /** Req: 62443-4-2 SAR 2.4: the policy that the node sends needs no exception. */
  @Test
  void noPageBreaksItsContentPolicyOrComplains() throws Exception {
    var found = new ArrayList<String>();
    for (JsonNode page : walk().get("pages")) {
      page.get("said").forEach(each -> found.add(text(page, "name") + ": " + each.asText()));
    }
    assertThat(found).isEmpty();
  }

  @Test
  void nobodyButTheNodeIsAsked() throws Exception {
    assertThat(walk().get("origins"))
        .hasSize(1)
        .allSatisfy(origin -> assertThat(origin).isEqualTo(walk().get("origin")));
  }

  /** What is looked at is of this walk: pictures of an earlier one are gone. */
  @Test
  void everyPageWasPicturedByDayByNightAndOnPaper() throws Exception {
    var names = new ArrayList<String>();
    walk().get("pages").forEach(page -> names.add(text(page, "name")));
    for (String theme : List.of("-day", "-night", "-print")) {
      assertThat(names).filteredOn(name -> name.endsWith(theme)).hasSizeGreaterThanOrEqualTo(23);
    }
    try (var files = Files.list(PICTURES)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsAll(names.stream().map(name -> name + ".png").toList());
    }
  }

  @Test
  void noPageIsWiderThanItsWindow() throws Exception {
    var wide = new ArrayList<String>();
    for (JsonNode page : walk().get("pages")) {
      if (page.get("isWide").asBoolean()) {
        wide.add(text(page, "name"));
      }
    }
    assertThat(wide).isEmpty();
  }

  @Test
  void theFirstVisitMakesAnAccount() throws Exception {
    JsonNode seen = journey("setUp");
    assertThat(seen.get("isEarly").asBoolean()).as("a short password is not sent").isFalse();
    assertThat(seen.get("arrived").asBoolean()).isTrue();
  }

  @Test
  void theCodeIsAskedForWhenItIsDueAndTheLockHidesThePlant() throws Exception {
    JsonNode seen = journey("signInWithPasswordAndCode");
    assertThat(seen.get("tries").toString()).isEqualTo("[\"\",\"\",\"123456\"]");
    assertThat(seen.get("isHidden").asBoolean()).isTrue();
  }

  @Test
  void aPasskeyIsRegisteredAfterAStepUpAndSignsIn() throws Exception {
    JsonNode seen = journey("registerAPasskeyAndSignInWithIt");
    assertThat(seen.get("focused").asBoolean()).as("the dialog has the focus").isTrue();
    assertThat(seen.get("begins").asInt()).as("refused once, then sent again once").isEqualTo(2);
    assertThat(seen.get("finished").toString()).contains("clientDataJson", "attestationObject");
    assertThat(seen.get("asserted").toString()).contains("authenticatorData", "signature");
    assertThat(seen.get("csrf").toString()).isEqualTo("[\"fixture-csrf-token\"]");
  }

  @Test
  void anApprovalSignsTheDigestThatWasShown() throws Exception {
    JsonNode seen = journey("approveWithAPasskey");
    assertThat(seen.get("isSameDigest").asBoolean()).isTrue();
    assertThat(seen.get("isSigned").asBoolean()).isTrue();
    assertThat(text(seen, "note")).isEqualTo("spoke with Jonas");
  }

  @Test
  void aTimeIsMarkedByKeyboardAndItsCertificateTaken() throws Exception {
    JsonNode seen = journey("findAGapAndTakeItsCertificate");
    assertThat(text(seen, "marked")).startsWith("4 quarters");
    assertThat(text(seen, "name")).isEqualTo("continuity-intake-plc-1.cose");
    assertThat(text(seen, "bytes")).isEqualTo("certificate");
  }

  @Test
  void anAlteredRecordIsRedAtItsBlockWithBothValues() throws Exception {
    JsonNode seen = journey("followAnAlteredRecord");
    assertThat(seen.get("wrong")).hasSize(1);
    assertThat(seen.get("wrong").get(0).asText()).startsWith("Block");
    assertThat(seen.get("differ").asInt()).isEqualTo(2);
    assertThat(seen.get("after").asInt()).isEqualTo(5);
    assertThat(seen.get("right").asInt()).as("of a good one").isEqualTo(7);
  }

  @Test
  void fiftyThousandRowsAreScrolledWhileFewAreDrawn() throws Exception {
    JsonNode seen = journey("scrollThroughFiftyThousandRows");
    assertThat(seen.get("rows").asInt()).isGreaterThan(50_000);
    assertThat(seen.get("drawn").asInt()).isLessThan(100);
  }

  /** Req: 62443-4-2 CR 2.1: a click too many and an answer that got lost write nothing twice. */
  @Test
  void aCommandIsOneHoweverOftenItIsSent() throws Exception {
    JsonNode seen = journey("giveACommandOnce");
    assertThat(seen.get("offered").asInt()).as("to who only looks").isZero();
    assertThat(seen.get("isCommaTaken").asBoolean()).as("1,5 is not guessed at").isFalse();
    assertThat(seen.get("isLost").asBoolean()).isTrue();
    assertThat(seen.get("isFree").asBoolean()).as("the value, once it may be taken").isFalse();
    assertThat(seen.get("sent").asInt()).as("step-up, lost, again").isGreaterThanOrEqualTo(3);
    assertThat(seen.get("firstKeys").asInt()).isEqualTo(1);
    assertThat(seen.get("firstBodies").asInt()).isEqualTo(1);
    assertThat(seen.get("keys").asInt()).as("of two windows").isEqualTo(2);
    assertThat(seen.at("/last/value").asDouble()).isEqualTo(3.3);
    assertThat(seen.at("/last/value").isNumber()).isTrue();
    assertThat(seen.get("given")).hasSize(2);
    assertThat(seen.get("given").get(0).asText()).contains("3.3 m", "done");
    assertThat(text(seen, "trail")).contains("command.write", "filter-plc-1");
  }

  @Test
  void whoHasNoPointerSeesWhereHeIs() throws Exception {
    JsonNode seen = journey("walkByKeyboard");
    assertThat(text(seen, "first")).isEqualTo("Go to the page");
    assertThat(text(seen, "skipped")).isEqualTo("#page");
    assertThat(seen.get("invisible")).isEmpty();
  }

  private JsonNode journey(String name) throws IOException, InterruptedException {
    JsonNode seen = walk().get("journeys").get(name);
    assertThat(seen.has("failed")).as(seen.toString()).isFalse();
    return seen;
  }

  private static String text(JsonNode node, String name) {
    return node.get(name).asText();
  }

  /** One walk for all tests of the class; one that failed is not tried again by each of them. */
  private JsonNode walk() throws IOException, InterruptedException {
    if (!isWalked) {
      isWalked = true;
      walked = Optional.of(walkNow());
    }
    return walked.orElseThrow(() -> new AssertionError("the walk failed in the test before"));
  }

  private JsonNode walkNow() throws IOException, InterruptedException {
    Path scripts = Optional.ofNullable(peers.npmModules().getParent()).orElseThrow();
    Path answers = folder.resolve("answers");
    Path said = folder.resolve("said");
    List<String> command =
        List.of(
            peers.program("node").toString(),
            "console-walk.mjs",
            peers.program("chromium").toString(),
            CONSOLE.toString(),
            PICTURES.toString(),
            Deep.on() ? "all" : Long.toString(Seed.value()));
    Process node =
        new ProcessBuilder(command)
            .directory(scripts.toFile())
            .redirectOutput(answers.toFile())
            .redirectError(said.toFile())
            .start();
    try {
      assertThat(node.waitFor(WALK_SECONDS_MAX, TimeUnit.SECONDS)).as("the walk ended").isTrue();
    } finally {
      Process _ = node.destroyForcibly();
    }
    assertThat(node.exitValue()).as(Files.readString(said)).isZero();
    return JSON.readTree(Files.readString(answers));
  }
}
