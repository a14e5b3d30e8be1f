package dev.penstock.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProofMakerTest {
  private static final ProofCheck VERIFIED = new ProofCheck.Verified();
  private static final int SMALL = 34;

  private final TreeHasher hasher = new TreeHasher();
  private final PlainTree plain = PlainTree.ofSize(SMALL);
  private final LeafTree tree = LeafTree.of(hasher, PlainTree.leafHashes(0, SMALL));
  private final ProofMaker maker = new ProofMaker(hasher, tree);
  private final ProofChecker checker = new ProofChecker(hasher);

  @Test
  void rootsOfAllPastSizesAreThoseOfTheDefinition() throws IOException {
    for (int size = 0; size <= SMALL; size++) {
      assertThat(maker.root(size)).as("size %d", size).isEqualTo(plain.root(0, size));
      var edge = new RightEdge(hasher);
      edge.restore(size, maker.subtreeRoots(size));
      assertThat(edge.root()).as("edge of size %d", size).isEqualTo(plain.root(0, size));
    }
  }

  @Test
  void inclusionProofsAreThoseOfTheDefinitionAndVerify() throws IOException {
    for (int size = 1; size <= SMALL; size++) {
      for (int index = 0; index < size; index++) {
        InclusionProof proof = maker.inclusion(index, size);
        assertThat(proof.path())
            .as("%d of %d", index, size)
            .isEqualTo(PlainTree.pathOf(plain.path(index, 0, size)));
        assertThat(checker.inclusion(proof, PlainTree.leafHash(index), plain.root(0, size)))
            .as("%d of %d", index, size)
            .isEqualTo(VERIFIED);
      }
    }
  }

  @Test
  void consistencyProofsAreThoseOfTheDefinitionAndVerify() throws IOException {
    for (int size = 1; size <= SMALL; size++) {
      for (int old = 1; old <= size; old++) {
        ConsistencyProof proof = maker.consistency(old, size);
        assertThat(proof.path())
            .as("%d to %d", old, size)
            .isEqualTo(PlainTree.pathOf(plain.consistency(old, size)));
        assertThat(checker.consistency(proof, plain.root(0, old), plain.root(0, size)))
            .as("%d to %d", old, size)
            .isEqualTo(VERIFIED);
      }
    }
  }

  @Test
  void subtreeProofsAreThoseOfTheDefinitionAndVerify() throws IOException {
    for (int size = 1; size <= SMALL; size++) {
      for (int end = 1; end <= size; end++) {
        for (int start = 0; start < end; start++) {
          if (SubtreeBounds.isSubtree(start, end)) {
            checkSubtree(start, end, size);
          }
        }
      }
    }
  }

  private void checkSubtree(int start, int end, int size) throws IOException {
    String what = "[%d, %d) of %d".formatted(start, end, size);
    Digest subtreeRoot = plain.root(start, end);
    assertThat(maker.subtreeRoot(start, end, size)).as(what).isEqualTo(subtreeRoot);
    SubtreeConsistencyProof consistency = maker.subtreeConsistency(start, end, size);
    assertThat(consistency.path())
        .as(what)
        .isEqualTo(PlainTree.pathOf(plain.subtreeConsistency(start, end, 0, size, true)));
    assertThat(checker.subtreeConsistency(consistency, subtreeRoot, plain.root(0, size)))
        .as(what)
        .isEqualTo(VERIFIED);
    int index = start + (size * 7 + end) % (end - start);
    SubtreeInclusionProof inclusion = maker.subtreeInclusion(index, start, end, size);
    assertThat(inclusion.path())
        .as(what)
        .isEqualTo(PlainTree.pathOf(plain.path(index, start, end)));
    assertThat(checker.subtreeInclusion(inclusion, PlainTree.leafHash(index), subtreeRoot))
        .as(what)
        .isEqualTo(VERIFIED);
  }

  @Test
  void rangeProofsAreTheSubtreesOutsideFromLeftToRightAndVerify() throws IOException {
    for (int size = 1; size <= SMALL; size++) {
      Digest root = plain.root(0, size);
      for (int end = 1; end <= size; end++) {
        for (int start = 0; start < end; start++) {
          RangeProof proof = maker.range(start, end, size);
          String what = "[%d, %d) of %d".formatted(start, end, size);
          assertThat(proof.path())
              .as(what)
              .isEqualTo(PlainTree.pathOf(plain.range(start, end, 0, size)));
          assertThat(checker.range(proof, PlainTree.leafHashes(start, end), root))
              .as(what)
              .isEqualTo(VERIFIED);
        }
      }
    }
  }

  /** 66,000 leaves fill tile levels 0 and 1 and begin level 2. */
  @Test
  void proofsAcrossThreeTileLevelsVerifyAndReadEachTileOnce() throws IOException {
    int size = 66_000;
    byte[] leafHashes = PlainTree.leafHashes(0, size);
    LeafTree large = LeafTree.of(hasher, leafHashes);
    var roots = new ProofMaker(hasher, large);
    var reads = new OncePerTile(large);
    var largeMaker = new ProofMaker(hasher, reads);
    Property.forAll(Gen.seeds())
        .cases(300, 20_000)
        .holds(seed -> {
          try {
            checkLarge(roots, largeMaker, reads, leafHashes, new SplittableRandom(seed));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  private void checkLarge(
      ProofMaker roots,
      ProofMaker largeMaker,
      OncePerTile reads,
      byte[] leafHashes,
      SplittableRandom random)
      throws IOException {
    int size = random.nextInt(1, leafHashes.length / 32 + 1);
    Digest root = roots.root(size);

    int index = random.nextInt(size);
    reads.forget();
    InclusionProof inclusion = largeMaker.inclusion(index, size);
    assertThat(checker.inclusion(inclusion, Digest.at(leafHashes, index * 32), root))
        .isEqualTo(VERIFIED);

    int old = random.nextInt(1, size + 1);
    reads.forget();
    ConsistencyProof consistency = largeMaker.consistency(old, size);
    assertThat(checker.consistency(consistency, roots.root(old), root)).isEqualTo(VERIFIED);

    int start = random.nextInt(size);
    int end = random.nextInt(start + 1, Math.min(size, start + 3_000) + 1);
    reads.forget();
    RangeProof range = largeMaker.range(start, end, size);
    var ranges = new RangeChecker(hasher);
    ranges.begin(range);
    for (int at = start; at < end; at += 1_000) {
      ranges.add(leafHashes, at * 32, Math.min(1_000, end - at));
    }
    assertThat(ranges.finish(root)).isEqualTo(VERIFIED);

    int length = 1 << random.nextInt(Integer.SIZE - Integer.numberOfLeadingZeros(size));
    int subtreeStart = random.nextInt(size / length) * length;
    int subtreeEnd = subtreeStart + length - random.nextInt((length + 1) / 2);
    reads.forget();
    var subtree = largeMaker.subtreeConsistency(subtreeStart, subtreeEnd, size);
    Digest subtreeRoot = roots.subtreeRoot(subtreeStart, subtreeEnd, size);
    assertThat(checker.subtreeConsistency(subtree, subtreeRoot, root)).isEqualTo(VERIFIED);
  }

  @Test
  void aSharedCacheChangesNoProofAndSparesReads() throws IOException {
    int size = 66_000;
    LeafTree large = LeafTree.of(hasher, PlainTree.leafHashes(0, size));
    var plainMaker = new ProofMaker(hasher, large);
    for (int places : new int[] {1, 3, 64}) {
      var cache = new TileCache(places);
      Property.forAll(Gen.seeds())
          .cases(60, 5_000)
          .holds(seed -> {
            var random = new SplittableRandom(seed);
            var reads = new OncePerTile(large);
            var cached = new ProofMaker(new TreeHasher(), reads, cache);
            int asOf = random.nextInt(1, size + 1);
            int index = random.nextInt(asOf);
            int old = random.nextInt(1, asOf + 1);
            try {
              assertThat(cached.inclusion(index, asOf))
                  .isEqualTo(plainMaker.inclusion(index, asOf));
              if (places == 64 && asOf >= 65_536) {
                reads.forget();
                assertThat(cached.root(asOf)).isEqualTo(plainMaker.root(asOf));
                assertThat(reads.seen).doesNotContain("1/0");
              }
              reads.forget();
              assertThat(cached.consistency(old, asOf))
                  .isEqualTo(plainMaker.consistency(old, asOf));
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
    }
    assertThatThrownBy(() -> new TileCache(0)).hasMessageContaining("0 tiles");
  }

  /** In a tree of equal leaves all complete subtrees of a level are equal: it needs no memory. */
  @Test
  void proofsAboutTreesOfUpTo2To62LeavesVerify() {
    byte[] ofLevel = new byte[63 * Digest.BYTES];
    PlainTree.leafHash(0).copyTo(ofLevel, 0);
    for (int level = 1; level < 63; level++) {
      int below = (level - 1) * Digest.BYTES;
      hasher.node(ofLevel, below, ofLevel, below, ofLevel, level * Digest.BYTES);
    }
    HashReader equalLeaves =
        (tileLevel, index, count, into, at) -> {
          for (int i = 0; i < count; i++) {
            System.arraycopy(ofLevel, tileLevel * 8 * 32, into, at + i * 32, 32);
          }
        };
    var makers =
        List.of(
            new ProofMaker(hasher, equalLeaves),
            new ProofMaker(hasher, equalLeaves, new TileCache(8)));
    Property.forAll(Gen.seeds())
        .cases(200, 20_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          long size = (random.nextLong(RightEdge.SIZE_MAX) >>> random.nextInt(62)) + 1;
          try {
            checkHuge(makers.get(random.nextInt(2)), random, size);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  private void checkHuge(ProofMaker huge, SplittableRandom random, long size) throws IOException {
    Digest leaf = PlainTree.leafHash(0);
    Digest root = huge.root(size);
    long index = random.nextLong(size);
    assertThat(checker.inclusion(huge.inclusion(index, size), leaf, root)).isEqualTo(VERIFIED);
    long old = index + 1;
    assertThat(checker.consistency(huge.consistency(old, size), huge.root(old), root))
        .isEqualTo(VERIFIED);
    long end = Math.min(size, index + random.nextInt(1, 9));
    byte[] leaves = new byte[(int) (end - index) * 32];
    for (int at = 0; at < leaves.length; at += 32) {
      leaf.copyTo(leaves, at);
    }
    assertThat(checker.range(huge.range(index, end, size), leaves, root)).isEqualTo(VERIFIED);
    var edge = new RightEdge(hasher);
    edge.restore(size, huge.subtreeRoots(size));
    assertThat(edge.root()).isEqualTo(root);
  }

  @Test
  void aTreeInMemoryRefusesWhatItHasNot() {
    assertThatThrownBy(() -> tree.leafHash(SMALL)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> tree.read(0, 30, 5, new byte[160], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** Refuses to deliver a tile twice, or hashes across a tile's border. */
  private static final class OncePerTile implements HashReader {
    private final HashReader inner;
    private final List<String> seen = new ArrayList<>();

    OncePerTile(HashReader inner) {
      this.inner = inner;
    }

    void forget() {
      seen.clear();
    }

    @Override
    public void read(int tileLevel, long index, int count, byte[] into, int at) throws IOException {
      String tile = tileLevel + "/" + index / 256;
      if (seen.contains(tile) || index / 256 != (index + count - 1) / 256) {
        throw new AssertionError("read again or across: " + tile + ", seen " + seen);
      }
      seen.add(tile);
      inner.read(tileLevel, index, count, into, at);
    }
  }

  @Test
  void misuseIsRefusedWithTheValues() {
    assertThatThrownBy(() -> maker.inclusion(5, 5)).hasMessageContaining("leaf index 5");
    assertThatThrownBy(() -> maker.inclusion(-1, 5)).hasMessageContaining("leaf index -1");
    assertThatThrownBy(() -> maker.root(-1)).hasMessageContaining("tree size -1");
    assertThatThrownBy(() -> maker.consistency(0, 5)).hasMessageContaining("[0, 0)");
    assertThatThrownBy(() -> maker.consistency(6, 5)).hasMessageContaining("[0, 6)");
    assertThatThrownBy(() -> maker.subtreeConsistency(2, 5, 8)).hasMessageContaining("[2, 5)");
    assertThatThrownBy(() -> maker.range(3, 3, 8)).hasMessageContaining("[3, 3)");
    assertThatThrownBy(() -> maker.range(3, 9, 8)).hasMessageContaining("[3, 9)");
  }

  @Test
  void aStoreThatCannotReadIsHeardOf() {
    HashReader broken =
        (tileLevel, index, count, into, at) -> {
          throw new IOException("disk gone");
        };
    var brokenMaker = new ProofMaker(hasher, broken);
    assertThatThrownBy(() -> brokenMaker.inclusion(1, 5))
        .isInstanceOf(IOException.class)
        .hasMessage("disk gone");
  }
}
