package dev.penstock.bench.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.bench.harness.Contest;
import dev.penstock.bench.harness.Settings;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.TreeHasher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashBenchTest {
  /** RFC 9162 §2.1.1 as the text has it. */
  private static Digest plainRoot(List<Digest> leaves) {
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    return new TreeHasher()
        .node(plainRoot(leaves.subList(0, split)), plainRoot(leaves.subList(split, leaves.size())));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 11, 13, 100, 255, 256, 257})
  void productAndLimitHashTheTreeOfTheStandard(int blockLeaves) {
    Blocks blocks = Blocks.random(40_000 / blockLeaves + 1, blockLeaves, 7);
    var product = new ProductHash(blocks);
    var limit = new HashLimit(blocks);
    for (int block : new int[] {0, blocks.blockCount() - 1}) {
      List<Digest> leaves = new ArrayList<>();
      for (int leaf = 0; leaf < blockLeaves; leaf++) {
        int at = blocks.at(block, leaf);
        byte[] record = Arrays.copyOfRange(blocks.records(), at, at + blocks.recordBytes());
        leaves.add(new TreeHasher().leaf(record));
      }
      Digest expected = plainRoot(leaves);
      assertThat(Digest.of(product.hashBlock(block))).isEqualTo(expected);
      assertThat(Digest.of(limit.hashBlock(block))).isEqualTo(expected);
    }
  }

  @Test
  void itIsMeasuredOnOneThreadFirstAndThenOnAllCores() {
    var knobs = Map.of("record_bytes", 128L, "block_leaves", 256L);
    List<Contest> contests =
        new HashBench().contests(new Settings(1, 1, 2, Path.of("unused"), knobs));
    assertThat(contests).extracting(Contest::name).containsExactly("one_thread", "all_cores");
    assertThat(contests).allSatisfy(contest -> assertThat(contest.limit()).isPresent());
  }

  @Test
  void recordsWithoutBytesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Blocks.random(0, 256, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Blocks.random(128, 0, 1));
  }
}
