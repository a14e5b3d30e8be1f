package dev.penstock.bundle;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.TreeHasher;

/**
 * The root of a block's tree from the records that are shown and the hashes that stand for the
 * others, docs/formats/bundle.md §5. One thread.
 */
final class ShownTree {
  private final TreeHasher hasher;
  private final CborReader in = new CborReader(CborLimits.ofBytes(RecordBatch.BYTES_MAX));

  /** Leaf hashes of the records shown, at their places in the block. */
  private final byte[] leaves = new byte[RecordBatch.COUNT_MAX * Digest.BYTES];

  /** How many records before each place are shown. */
  private final int[] shownBefore = new int[RecordBatch.COUNT_MAX + 1];

  /** Where each record that is shown begins, and the end of the last. */
  private final int[] starts = new int[RecordBatch.COUNT_MAX + 1];

  private byte[] leaf = new byte[1 + SaltedTree.SALT_BYTES + 512];
  private byte[] source = new byte[0];
  private int hashAt;
  private int hashesEnd;

  ShownTree(TreeHasher hasher) {
    this.hasher = hasher;
  }

  /** Finds the records; false when they are not as many whole ones as are said to be shown. */
  boolean split(byte[] bytes, ShownBlock block) {
    in.reset(bytes, block.recordsAt(), block.recordsBytes());
    for (int i = 0; i < block.shownCount(); i++) {
      starts[i] = in.at();
      in.skip();
      if (in.isRefused() || in.at() - starts[i] > LedgerRecord.BYTES_MAX) {
        return false;
      }
    }
    starts[block.shownCount()] = in.at();
    return in.end().isEmpty();
  }

  /** Where the record that is shown as this one begins; one behind the last, where that ends. */
  int startOf(int shown) {
    return starts[shown];
  }

  /** True when block and header agree, after {@link #split}. */
  boolean matches(byte[] bytes, ShownBlock block, int count, Digest root) {
    source = bytes;
    hashAt = block.hashesAt();
    hashesEnd = block.hashesAt() + block.hashCount() * Digest.BYTES;
    if (!places(block, count)) {
      return false;
    }
    if (count == 0) {
      return block.hashCount() == 0 && root.equals(hasher.emptyRoot());
    }
    byte[] into = new byte[Digest.BYTES];
    return root(0, count, into) && hashAt == hashesEnd && root.isAt(into, 0);
  }

  private boolean places(ShownBlock block, int count) {
    int place = 0;
    int shown = 0;
    for (int i = 0; i < block.runCount(); i++) {
      for (int n = block.run(i); n > 0; n--) {
        if (place == count) {
          return false;
        }
        shownBefore[place] = shown;
        if ((i & 1) == 1) {
          hashLeaf(block, shown, place);
          shown++;
        }
        place++;
      }
    }
    shownBefore[count] = shown;
    return place == count;
  }

  private void hashLeaf(ShownBlock block, int shown, int place) {
    int head = 1 + SaltedTree.SALT_BYTES;
    int length = starts[shown + 1] - starts[shown];
    if (head + length > leaf.length) {
      leaf = new byte[Math.max(2 * leaf.length, head + length)];
    }
    int saltAt = block.saltsAt() + shown * SaltedTree.SALT_BYTES;
    System.arraycopy(source, saltAt, leaf, 1, SaltedTree.SALT_BYTES);
    System.arraycopy(source, starts[shown], leaf, head, length);
    hasher.leafBehind(leaf, 0, head + length, leaves, place * Digest.BYTES);
  }

  /** The root over {@code [from, to)}; false when a hash is missing. */
  private boolean root(int from, int to, byte[] into) {
    int shown = shownBefore[to] - shownBefore[from];
    if (shown == 0) {
      if (hashAt == hashesEnd) {
        return false;
      }
      System.arraycopy(source, hashAt, into, 0, Digest.BYTES);
      hashAt += Digest.BYTES;
      return true;
    }
    if (shown == to - from) {
      hasher.rootInPlace(leaves, from * Digest.BYTES, shown);
      System.arraycopy(leaves, from * Digest.BYTES, into, 0, Digest.BYTES);
      return true;
    }
    // RFC 9162 §2.1.1: the left part is the largest power of two that leaves something.
    int split = from + Integer.highestOneBit(to - from - 1);
    byte[] right = new byte[Digest.BYTES];
    if (!root(from, split, into) || !root(split, to, right)) {
      return false;
    }
    hasher.node(into, 0, right, 0, into, 0);
    return true;
  }
}
