package dev.penstock.merkle;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Makes proofs about a stored tree as of any size it has had. One thread at a time, because it
 * holds one {@link TreeHasher} and its buffers; makers are cheap, and any number may read one
 * store.
 *
 * <p>Cost: one read per touched tile (at 100 M leaves, 4 to 8 reads of at most 8 KiB) and at most
 * 255 hashes per tile; with a warm {@link TileCache}, one such tile and the border.
 */
public final class ProofMaker {
  private final TreeHasher hasher;
  private final NodeReader nodes;
  private final byte[] path = new byte[HashPath.HASHES_MAX * Digest.BYTES];
  private int pathCount;

  public ProofMaker(TreeHasher hasher, HashReader reader) {
    this(hasher, reader, Optional.empty());
  }

  /** The same with a cache that all makers about this one log share. */
  public ProofMaker(TreeHasher hasher, HashReader reader, TileCache cache) {
    this(hasher, reader, Optional.of(cache));
  }

  private ProofMaker(TreeHasher hasher, HashReader reader, Optional<TileCache> cache) {
    this.hasher = hasher;
    this.nodes = new NodeReader(hasher, reader, cache);
  }

  /** The root of the tree of this size. */
  public Digest root(long size) throws IOException {
    requireSize(size);
    if (size == 0) {
      return hasher.emptyRoot();
    }
    return subtreeRoot(0, size, size);
  }

  /** The root of the subtree {@code [start, end)} in the tree of this size. */
  public Digest subtreeRoot(long start, long end, long size) throws IOException {
    requireSubtree(start, end, size);
    begin(size);
    byte[] root = new byte[Digest.BYTES];
    nodes.subtree(start, end, root, 0);
    return Digest.at(root, 0);
  }

  /**
   * The roots of the complete subtrees that make up the tree of this size, largest first, back to
   * back: what {@link RightEdge#restore(long, byte[])} takes.
   */
  public byte[] subtreeRoots(long size) throws IOException {
    requireSize(size);
    begin(size);
    byte[] roots = new byte[Long.bitCount(size) * Digest.BYTES];
    int count = nodes.completeSubtrees(0, size, roots, 0);
    if (count * Digest.BYTES != roots.length) {
      throw new IllegalStateException(count + " subtrees for size " + size);
    }
    return roots;
  }

  /** Proves that a leaf stands at this index of the tree of this size, RFC 9162 §2.1.3.1. */
  public InclusionProof inclusion(long index, long size) throws IOException {
    requireSize(size);
    requireIndex(index, 0, size);
    begin(size);
    climb(index, 0, size);
    return new InclusionProof(index, size, takePath());
  }

  /** Proves that a leaf stands at this index of the subtree {@code [start, end)} of the tree. */
  public SubtreeInclusionProof subtreeInclusion(long index, long start, long end, long size)
      throws IOException {
    requireSubtree(start, end, size);
    requireIndex(index, start, end);
    begin(size);
    climb(index, start, end);
    return new SubtreeInclusionProof(index, start, end, takePath());
  }

  /**
   * Proves that the tree of the new size begins with the tree of the old size, RFC 9162 §2.1.4.1.
   * Sizes are {@code 1 <= oldSize <= newSize}.
   */
  public ConsistencyProof consistency(long oldSize, long newSize) throws IOException {
    var proof = subtreeConsistency(0, oldSize, newSize);
    return new ConsistencyProof(oldSize, newSize, proof.path());
  }

  /**
   * Proves that the tree of this size has the subtree {@code [start, end)},
   * draft-ietf-plants-merkle-tree-certs §4.4.1.
   */
  public SubtreeConsistencyProof subtreeConsistency(long start, long end, long size)
      throws IOException {
    requireSubtree(start, end, size);
    begin(size);
    consistent(start, end, 0, size, true);
    return new SubtreeConsistencyProof(start, end, size, takePath());
  }

  /** Proves that certain leaves are exactly {@code [start, end)} of the tree of this size. */
  public RangeProof range(long start, long end, long size) throws IOException {
    requireSize(size);
    if (start < 0 || start >= end || end > size) {
      throw new IllegalArgumentException(
          "range [" + start + ", " + end + ") must hold a leaf and lie in [0, " + size + ")");
    }
    begin(size);
    pathCount = nodes.completeSubtrees(0, start, path, 0);
    long at = end;
    while (at < size) {
      long next = Math.min(size, at + Long.lowestOneBit(at));
      addSubtree(at, next);
      at = next;
    }
    return new RangeProof(start, end, size, takePath());
  }

  /** RFC 9162 §2.1.3.1 from the leaf upwards, within the subtree [start, end). */
  private void climb(long index, long start, long end) throws IOException {
    long at = index - start;
    long last = end - start - 1;
    for (int level = 0; last > 0; level++) {
      long first = start + (at << level);
      if ((at & 1) == 1) {
        addSubtree(first - (1L << level), first);
      } else if (at < last) {
        addSubtree(first + (1L << level), Math.min(end, first + (2L << level)));
      }
      at >>>= 1;
      last >>>= 1;
    }
  }

  /**
   * SUBTREE_SUBPROOF over the tree [from, to): what is asked for lies in one half, or covers the
   * left one.
   *
   * @param isKnown whether the checker knows the root of [start, end) as it was first asked for
   */
  private void consistent(long start, long end, long from, long to, boolean isKnown)
      throws IOException {
    if (start == from && end == to) {
      if (!isKnown) {
        addSubtree(from, to);
      }
      return;
    }
    long split = from + SubtreeBounds.roundedUp(to - from) / 2;
    if (end <= split) {
      consistent(start, end, from, split, isKnown);
      addSubtree(split, to);
    } else if (start >= split) {
      consistent(start, end, split, to, isKnown);
      addSubtree(from, split);
    } else {
      consistent(split, end, split, to, false);
      addSubtree(from, split);
    }
  }

  private void begin(long size) {
    nodes.begin(size);
    pathCount = 0;
  }

  private void addSubtree(long start, long end) throws IOException {
    nodes.subtree(start, end, path, pathCount * Digest.BYTES);
    pathCount++;
  }

  private HashPath takePath() {
    return HashPath.of(Arrays.copyOf(path, pathCount * Digest.BYTES));
  }

  private static void requireSize(long size) {
    if (size < 0 || size > RightEdge.SIZE_MAX) {
      throw new IllegalArgumentException(
          "tree size " + size + ", must be 0.." + RightEdge.SIZE_MAX);
    }
  }

  private static void requireIndex(long index, long start, long end) {
    if (index < start || index >= end) {
      throw new IllegalArgumentException(
          "leaf index " + index + ", must be in [" + start + ", " + end + ")");
    }
  }

  private static void requireSubtree(long start, long end, long size) {
    requireSize(size);
    if (start < 0 || end > size || !SubtreeBounds.isSubtree(start, end)) {
      throw new IllegalArgumentException(
          "[" + start + ", " + end + ") is no subtree of a tree of " + size + " leaves");
    }
  }
}
