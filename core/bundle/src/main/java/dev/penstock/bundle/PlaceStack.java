package dev.penstock.bundle;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.InclusionProof;
import dev.penstock.merkle.ProofCheck;
import dev.penstock.merkle.ProofChecker;
import dev.penstock.merkle.RightEdge;
import dev.penstock.merkle.TreeHasher;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Where the leaves of ascending indexes stand in one tree, when each path leads only to what the
 * paths before it have shown: docs/formats/bundle.md §4. Knows at most as many subtrees as a tree
 * has levels. One thread.
 */
final class PlaceStack {
  /** A subtree {@code [from, to)} of the log that an accepted path has shown; smallest on top. */
  private record Known(long from, long to, Digest root) {}

  private final Deque<Known> known = new ArrayDeque<>();
  private final ProofChecker checker;

  PlaceStack(TreeHasher hasher) {
    this.checker = new ProofChecker(hasher);
  }

  /** Starts again with a whole tree. */
  void begin(long size, Digest root) {
    known.clear();
    known.push(new Known(0, size, root));
  }

  /** The subtree in which the next leaf is proven; its length is 0 when there is none. */
  private Known within(long index) {
    while (!known.isEmpty() && known.peek().to() <= index) {
      Known _ = known.pop();
    }
    Known top = known.peek();
    return top == null || top.from() > index ? new Known(0, 0, Digest.at(new byte[32], 0)) : top;
  }

  /** How many leaves, from which one on, the path of this leaf is about; nothing is changed. */
  Span span(long index) {
    Known within = within(index);
    return new Span(within.from(), within.to());
  }

  /** Leaves {@code [from, to)}; none when {@code to} is 0. */
  record Span(long from, long to) {}

  /** True when the leaf is shown to stand there; and then its path has shown more subtrees. */
  boolean accepts(long index, HashPath path, Digest leafHash) {
    Known within = within(index);
    long size = within.to() - within.from();
    if (size <= 0 || size > RightEdge.SIZE_MAX) {
      return false;
    }
    var proof = new InclusionProof(index - within.from(), size, path);
    if (!(checker.inclusion(proof, leafHash, within.root()) instanceof ProofCheck.Verified)) {
      return false;
    }
    Known _ = known.pop();
    long from = within.from();
    long to = within.to();
    for (int at = path.count() - 1; at >= 0; at--) {
      long split = from + Long.highestOneBit(to - from - 1);
      if (index < split) {
        known.push(new Known(split, to, path.hash(at)));
        to = split;
      } else {
        from = split;
      }
    }
    return true;
  }
}
