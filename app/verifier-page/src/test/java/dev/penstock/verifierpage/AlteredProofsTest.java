package dev.penstock.verifierpage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.bundle.BundleTrust;
import dev.penstock.evm.ChainAnchorChecker;
import dev.penstock.evm.ChainAnchorVerdict;
import dev.penstock.merkle.Decoded;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import dev.penstock.timestamp.TimestampChecker;
import dev.penstock.timestamp.TimestampVerdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page's judges of proofs say what the command line's say, also of proofs that were altered.
 */
class AlteredProofsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path MODULE =
      Path.of(System.getProperty("penstock.root", "."), "app", "verifier-page");

  @TempDir private Path folder;

  @Test
  void bothSayTheSameOfTimestamps() throws Exception {
    Set<String> kinds =
        agreed(StampProofs.all(), Deep.cases(500, 40_000), new SplittableRandom(Seed.value()));
    assertThat(kinds)
        .contains(
            "PROVEN",
            "CONTRADICTED",
            "MALFORMED",
            "UNTRUSTED",
            "EXPIRED",
            "NOT_VALID_THEN",
            "REVOKED",
            "FUTURE",
            "WEAK",
            "WRONG_PURPOSE",
            "POLICY");
  }

  @Test
  void bothSayTheSameOfAnchorsInChains() throws Exception {
    Set<String> kinds =
        agreed(ChainProofs.all(), Deep.cases(2000, 100_000), new SplittableRandom(Seed.value()));
    assertThat(kinds)
        .contains(
            "PROVEN",
            "PROOF",
            "HEADER",
            "FOLLOWING",
            "TIME",
            "INCLUSION",
            "TRANSACTION",
            "STATEMENT",
            "TRUST",
            "NO_TRUSTED_BLOCK",
            "TRUSTED_BLOCK_ELSEWHERE",
            "UNKNOWN_FORM");
  }

  @Test
  void bothLeaveAMaze() throws Exception {
    Set<String> kinds = agreed(StampProofs.mazes(), 0, new SplittableRandom(Seed.value()));
    assertThat(kinds).contains("UNTRUSTED", "PROVEN");
  }

  /** Not one byte of a token may be another one without both noticing, or neither. */
  @Test
  void bothSayTheSameWhicheverByteIsAnotherOne() throws Exception {
    Proof whole =
        StampProofs.all().stream()
            .filter(each -> each.name().equals("with others inside"))
            .findFirst()
            .orElseThrow();
    var random = new SplittableRandom(Seed.value());
    var asked = JSON.createArrayNode();
    byte[] bytes = whole.bytes().bytes();
    int step = Deep.cases(16, 1);
    for (int at = random.nextInt(step); at < bytes.length; at += step) {
      byte[] bent = bytes.clone();
      bent[at] = (byte) (bent[at] ^ (1 << random.nextInt(8)));
      var change = JSON.createArrayNode().add(at).add(bent[at] & 0xff);
      List<String> expected = verdict(whole.with(bent));
      asked.add(asked(0, JSON.createArrayNode().add(change), bytes.length, expected));
    }
    assertThat(differing(List.of(whole), asked)).as(Seed.describe()).isEmpty();
  }

  /** Has both judge these proofs and so many altered ones; answers what they said. */
  private Set<String> agreed(List<Proof> proofs, int count, SplittableRandom random)
      throws Exception {
    ArrayNode asked = JSON.createArrayNode();
    for (int base = 0; base < proofs.size(); base++) {
      Proof each = proofs.get(base);
      asked.add(asked(base, JSON.createArrayNode(), each.bytes().size(), verdict(each)));
    }
    for (int i = 0; i < count; i++) {
      asked.add(altered(random.nextInt(proofs.size()), proofs, random));
    }
    assertThat(differing(proofs, asked)).as(Seed.describe()).isEmpty();
    Set<String> kinds = new HashSet<>();
    asked.forEach(each -> kinds.add(each.get("expected").get(0).asText()));
    return kinds;
  }

  /** The first of these about which the page says something else. */
  private JsonNode differing(List<Proof> proofs, ArrayNode asked) throws Exception {
    ArrayNode bases = JSON.createArrayNode();
    for (Proof each : proofs) {
      bases.add(
          JSON.createObjectNode()
              .put("name", each.name())
              .put("isStamp", each.isStamp())
              .put("proof", each.bytes().bytes())
              .put("statement", each.statement().bytes())
              .put("trust", each.trust())
              .put("now", Long.toString(each.now())));
    }
    JSON.writeValue(
        folder.resolve("asked.json").toFile(),
        JSON.createObjectNode().<ObjectNode>set("bases", bases).set("asked", asked));
    JsonNode answer = JSON.readTree(judge());
    assertThat(answer.get("count").asInt()).isEqualTo(asked.size());
    return answer.get("differ");
  }

  private static ObjectNode asked(int base, ArrayNode changes, int length, List<String> expected) {
    ObjectNode asked = JSON.createObjectNode().put("base", base).put("length", length);
    asked.set("changes", changes);
    return asked.set("expected", JSON.valueToTree(expected));
  }

  /** A byte is another one, or a few are, or the end is missing. */
  private static ObjectNode altered(int base, List<Proof> proofs, SplittableRandom random) {
    Proof proof = proofs.get(base);
    byte[] bytes = proof.bytes().bytes();
    ArrayNode changes = JSON.createArrayNode();
    int length = random.nextInt(50) == 0 ? random.nextInt(bytes.length) : bytes.length;
    int count = random.nextInt(5) == 0 ? random.nextInt(2, 6) : 1;
    for (int i = 0; i < count; i++) {
      int at = random.nextInt(bytes.length);
      int value =
          random.nextBoolean()
              ? random.nextInt(256)
              : (bytes[at] & 0xff) ^ (1 << random.nextInt(8));
      bytes[at] = (byte) value;
      changes.add(JSON.createArrayNode().add(at).add(value));
    }
    Proof bent = proof.with(Arrays.copyOf(bytes, length));
    return asked(base, changes, length, verdict(bent));
  }

  private static BundleTrust trust(String lines) {
    return switch (BundleTrust.decode((lines + "quorum none\n").getBytes(StandardCharsets.UTF_8))) {
      case Decoded.Value<BundleTrust>(var value) -> value;
      case Decoded.Malformed<BundleTrust>(var why) -> throw new AssertionError(why);
    };
  }

  /** A word, and in words what is not about bytes that cannot be read. */
  private static List<String> verdict(Proof proof) {
    byte[] bytes = proof.bytes().bytes();
    byte[] statement = proof.statement().bytes();
    BundleTrust trust = trust(proof.trust());
    return proof.isStamp()
        ? stamped(TimestampChecker.check(bytes, statement, trust.stamps(), proof.now()))
        : anchored(
            ChainAnchorChecker.check(
                bytes,
                statement,
                trust.chains(),
                Instant.ofEpochSecond(proof.now() / 1_000_000_000L, proof.now() % 1_000_000_000L)));
  }

  private static List<String> stamped(TimestampVerdict verdict) {
    return switch (verdict) {
      case TimestampVerdict.Proven proven ->
          List.of(
              "PROVEN",
              proven.at() + " " + proven.accuracyNs().orElse(-1) + " " + proven.authority(),
              proven.text());
      case TimestampVerdict.Contradicted contradicted ->
          List.of("CONTRADICTED", contradicted.text());
      case TimestampVerdict.Unproven(var why, var what) ->
          why == TimestampVerdict.Reason.MALFORMED
              ? List.of(why.name())
              : List.of(why.name(), what);
    };
  }

  private static List<String> anchored(ChainAnchorVerdict verdict) {
    return switch (verdict) {
      case ChainAnchorVerdict.Proven proven ->
          List.of(
              "PROVEN",
              proven.block().toString(),
              proven.time().toString(),
              proven.trusted().toString());
      case ChainAnchorVerdict.Contradicted(var where, var what) ->
          where == ChainAnchorVerdict.Part.PROOF
              ? List.of(where.name())
              : List.of(where.name(), what);
      case ChainAnchorVerdict.Unproven(var why, var what, var lookUp) ->
          List.of(why.name(), what + lookUp.map(block -> "; look up " + block).orElse(""));
    };
  }

  private String judge() throws IOException, InterruptedException {
    Path answers = folder.resolve("answers");
    Path said = folder.resolve("said");
    Process node =
        new ProcessBuilder(
                "node", "src/test/web/proofs.mjs", folder.resolve("asked.json").toString())
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
