package dev.penstock.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * The tree as RFC 9162 §2.1 and draft-ietf-plants-merkle-tree-certs §4 define it, word for word and
 * slowly: the model the fast one is compared with.
 */
final class PlainTree {
  private final TreeHasher hasher = new TreeHasher();
  private final List<Digest> leaves = new ArrayList<>();

  static PlainTree ofSize(int size) {
    var tree = new PlainTree();
    for (int i = 0; i < size; i++) {
      tree.leaves.add(leafHash(i));
    }
    return tree;
  }

  /** The leaf hash all tests use for index i. */
  static Digest leafHash(long i) {
    return new TreeHasher()
        .leaf(Long.toString(i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  static byte[] leafHashes(int from, int to) {
    byte[] all = new byte[(to - from) * Digest.BYTES];
    for (int i = from; i < to; i++) {
      leafHash(i).copyTo(all, (i - from) * Digest.BYTES);
    }
    return all;
  }

  /** MTH(D[from:to]). */
  Digest root(int from, int to) {
    if (from == to) {
      return hasher.emptyRoot();
    }
    if (to - from == 1) {
      return leaves.get(from);
    }
    int k = split(to - from);
    return hasher.node(root(from, from + k), root(from + k, to));
  }

  /** PATH(index, D[from:to]). */
  List<Digest> path(int index, int from, int to) {
    List<Digest> path = new ArrayList<>();
    if (to - from > 1) {
      int k = split(to - from);
      if (index < from + k) {
        path.addAll(path(index, from, from + k));
        path.add(root(from + k, to));
      } else {
        path.addAll(path(index, from + k, to));
        path.add(root(from, from + k));
      }
    }
    return path;
  }

  /** SUBPROOF(oldSize, D[0:size], true). */
  List<Digest> consistency(int oldSize, int size) {
    return subproof(oldSize, 0, size, true);
  }

  private List<Digest> subproof(int m, int from, int to, boolean isKnown) {
    List<Digest> path = new ArrayList<>();
    int n = to - from;
    if (m == n) {
      if (!isKnown) {
        path.add(root(from, to));
      }
      return path;
    }
    int k = split(n);
    if (m <= k) {
      path.addAll(subproof(m, from, from + k, isKnown));
      path.add(root(from + k, to));
    } else {
      path.addAll(subproof(m - k, from + k, to, false));
      path.add(root(from, from + k));
    }
    return path;
  }

  /** SUBTREE_SUBPROOF(start, end, D[from:to], isKnown), bounds counted from {@code from}. */
  List<Digest> subtreeConsistency(int start, int end, int from, int to, boolean isKnown) {
    List<Digest> path = new ArrayList<>();
    int n = to - from;
    if (start == 0 && end == n) {
      if (!isKnown) {
        path.add(root(from, to));
      }
      return path;
    }
    int k = split(n);
    if (end <= k) {
      path.addAll(subtreeConsistency(start, end, from, from + k, isKnown));
      path.add(root(from + k, to));
    } else if (k <= start) {
      path.addAll(subtreeConsistency(start - k, end - k, from + k, to, isKnown));
      path.add(root(from, from + k));
    } else {
      path.addAll(subtreeConsistency(0, end - k, from + k, to, false));
      path.add(root(from, from + k));
    }
    return path;
  }

  /** Every largest subtree that lies outside [start, end), from left to right. */
  List<Digest> range(int start, int end, int from, int to) {
    if (to <= start || from >= end) {
      return List.of(root(from, to));
    }
    if (start <= from && to <= end) {
      return List.of();
    }
    int k = split(to - from);
    List<Digest> path = new ArrayList<>(range(start, end, from, from + k));
    path.addAll(range(start, end, from + k, to));
    return path;
  }

  static HashPath pathOf(List<Digest> hashes) {
    return HashPath.decode(hashes.stream().map(Digest::bytes).toList()).orElseThrow();
  }

  /** The largest power of two smaller than n. */
  private static int split(int n) {
    return Integer.highestOneBit(n - 1);
  }
}
