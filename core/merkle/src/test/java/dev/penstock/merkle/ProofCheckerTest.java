package dev.penstock.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProofCheckerTest {
  private static final ProofCheck VERIFIED = new ProofCheck.Verified();
  private static final int SIZE = 700;

  private final TreeHasher hasher = new TreeHasher();
  private final LeafTree tree = LeafTree.of(hasher, PlainTree.leafHashes(0, SIZE));
  private final ProofMaker maker = new ProofMaker(hasher, tree);
  private final ProofChecker checker = new ProofChecker(hasher);
  private final Digest any = PlainTree.leafHash(0);

  private static ProofCheck rejected(ProofFlaw flaw) {
    return new ProofCheck.Rejected(flaw);
  }

  private ProofCheck inclusion(long index, long size, int hashes) {
    return checker.inclusion(new InclusionProof(index, size, path(hashes)), any, any);
  }

  private ProofCheck consistency(long oldSize, long newSize, int hashes) {
    return checker.consistency(new ConsistencyProof(oldSize, newSize, path(hashes)), any, any);
  }

  private ProofCheck subtree(long start, long end, long size, int hashes) {
    return checker.subtreeConsistency(
        new SubtreeConsistencyProof(start, end, size, path(hashes)), any, any);
  }

  private ProofCheck range(long start, long end, long size, int hashes, int leaves) {
    return checker.range(
        new RangeProof(start, end, size, path(hashes)), new byte[leaves * Digest.BYTES], any);
  }

  private static HashPath path(int hashes) {
    return HashPath.of(new byte[hashes * Digest.BYTES]);
  }

  @Test
  void sizesAndIndexesOutOfRangeAreNamed() {
    long over = RightEdge.SIZE_MAX + 1;
    assertThat(inclusion(0, 0, 0)).isEqualTo(rejected(ProofFlaw.EMPTY_TREE));
    assertThat(inclusion(0, -1, 0)).isEqualTo(rejected(ProofFlaw.SIZE_OUT_OF_RANGE));
    assertThat(inclusion(0, over, 0)).isEqualTo(rejected(ProofFlaw.SIZE_OUT_OF_RANGE));
    assertThat(inclusion(0, Long.MIN_VALUE, 0)).isEqualTo(rejected(ProofFlaw.SIZE_OUT_OF_RANGE));
    assertThat(inclusion(-1, 5, 0)).isEqualTo(rejected(ProofFlaw.INDEX_OUT_OF_RANGE));
    assertThat(inclusion(5, 5, 0)).isEqualTo(rejected(ProofFlaw.INDEX_OUT_OF_RANGE));
    assertThat(inclusion(Long.MAX_VALUE, 5, 0)).isEqualTo(rejected(ProofFlaw.INDEX_OUT_OF_RANGE));
    assertThat(consistency(0, 0, 0)).isEqualTo(rejected(ProofFlaw.EMPTY_TREE));
    assertThat(consistency(0, 5, 0)).isEqualTo(rejected(ProofFlaw.EMPTY_TREE));
    assertThat(consistency(-1, 5, 0)).isEqualTo(rejected(ProofFlaw.SIZE_OUT_OF_RANGE));
    assertThat(consistency(5, -1, 0)).isEqualTo(rejected(ProofFlaw.SIZE_OUT_OF_RANGE));
    assertThat(consistency(over, over, 0)).isEqualTo(rejected(ProofFlaw.SIZE_OUT_OF_RANGE));
    assertThat(consistency(5, over, 0)).isEqualTo(rejected(ProofFlaw.SIZE_OUT_OF_RANGE));
    assertThat(consistency(6, 5, 0)).isEqualTo(rejected(ProofFlaw.SIZES_REVERSED));
    assertThat(subtree(2, 5, 8, 0)).isEqualTo(rejected(ProofFlaw.NOT_A_SUBTREE));
    assertThat(subtree(5, 4, 8, 0)).isEqualTo(rejected(ProofFlaw.NOT_A_SUBTREE));
    assertThat(subtree(-4, 4, 8, 0)).isEqualTo(rejected(ProofFlaw.SIZE_OUT_OF_RANGE));
    assertThat(subtree(4, 8, 7, 0)).isEqualTo(rejected(ProofFlaw.SIZES_REVERSED));
    assertThat(range(0, 0, 0, 0, 0)).isEqualTo(rejected(ProofFlaw.EMPTY_TREE));
    assertThat(range(0, 1, -1, 0, 1)).isEqualTo(rejected(ProofFlaw.SIZE_OUT_OF_RANGE));
    assertThat(range(-1, 1, 5, 0, 1)).isEqualTo(rejected(ProofFlaw.SIZE_OUT_OF_RANGE));
    assertThat(range(0, 1, over, 0, 1)).isEqualTo(rejected(ProofFlaw.SIZE_OUT_OF_RANGE));
    assertThat(range(4, 6, 5, 0, 2)).isEqualTo(rejected(ProofFlaw.SIZES_REVERSED));
    assertThat(range(4, 4, 5, 0, 0)).isEqualTo(rejected(ProofFlaw.LEAF_COUNT_WRONG));
    assertThat(range(4, Long.MIN_VALUE, 5, 0, 0)).isEqualTo(rejected(ProofFlaw.LEAF_COUNT_WRONG));
  }

  @Test
  void pathsThatAreTooShortOrTooLongAreNamed() {
    assertThat(inclusion(0, 8, 2)).isEqualTo(rejected(ProofFlaw.PATH_TOO_SHORT));
    assertThat(inclusion(0, 8, 4)).isEqualTo(rejected(ProofFlaw.PATH_TOO_LONG));
    assertThat(inclusion(0, 1, 1)).isEqualTo(rejected(ProofFlaw.PATH_TOO_LONG));
    assertThat(inclusion(0, RightEdge.SIZE_MAX, 61)).isEqualTo(rejected(ProofFlaw.PATH_TOO_SHORT));
    assertThat(inclusion(0, RightEdge.SIZE_MAX, 62)).isEqualTo(rejected(ProofFlaw.ROOT_MISMATCH));
    assertThat(inclusion(0, RightEdge.SIZE_MAX, 63)).isEqualTo(rejected(ProofFlaw.PATH_TOO_LONG));
    assertThat(consistency(3, 8, 0)).isEqualTo(rejected(ProofFlaw.PATH_TOO_SHORT));
    assertThat(consistency(3, 8, 3)).isEqualTo(rejected(ProofFlaw.PATH_TOO_SHORT));
    assertThat(consistency(3, 8, 4)).isEqualTo(rejected(ProofFlaw.PART_ROOT_MISMATCH));
    assertThat(consistency(3, 8, 5)).isEqualTo(rejected(ProofFlaw.PATH_TOO_LONG));
    assertThat(consistency(8, 8, 1)).isEqualTo(rejected(ProofFlaw.PATH_TOO_LONG));
    assertThat(range(2, 3, 8, 2, 1)).isEqualTo(rejected(ProofFlaw.PATH_TOO_SHORT));
    assertThat(range(2, 3, 8, 4, 1)).isEqualTo(rejected(ProofFlaw.PATH_TOO_LONG));
    assertThat(range(2, 3, 8, 3, 0)).isEqualTo(rejected(ProofFlaw.LEAF_COUNT_WRONG));
    assertThat(range(2, 3, 8, 3, 2)).isEqualTo(rejected(ProofFlaw.LEAF_COUNT_WRONG));
    assertThat(range(2, 3, 8, 3, 1)).isEqualTo(rejected(ProofFlaw.ROOT_MISMATCH));
    assertThat(checker.range(new RangeProof(2, 3, 8, path(3)), new byte[33], any))
        .isEqualTo(rejected(ProofFlaw.LEAF_COUNT_WRONG));
  }

  @Test
  void equalSizesNeedEqualRootsAndNoHash() throws IOException {
    var proof = new ConsistencyProof(300, 300, HashPath.EMPTY);
    Digest root = maker.root(300);
    assertThat(checker.consistency(proof, root, root)).isEqualTo(VERIFIED);
    assertThat(checker.consistency(proof, root, maker.root(301)))
        .isEqualTo(rejected(ProofFlaw.ROOT_MISMATCH));
  }

  @Test
  void anEmptySubtreeNeedsTheEmptyRootAndNoHash() {
    var proof = new SubtreeConsistencyProof(4, 4, 9, HashPath.EMPTY);
    Digest nothing = hasher.emptyRoot();
    assertThat(checker.subtreeConsistency(proof, nothing, any)).isEqualTo(VERIFIED);
    for (long[] edge : new long[][] {{0, 0, 0}, {0, 0, 5}, {4, 4, 4}, {4, 4, RightEdge.SIZE_MAX}}) {
      var there = new SubtreeConsistencyProof(edge[0], edge[1], edge[2], HashPath.EMPTY);
      assertThat(checker.subtreeConsistency(there, nothing, any)).isEqualTo(VERIFIED);
    }
    assertThat(subtree(4, 4, 9, 0)).isEqualTo(rejected(ProofFlaw.PART_ROOT_MISMATCH));
    assertThat(subtree(4, 4, 9, 1)).isEqualTo(rejected(ProofFlaw.PATH_TOO_LONG));
    assertThat(subtree(4, 4, 3, 0)).isEqualTo(rejected(ProofFlaw.SIZES_REVERSED));
    assertThat(subtree(-4, -4, 3, 0)).isEqualTo(rejected(ProofFlaw.SIZE_OUT_OF_RANGE));
    assertThat(subtree(0, 0, -3, 0)).isEqualTo(rejected(ProofFlaw.SIZE_OUT_OF_RANGE));
    var outside = new SubtreeInclusionProof(4, 4, 4, HashPath.EMPTY);
    assertThat(checker.subtreeInclusion(outside, any, any))
        .isEqualTo(rejected(ProofFlaw.NOT_A_SUBTREE));
    var beside = new SubtreeInclusionProof(3, 4, 8, path(2));
    assertThat(checker.subtreeInclusion(beside, any, any))
        .isEqualTo(rejected(ProofFlaw.INDEX_OUT_OF_RANGE));
    var behind = new SubtreeInclusionProof(8, 4, 8, path(2));
    assertThat(checker.subtreeInclusion(behind, any, any))
        .isEqualTo(rejected(ProofFlaw.INDEX_OUT_OF_RANGE));
  }

  @Test
  void aDerivedRootIsTheTreesRootOrSaysWhyThereIsNone() throws IOException {
    InclusionProof inclusion = maker.inclusion(123, 500);
    ConsistencyProof consistency = maker.consistency(77, 500);
    assertThat(checker.rootOf(inclusion, PlainTree.leafHash(123)))
        .isEqualTo(new DerivedRoot.Root(maker.root(500)));
    assertThat(checker.newRootOf(consistency, maker.root(77)))
        .isEqualTo(new DerivedRoot.Root(maker.root(500)));
    assertThat(checker.newRootOf(consistency, maker.root(78)))
        .isEqualTo(new DerivedRoot.None(ProofFlaw.PART_ROOT_MISMATCH));
    assertThat(checker.rootOf(new InclusionProof(9, 9, HashPath.EMPTY), any))
        .isEqualTo(new DerivedRoot.None(ProofFlaw.INDEX_OUT_OF_RANGE));
  }

  @Test
  void everyChangedBitOfAnInclusionProofIsRejected() {
    forRandomProofs(random -> {
      int size = random.nextInt(1, SIZE + 1);
      int index = random.nextInt(size);
      InclusionProof proof = maker.inclusion(index, size);
      Digest leaf = PlainTree.leafHash(index);
      Digest root = maker.root(size);
      for (HashPath changed : changes(proof.path())) {
        var forged = new InclusionProof(index, size, changed);
        assertThat(checker.inclusion(forged, leaf, root)).isNotEqualTo(VERIFIED);
      }
      int bit = random.nextInt(256);
      assertThat(checker.inclusion(proof, flip(leaf, bit), root)).isNotEqualTo(VERIFIED);
      assertThat(checker.inclusion(proof, leaf, flip(root, bit))).isNotEqualTo(VERIFIED);
      for (int i = 0; i < 64; i++) {
        var movedIndex = new InclusionProof(index ^ 1L << i, size, proof.path());
        assertThat(checker.inclusion(movedIndex, leaf, root)).isNotEqualTo(VERIFIED);
        // The path does not bind the size where it leads the same way; the signed checkpoint does.
        var movedSize = new InclusionProof(index, size ^ 1L << i, proof.path());
        assertThat(checker.inclusion(movedSize, leaf, root).equals(VERIFIED))
            .isEqualTo(Ways.inclusion(index, size ^ 1L << i).equals(Ways.inclusion(index, size)));
      }
    });
  }

  @Test
  void everyChangedBitOfAConsistencyProofIsRejected() {
    forRandomProofs(random -> {
      int size = random.nextInt(1, SIZE + 1);
      int old = random.nextInt(1, size + 1);
      ConsistencyProof proof = maker.consistency(old, size);
      Digest oldRoot = maker.root(old);
      Digest root = maker.root(size);
      for (HashPath changed : changes(proof.path())) {
        var forged = new ConsistencyProof(old, size, changed);
        assertThat(checker.consistency(forged, oldRoot, root)).isNotEqualTo(VERIFIED);
      }
      int bit = random.nextInt(256);
      assertThat(checker.consistency(proof, flip(oldRoot, bit), root)).isNotEqualTo(VERIFIED);
      assertThat(checker.consistency(proof, oldRoot, flip(root, bit))).isNotEqualTo(VERIFIED);
      for (int i = 0; i < 64; i++) {
        assertSameWay(old ^ 1L << i, size, proof, oldRoot, root);
        assertSameWay(old, size ^ 1L << i, proof, oldRoot, root);
      }
    });
  }

  /** Other sizes are accepted only where the hashes are put together in the very same way. */
  private void assertSameWay(
      long old, long size, ConsistencyProof proof, Digest oldRoot, Digest root) {
    var moved = new ConsistencyProof(old, size, proof.path());
    if (checker.consistency(moved, oldRoot, root).equals(VERIFIED)) {
      assertThat(Ways.consistency(old, size))
          .isEqualTo(Ways.consistency(proof.oldSize(), proof.newSize()));
    }
  }

  @Test
  void everyChangedBitOfARangeProofIsRejected() {
    forRandomProofs(random -> {
      int size = random.nextInt(1, SIZE + 1);
      int start = random.nextInt(size);
      int end = random.nextInt(start + 1, Math.min(size, start + 20) + 1);
      RangeProof proof = maker.range(start, end, size);
      byte[] leaves = PlainTree.leafHashes(start, end);
      Digest root = maker.root(size);
      for (HashPath changed : changes(proof.path())) {
        var forged = new RangeProof(start, end, size, changed);
        assertThat(checker.range(forged, leaves, root)).isNotEqualTo(VERIFIED);
      }
      for (int i = 0; i < 8; i++) {
        byte[] forged = leaves.clone();
        forged[random.nextInt(forged.length)] ^= (byte) (1 << i);
        assertThat(checker.range(proof, forged, root)).isNotEqualTo(VERIFIED);
      }
      assertThat(checker.range(proof, leaves, flip(root, random.nextInt(256))))
          .isNotEqualTo(VERIFIED);
      for (int i = 0; i < 64; i++) {
        var movedStart = new RangeProof(start ^ 1L << i, end, size, proof.path());
        var movedEnd = new RangeProof(start, end ^ 1L << i, size, proof.path());
        assertThat(checker.range(movedStart, leaves, root)).isNotEqualTo(VERIFIED);
        assertThat(checker.range(movedEnd, leaves, root)).isNotEqualTo(VERIFIED);
      }
      var both = new RangeProof(start + 1, end + 1, size, proof.path());
      assertThat(checker.range(both, leaves, root)).isNotEqualTo(VERIFIED);
    });
  }

  @Test
  void everyChangedBitOfASubtreeProofIsRejected() {
    forRandomProofs(random -> {
      int length = 1 << random.nextInt(9);
      int start = random.nextInt(SIZE / length) * length;
      int end = start + length - random.nextInt((length + 1) / 2);
      SubtreeConsistencyProof proof = maker.subtreeConsistency(start, end, SIZE);
      Digest subtreeRoot = maker.subtreeRoot(start, end, SIZE);
      Digest root = maker.root(SIZE);
      assertThat(checker.subtreeConsistency(proof, subtreeRoot, root)).isEqualTo(VERIFIED);
      for (int at : new int[] {start, end - 1}) {
        assertThat(
                checker.subtreeInclusion(
                    maker.subtreeInclusion(at, start, end, SIZE),
                    PlainTree.leafHash(at),
                    subtreeRoot))
            .isEqualTo(VERIFIED);
      }
      for (HashPath changed : changes(proof.path())) {
        var forged = new SubtreeConsistencyProof(start, end, SIZE, changed);
        assertThat(checker.subtreeConsistency(forged, subtreeRoot, root)).isNotEqualTo(VERIFIED);
      }
      int bit = random.nextInt(256);
      assertThat(checker.subtreeConsistency(proof, flip(subtreeRoot, bit), root))
          .isNotEqualTo(VERIFIED);
      assertThat(checker.subtreeConsistency(proof, subtreeRoot, flip(root, bit)))
          .isNotEqualTo(VERIFIED);
      int index = random.nextInt(start, end);
      Digest leaf = PlainTree.leafHash(index);
      SubtreeInclusionProof inclusion = maker.subtreeInclusion(index, start, end, SIZE);
      for (HashPath changed : changes(inclusion.path())) {
        var forged = new SubtreeInclusionProof(index, start, end, changed);
        assertThat(checker.subtreeInclusion(forged, leaf, subtreeRoot)).isNotEqualTo(VERIFIED);
      }
      for (int i = 0; i < 64; i++) {
        var moved = new SubtreeInclusionProof(index ^ 1L << i, start, end, inclusion.path());
        assertThat(checker.subtreeInclusion(moved, leaf, subtreeRoot)).isNotEqualTo(VERIFIED);
      }
    });
  }

  /** Nothing a proof says makes a check throw. */
  @Test
  void proofsOfRandomNumbersAreRejectedWithoutThrowing() {
    Property.forAll(Gen.seeds())
        .cases(2_000, 200_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          long a = number(random);
          long b = number(random);
          long c = number(random);
          HashPath path = path(random.nextInt(HashPath.HASHES_MAX + 1));
          byte[] leaves = new byte[random.nextInt(5) * Digest.BYTES];
          var answers =
              List.of(
                  checker.inclusion(new InclusionProof(a, b, path), any, any),
                  checker.consistency(new ConsistencyProof(a, b, path), any, any),
                  checker.subtreeInclusion(new SubtreeInclusionProof(a, b, c, path), any, any),
                  checker.subtreeConsistency(new SubtreeConsistencyProof(a, b, c, path), any, any),
                  checker.range(new RangeProof(a, b, c, path), leaves, any));
          // A leaf alone in its tree is the root: without a hash the claim may even be true.
          assertThat(answers.contains(VERIFIED) && path.count() > 0).isFalse();
        });
  }

  private static long number(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextLong(0, 10);
      case 2 -> (1L << random.nextInt(64)) + random.nextLong(-2, 3);
      default -> random.nextLong(0, RightEdge.SIZE_MAX + 2);
    };
  }

  private interface OneProof {
    void check(SplittableRandom random) throws IOException;
  }

  private static void forRandomProofs(OneProof proof) {
    Property.forAll(Gen.seeds())
        .cases(40, 4_000)
        .holds(seed -> {
          try {
            proof.check(new SplittableRandom(seed));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  /** The path with one bit of each byte flipped, cut off at either end, and longer by one hash. */
  private static List<HashPath> changes(HashPath path) {
    byte[] bytes = path.bytes();
    var all = new ArrayList<HashPath>();
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= (byte) (1 << i % 8);
      all.add(HashPath.of(changed));
    }
    if (bytes.length > 0) {
      all.add(HashPath.of(Arrays.copyOf(bytes, bytes.length - Digest.BYTES)));
      all.add(HashPath.of(Arrays.copyOfRange(bytes, Digest.BYTES, bytes.length)));
    }
    all.add(HashPath.of(Arrays.copyOf(bytes, bytes.length + Digest.BYTES)));
    byte[] before = new byte[bytes.length + Digest.BYTES];
    System.arraycopy(bytes, 0, before, Digest.BYTES, bytes.length);
    all.add(HashPath.of(before));
    return all;
  }

  private static Digest flip(Digest digest, int bit) {
    byte[] bytes = digest.bytes();
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    return Digest.of(bytes);
  }
}
