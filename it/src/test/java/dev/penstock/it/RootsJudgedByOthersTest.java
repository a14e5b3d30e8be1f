package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.it.peers.Judge;
import dev.penstock.it.peers.Peers;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashSink;
import dev.penstock.merkle.RightEdge;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our roots over random logs, judged by the Go project's log code and by Sigstore's verifier. */
class RootsJudgedByOthersTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final int LEAVES_MAX = 400;
  private static final int LOGS = Deep.cases(25, 2_000);

  private static Judge go;
  private static Judge npm;

  private final SplittableRandom random = new SplittableRandom(Seed.value());
  private final TreeHasher hasher = new TreeHasher();

  @BeforeAll
  static void startJudges() throws IOException {
    go = Peers.ofThisMachine().goJudge();
    npm = Peers.ofThisMachine().npmJudge();
  }

  @AfterAll
  static void stopJudges() {
    if (go != null) {
      go.close();
    }
    if (npm != null) {
      npm.close();
    }
  }

  private List<byte[]> randomLog(int leafCount) {
    List<byte[]> leaves = new ArrayList<>();
    for (int i = 0; i < leafCount; i++) {
      byte[] leaf = new byte[random.nextInt(300)];
      random.nextBytes(leaf);
      leaves.add(leaf);
    }
    return leaves;
  }

  private List<byte[]> randomLog() {
    return randomLog(1 + random.nextInt(LEAVES_MAX));
  }

  private Digest ourRoot(List<byte[]> leaves) {
    var edge = new RightEdge(hasher);
    for (byte[] leaf : leaves) {
      edge.append(hasher.leaf(leaf).bytes(), 0, 1, HashSink.NONE);
    }
    return edge.root();
  }

  private static List<String> hex(List<byte[]> leaves) {
    return leaves.stream().map(HEX::formatHex).toList();
  }

  private static List<String> proof(JsonNode answer) {
    List<String> proof = new ArrayList<>();
    answer.get("proof").forEach(hash -> proof.add(hash.asText()));
    return proof;
  }

  private Digest withOneBitFlipped(Digest root) {
    byte[] bytes = root.bytes();
    int bit = random.nextInt(bytes.length * 8);
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    return Digest.of(bytes);
  }

  @Test
  void goComputesTheSameRootAtEverySmallSize() {
    for (int size = 0; size <= 70; size++) {
      List<byte[]> leaves = randomLog(size);
      assertThat(go.ask("root", Map.of("leaves", hex(leaves))).get("root").asText())
          .as("size %d, %s", size, Seed.describe())
          .isEqualTo(ourRoot(leaves).toString());
    }
  }

  @Test
  void goComputesTheSameRootOfRandomLogs() {
    for (int i = 0; i < LOGS; i++) {
      List<byte[]> leaves = randomLog();
      assertThat(go.ask("root", Map.of("leaves", hex(leaves))).get("root").asText())
          .as("size %d, %s", leaves.size(), Seed.describe())
          .isEqualTo(ourRoot(leaves).toString());
    }
  }

  @Test
  void bothFindARandomLeafUnderOurRootAndNotUnderAnother() {
    for (int i = 0; i < LOGS; i++) {
      List<byte[]> leaves = randomLog();
      int index = random.nextInt(leaves.size());
      List<String> proof =
          proof(go.ask("prove-inclusion", Map.of("leaves", hex(leaves), "index", index)));
      Digest root = ourRoot(leaves);
      String asked = "leaf %d of %d, %s".formatted(index, leaves.size(), Seed.describe());
      assertThat(bothInclude(leaves, index, root, proof)).as(asked).containsExactly(true, true);
      assertThat(bothInclude(leaves, index, withOneBitFlipped(root), proof))
          .as(asked)
          .containsExactly(false, false);
    }
  }

  private List<Boolean> bothInclude(
      List<byte[]> leaves, int index, Digest root, List<String> proof) {
    byte[] leaf = leaves.get(index);
    boolean isAcceptedByGo =
        go.accepts(
            "check-inclusion",
            Map.of(
                "leafHash", hasher.leaf(leaf).toString(),
                "index", index,
                "size", leaves.size(),
                "root", root.toString(),
                "proof", proof));
    boolean isAcceptedByNpm =
        npm.accepts(
            "check-inclusion",
            Map.of(
                "leaf", HEX.formatHex(leaf),
                "index", index,
                "size", leaves.size(),
                "root", root.toString(),
                "proof", proof));
    return List.of(isAcceptedByGo, isAcceptedByNpm);
  }

  @Test
  void goFindsOurRootsConsistentAsALogGrowsAndNoOthers() {
    for (int i = 0; i < LOGS; i++) {
      List<byte[]> leaves = randomLog();
      int oldSize = 1 + random.nextInt(leaves.size());
      List<String> proof =
          proof(go.ask("prove-consistency", Map.of("leaves", hex(leaves), "oldSize", oldSize)));
      Digest oldRoot = ourRoot(leaves.subList(0, oldSize));
      Digest root = ourRoot(leaves);
      String asked = "%d to %d, %s".formatted(oldSize, leaves.size(), Seed.describe());
      assertThat(isGrowth(oldSize, oldRoot, leaves.size(), root, proof)).as(asked).isTrue();
      assertThat(isGrowth(oldSize, withOneBitFlipped(oldRoot), leaves.size(), root, proof))
          .as(asked)
          .isFalse();
      assertThat(isGrowth(oldSize, oldRoot, leaves.size(), withOneBitFlipped(root), proof))
          .as(asked)
          .isFalse();
    }
  }

  private static boolean isGrowth(
      int oldSize, Digest oldRoot, int size, Digest root, List<String> proof) {
    return go.accepts(
        "check-consistency",
        Map.of(
            "oldSize", oldSize,
            "oldRoot", oldRoot.toString(),
            "size", size,
            "root", root.toString(),
            "proof", proof));
  }
}
