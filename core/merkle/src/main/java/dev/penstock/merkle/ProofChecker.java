package dev.penstock.merkle;

import org.jspecify.annotations.Nullable;

/**
 * Checks proofs against roots. Never throws for anything a proof says: sizes, indexes and the
 * number of hashes may be whatever somebody sent. One thread at a time: it holds one {@link
 * TreeHasher}.
 */
public final class ProofChecker {
  private static final ProofCheck VERIFIED = new ProofCheck.Verified();

  private final TreeHasher hasher;
  private final RangeChecker ranges;

  /** The hash on the way from the leaf, or from the part's last complete subtree, to the root. */
  private final byte[] climbing = new byte[Digest.BYTES];

  /** The same for the root of the part, in consistency proofs. */
  private final byte[] climbingPart = new byte[Digest.BYTES];

  public ProofChecker(TreeHasher hasher) {
    this.hasher = hasher;
    this.ranges = new RangeChecker(hasher);
  }

  /** Checks that the leaf hash stands at the proof's index in the tree with this root. */
  public ProofCheck inclusion(InclusionProof proof, Digest leafHash, Digest root) {
    ProofFlaw flaw = climb(proof.index(), proof.size(), leafHash, proof.path());
    return flaw == null ? compareWith(root) : new ProofCheck.Rejected(flaw);
  }

  /** The root an inclusion proof leads to, for receipts whose signature covers the bare root. */
  public DerivedRoot rootOf(InclusionProof proof, Digest leafHash) {
    ProofFlaw flaw = climb(proof.index(), proof.size(), leafHash, proof.path());
    return flaw == null ? new DerivedRoot.Root(Digest.at(climbing, 0)) : new DerivedRoot.None(flaw);
  }

  /**
   * Checks that the tree with the new root begins with the tree with the old root. Two equal sizes
   * need equal roots and no hash; an old size of 0 is refused, because every tree begins with the
   * empty one and no hash shows it: whoever accepts that must say so itself.
   */
  public ProofCheck consistency(ConsistencyProof proof, Digest oldRoot, Digest newRoot) {
    ProofFlaw flaw = climbConsistent(proof, oldRoot);
    return flaw == null ? compareWith(newRoot) : new ProofCheck.Rejected(flaw);
  }

  /** The new root a consistency proof leads to from the old one. */
  public DerivedRoot newRootOf(ConsistencyProof proof, Digest oldRoot) {
    ProofFlaw flaw = climbConsistent(proof, oldRoot);
    return flaw == null ? new DerivedRoot.Root(Digest.at(climbing, 0)) : new DerivedRoot.None(flaw);
  }

  /** Checks that the leaf hash stands at the proof's index in the subtree with this root. */
  public ProofCheck subtreeInclusion(
      SubtreeInclusionProof proof, Digest leafHash, Digest subtreeRoot) {
    ProofFlaw flaw = boundsFlaw(proof.start(), proof.end());
    if (flaw == null && (proof.index() < proof.start() || proof.index() >= proof.end())) {
      flaw = ProofFlaw.INDEX_OUT_OF_RANGE;
    }
    if (flaw == null) {
      long index = proof.index() - proof.start();
      flaw = climb(index, proof.end() - proof.start(), leafHash, proof.path());
    }
    return flaw == null ? compareWith(subtreeRoot) : new ProofCheck.Rejected(flaw);
  }

  /**
   * Checks that the tree with this root has the proof's subtree with that root. An empty subtree
   * (start = end) is part of every tree: its root must be the hash of nothing, and the answer says
   * nothing at all about the tree's root.
   */
  public ProofCheck subtreeConsistency(
      SubtreeConsistencyProof proof, Digest subtreeRoot, Digest root) {
    if (proof.start() == proof.end()) {
      ProofFlaw flaw = emptySubtreeFlaw(proof, subtreeRoot);
      return flaw == null ? VERIFIED : new ProofCheck.Rejected(flaw);
    }
    ProofFlaw flaw =
        climbSubtree(proof.start(), proof.end(), proof.size(), proof.path(), subtreeRoot);
    return flaw == null ? compareWith(root) : new ProofCheck.Rejected(flaw);
  }

  /**
   * Checks that these leaf hashes, back to back, are the proof's range of the tree with this root.
   * For a range too long to hold, see {@link RangeChecker}.
   */
  public ProofCheck range(RangeProof proof, byte[] leafHashes, Digest root) {
    ranges.begin(proof);
    if (leafHashes.length % Digest.BYTES != 0) {
      return new ProofCheck.Rejected(ProofFlaw.LEAF_COUNT_WRONG);
    }
    ranges.add(leafHashes, 0, leafHashes.length / Digest.BYTES);
    return ranges.finish(root);
  }

  private ProofCheck compareWith(Digest root) {
    return root.isAt(climbing, 0) ? VERIFIED : new ProofCheck.Rejected(ProofFlaw.ROOT_MISMATCH);
  }

  /** RFC 9162 §2.1.3.2 up to the comparison; leaves the root it came to in {@link #climbing}. */
  private @Nullable ProofFlaw climb(long index, long size, Digest leafHash, HashPath path) {
    if (size < 0 || size > RightEdge.SIZE_MAX) {
      return ProofFlaw.SIZE_OUT_OF_RANGE;
    }
    if (size == 0) {
      return ProofFlaw.EMPTY_TREE;
    }
    // 1. The index must lie in the tree.
    if (index < 0 || index >= size) {
      return ProofFlaw.INDEX_OUT_OF_RANGE;
    }
    // 2. and 3.
    long fn = index;
    long sn = size - 1;
    leafHash.copyTo(climbing, 0);
    // 4.
    byte[] hashes = path.raw();
    for (int at = 0; at < hashes.length; at += Digest.BYTES) {
      if (sn == 0) {
        return ProofFlaw.PATH_TOO_LONG;
      }
      if ((fn & 1) == 1 || fn == sn) {
        hasher.node(hashes, at, climbing, 0, climbing, 0);
        // fn is not 0 here: it is odd, or equals sn, which is not 0.
        int skipped = Long.numberOfTrailingZeros(fn);
        fn >>>= skipped;
        sn >>>= skipped;
      } else {
        hasher.node(climbing, 0, hashes, at, climbing, 0);
      }
      fn >>>= 1;
      sn >>>= 1;
    }
    // 5. The path must be used up exactly when the root is reached.
    return sn == 0 ? null : ProofFlaw.PATH_TOO_SHORT;
  }

  private @Nullable ProofFlaw climbConsistent(ConsistencyProof proof, Digest oldRoot) {
    if (proof.oldSize() == 0) {
      return ProofFlaw.EMPTY_TREE;
    }
    return climbSubtree(0, proof.oldSize(), proof.newSize(), proof.path(), oldRoot);
  }

  private @Nullable ProofFlaw emptySubtreeFlaw(SubtreeConsistencyProof proof, Digest subtreeRoot) {
    if (proof.start() < 0 || proof.size() < 0 || proof.size() > RightEdge.SIZE_MAX) {
      return ProofFlaw.SIZE_OUT_OF_RANGE;
    }
    if (proof.end() > proof.size()) {
      return ProofFlaw.SIZES_REVERSED;
    }
    if (proof.path().count() > 0) {
      return ProofFlaw.PATH_TOO_LONG;
    }
    return subtreeRoot.equals(hasher.emptyRoot()) ? null : ProofFlaw.PART_ROOT_MISMATCH;
  }

  /** Null when {@code [start, end)} may be a subtree of some tree and holds a leaf. */
  private static @Nullable ProofFlaw boundsFlaw(long start, long end) {
    if (start < 0 || end < 0 || end > RightEdge.SIZE_MAX) {
      return ProofFlaw.SIZE_OUT_OF_RANGE;
    }
    return SubtreeBounds.isSubtree(start, end) ? null : ProofFlaw.NOT_A_SUBTREE;
  }

  private static @Nullable ProofFlaw boundsFlaw(long start, long end, long size) {
    ProofFlaw flaw = boundsFlaw(start, end);
    if (flaw != null) {
      return flaw;
    }
    if (size < 0 || size > RightEdge.SIZE_MAX) {
      return ProofFlaw.SIZE_OUT_OF_RANGE;
    }
    return end > size ? ProofFlaw.SIZES_REVERSED : null;
  }

  /**
   * draft-ietf-plants-merkle-tree-certs §4.4.3 up to the last comparison; with a start of 0 it is
   * RFC 9162 §2.1.4.2. Leaves the root of the whole tree in {@link #climbing}.
   */
  private @Nullable ProofFlaw climbSubtree(
      long start, long end, long size, HashPath path, Digest subtreeRoot) {
    // 1. The bounds must be those of a subtree, and lie in the tree.
    ProofFlaw flaw = boundsFlaw(start, end, size);
    if (flaw != null) {
      return flaw;
    }
    // 2.
    long fn = start;
    long sn = end - 1;
    long tn = size - 1;
    // 3. Skip the levels below the first hash: up to the part's root when both end at the same
    // leaf, else up to the part's last complete subtree.
    while (fn != sn && (sn == tn || (sn & 1) == 1)) {
      fn >>>= 1;
      sn >>>= 1;
      tn >>>= 1;
    }
    // 4. A part that is one complete subtree is its own first hash.
    byte[] hashes = path.raw();
    int at = 0;
    if (fn == sn) {
      subtreeRoot.copyTo(climbing, 0);
    } else {
      if (hashes.length == 0) {
        return ProofFlaw.PATH_TOO_SHORT;
      }
      System.arraycopy(hashes, 0, climbing, 0, Digest.BYTES);
      at = Digest.BYTES;
    }
    System.arraycopy(climbing, 0, climbingPart, 0, Digest.BYTES);
    // 5.
    for (; at < hashes.length; at += Digest.BYTES) {
      if (tn == 0) {
        return ProofFlaw.PATH_TOO_LONG;
      }
      if ((sn & 1) == 1 || sn == tn) {
        if (fn < sn) {
          hasher.node(hashes, at, climbingPart, 0, climbingPart, 0);
        }
        hasher.node(hashes, at, climbing, 0, climbing, 0);
        // sn is not 0 here: it is odd, or equals tn, which is not 0.
        int skipped = Long.numberOfTrailingZeros(sn);
        fn >>>= skipped;
        sn >>>= skipped;
        tn >>>= skipped;
      } else {
        hasher.node(climbing, 0, hashes, at, climbing, 0);
      }
      fn >>>= 1;
      sn >>>= 1;
      tn >>>= 1;
    }
    // 6. The path must be used up exactly when the root is reached, and have led to the part's.
    if (tn != 0) {
      return ProofFlaw.PATH_TOO_SHORT;
    }
    return subtreeRoot.isAt(climbingPart, 0) ? null : ProofFlaw.PART_ROOT_MISMATCH;
  }
}
