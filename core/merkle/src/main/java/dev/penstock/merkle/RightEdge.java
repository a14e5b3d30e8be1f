package dev.penstock.merkle;

/**
 * The right edge of a growing tree: the roots of the complete subtrees that make up its {@code
 * size} leaves, largest first, one for each set bit of the size. All a writer needs to append and
 * to know the root; 32 bytes per level, whatever the size. One thread at a time.
 */
public final class RightEdge {
  /**
   * Sizes stay below 2^62: far above any log, and far below where a shifted index would overflow.
   */
  public static final long SIZE_MAX = 1L << 62;

  private static final int LEVELS = 63;

  private final TreeHasher hasher;

  /**
   * The complete subtree root of level {@code l} stands at {@code 32 * l} while bit {@code l} of
   * the size is set.
   */
  private final byte[] roots = new byte[LEVELS * Digest.BYTES];

  private final byte[] carry = new byte[Digest.BYTES];
  private long size;

  public RightEdge(TreeHasher hasher) {
    this.hasher = hasher;
  }

  /** How many leaves the tree has. */
  public long size() {
    return size;
  }

  /**
   * Appends leaf hashes that stand back to back in {@code leafHashes}. Every complete subtree hash
   * that comes into being, the leaf hashes (level 0) among them, goes to the sink in order.
   */
  public void append(byte[] leafHashes, int from, int count, HashSink sink) {
    if (size > SIZE_MAX - count) {
      throw new IllegalStateException("tree of " + size + " leaves cannot grow by " + count);
    }
    for (int i = 0; i < count; i++) {
      appendOne(leafHashes, from + i * Digest.BYTES, sink);
    }
  }

  private void appendOne(byte[] leafHash, int at, HashSink sink) {
    System.arraycopy(leafHash, at, carry, 0, Digest.BYTES);
    carryUp(0, sink);
    size++;
  }

  /** Adds the subtree in {@link #carry} to those of its level and above, as in binary counting. */
  private void carryUp(int fromLevel, HashSink sink) {
    int level = fromLevel;
    sink.accept(level, size >>> level, carry, 0);
    while ((size >>> level & 1) == 1) {
      hasher.node(roots, level * Digest.BYTES, carry, 0, carry, 0);
      level++;
      sink.accept(level, size >>> level, carry, 0);
    }
    System.arraycopy(carry, 0, roots, level * Digest.BYTES, Digest.BYTES);
  }

  /**
   * Appends a complete subtree of {@code 2^level} leaves by its root; the size must be a multiple
   * of {@code 2^level}. That root, and those of the larger subtrees it completes, go to the sink.
   */
  public void appendSubtree(int level, byte[] subtreeRoot, int at, HashSink sink) {
    long leaves = 1L << level;
    if (size % leaves != 0 || size > SIZE_MAX - leaves) {
      throw new IllegalStateException("no subtree of " + leaves + " leaves fits at " + size);
    }
    System.arraycopy(subtreeRoot, at, carry, 0, Digest.BYTES);
    carryUp(level, sink);
    size += leaves;
  }

  /**
   * Writes the root of the tree that has one more, incomplete subtree on the right, with this root
   * of its own. The edge itself stays as it is.
   */
  void rootWithTail(byte[] tailRoot, int tailAt, byte[] into, int at) {
    System.arraycopy(tailRoot, tailAt, carry, 0, Digest.BYTES);
    for (int level = 0; level < LEVELS; level++) {
      if ((size >>> level & 1) == 1) {
        hasher.node(roots, level * Digest.BYTES, carry, 0, carry, 0);
      }
    }
    System.arraycopy(carry, 0, into, at, Digest.BYTES);
  }

  /** Writes the root over all leaves, RFC 9162 §2.1.1; of no leaves, the hash of nothing. */
  public void root(byte[] into, int at) {
    if (size == 0) {
      hasher.emptyRoot().copyTo(into, at);
      return;
    }
    int level = Long.numberOfTrailingZeros(size);
    System.arraycopy(roots, level * Digest.BYTES, carry, 0, Digest.BYTES);
    for (level++; level < LEVELS; level++) {
      if ((size >>> level & 1) == 1) {
        hasher.node(roots, level * Digest.BYTES, carry, 0, carry, 0);
      }
    }
    System.arraycopy(carry, 0, into, at, Digest.BYTES);
  }

  /** The root as a value. */
  public Digest root() {
    byte[] root = new byte[Digest.BYTES];
    root(root, 0);
    return Digest.at(root, 0);
  }

  /**
   * Sets the edge to a known tree.
   *
   * @param subtreeRoots the roots of the complete subtrees, largest first, back to back, one per
   *     set bit of the size
   */
  public void restore(long newSize, byte[] subtreeRoots) {
    if (newSize < 0 || newSize > SIZE_MAX) {
      throw new IllegalArgumentException("tree size " + newSize + ", must be 0.." + SIZE_MAX);
    }
    if (subtreeRoots.length != Long.bitCount(newSize) * Digest.BYTES) {
      throw new IllegalArgumentException(
          subtreeRoots.length
              + " bytes of subtree roots for size "
              + newSize
              + ", must be "
              + Long.bitCount(newSize) * Digest.BYTES);
    }
    restore(newSize, subtreeRoots, 0);
  }

  /** The same from a longer array; the size and the room were checked. */
  void restore(long newSize, byte[] subtreeRoots, int at) {
    int from = at;
    for (int level = LEVELS - 1; level >= 0; level--) {
      if ((newSize >>> level & 1) == 1) {
        System.arraycopy(subtreeRoots, from, roots, level * Digest.BYTES, Digest.BYTES);
        from += Digest.BYTES;
      }
    }
    size = newSize;
  }

  /**
   * The roots of the complete subtrees, largest first, back to back: what {@link #restore} takes.
   */
  public byte[] subtreeRoots() {
    byte[] out = new byte[Long.bitCount(size) * Digest.BYTES];
    int at = 0;
    for (int level = LEVELS - 1; level >= 0; level--) {
      if ((size >>> level & 1) == 1) {
        System.arraycopy(roots, level * Digest.BYTES, out, at, Digest.BYTES);
        at += Digest.BYTES;
      }
    }
    return out;
  }
}
