package dev.penstock.merkle;

import org.jspecify.annotations.Nullable;

/**
 * Checks a range proof while its leaf hashes stream by: {@link #begin}, {@link #add} as often as
 * needed, {@link #finish}. Holds 2 KiB, however long the range. Never throws for anything a proof
 * says. One thread at a time.
 */
public final class RangeChecker {
  private final RightEdge edge;
  private final byte[] root = new byte[Digest.BYTES];

  private RangeProof proof = new RangeProof(0, 0, 0, HashPath.EMPTY);
  private @Nullable ProofFlaw flaw = ProofFlaw.LEAF_COUNT_WRONG;

  public RangeChecker(TreeHasher hasher) {
    this.edge = new RightEdge(hasher);
  }

  /** Starts over with this proof. */
  public void begin(RangeProof newProof) {
    proof = newProof;
    flaw = flawOf(newProof);
    if (flaw == null) {
      // The hashes left of the range are, in order, the edge of a tree of `start` leaves.
      edge.restore(newProof.start(), newProof.path().raw(), 0);
    }
  }

  /** Takes the next leaf hashes of the range, back to back. */
  public void add(byte[] leafHashes, int from, int count) {
    if (flaw == null && count > proof.end() - edge.size()) {
      flaw = ProofFlaw.LEAF_COUNT_WRONG;
    }
    if (flaw == null) {
      edge.append(leafHashes, from, count, HashSink.NONE);
    }
  }

  /** Says whether all leaf hashes since {@link #begin} are the proof's range under this root. */
  public ProofCheck finish(Digest expectedRoot) {
    if (flaw == null && edge.size() != proof.end()) {
      flaw = ProofFlaw.LEAF_COUNT_WRONG;
    }
    if (flaw == null) {
      climb();
      flaw = expectedRoot.isAt(root, 0) ? null : ProofFlaw.ROOT_MISMATCH;
    }
    ProofFlaw found = flaw;
    // A proof is finished once: what follows without a new begin() is refused.
    flaw = ProofFlaw.LEAF_COUNT_WRONG;
    return found == null ? new ProofCheck.Verified() : new ProofCheck.Rejected(found);
  }

  /** Appends what lies right of the range and leaves the root in {@link #root}. */
  private void climb() {
    byte[] hashes = proof.path().raw();
    int at = Long.bitCount(proof.start()) * Digest.BYTES;
    while (edge.size() < proof.size()) {
      int level = Long.numberOfTrailingZeros(edge.size());
      if (edge.size() + (1L << level) > proof.size()) {
        // The tree's own right border: one hash stands for all that is left.
        edge.rootWithTail(hashes, at, root, 0);
        return;
      }
      edge.appendSubtree(level, hashes, at, HashSink.NONE);
      at += Digest.BYTES;
    }
    edge.root(root, 0);
  }

  private static @Nullable ProofFlaw flawOf(RangeProof proof) {
    if (proof.start() < 0 || proof.size() < 0 || proof.size() > RightEdge.SIZE_MAX) {
      return ProofFlaw.SIZE_OUT_OF_RANGE;
    }
    if (proof.size() == 0) {
      return ProofFlaw.EMPTY_TREE;
    }
    if (proof.end() > proof.size()) {
      return ProofFlaw.SIZES_REVERSED;
    }
    if (proof.end() <= proof.start()) {
      return ProofFlaw.LEAF_COUNT_WRONG;
    }
    int expected = Long.bitCount(proof.start()) + rightCount(proof.end(), proof.size());
    if (proof.path().count() == expected) {
      return null;
    }
    return proof.path().count() < expected ? ProofFlaw.PATH_TOO_SHORT : ProofFlaw.PATH_TOO_LONG;
  }

  /** How many subtrees stand right of the first {@code end} leaves; each has one hash. */
  static int rightCount(long end, long size) {
    int count = 0;
    long at = end;
    while (at < size) {
      at = Math.min(size, at + Long.lowestOneBit(at));
      count++;
    }
    return count;
  }
}
