package dev.penstock.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RightEdgeTest {
  private final TreeHasher hasher = new TreeHasher();

  @Test
  void rootEqualsTheRecursiveDefinitionAtEverySize() {
    var edge = new RightEdge(hasher);
    List<Digest> leaves = new ArrayList<>();
    assertThat(edge.root()).isEqualTo(hasher.emptyRoot());
    for (int i = 0; i < 300; i++) {
      Digest leaf = hasher.leaf(new byte[] {(byte) i, (byte) (i >> 8)});
      leaves.add(leaf);
      edge.append(leaf.bytes(), 0, 1, HashSink.NONE);
      assertThat(edge.root()).as("size %d", i + 1).isEqualTo(plainRoot(leaves));
    }
  }

  /** RFC 9162 §2.1.1 as the text has it: split at the largest power of two below n. */
  private Digest plainRoot(List<Digest> leaves) {
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    return hasher.node(
        plainRoot(leaves.subList(0, split)), plainRoot(leaves.subList(split, leaves.size())));
  }
}
