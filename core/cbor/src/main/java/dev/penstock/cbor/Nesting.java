package dev.penstock.cbor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The containers that are open at one point of a run of CBOR items: how many items each still waits
 * for, and the last two keys of each map. Reader and writer share it, so that both hold one idea of
 * order and depth. A key is a stretch of the bytes that were read or written, never a copy.
 */
final class Nesting {
  /** An array, or a tag, which is a container of one item. */
  static final byte ITEMS = 0;

  /** A map: each even item, counted from 0, is a key. */
  static final byte PAIRS = 1;

  /** Tag 2 or 3. */
  static final byte BIGNUM = 2;

  private final int depthMax;
  // Index 0 is the top level, which waits for nothing.
  private final byte[] kinds;
  private final int[] itemsLeft;
  private final int[] keyFrom;
  private final int[] priorKeyFrom;
  private final int[] priorKeyTo;
  private int depth;

  Nesting(int depthMax) {
    this.depthMax = depthMax;
    kinds = new byte[depthMax + 1];
    itemsLeft = new int[depthMax + 1];
    keyFrom = new int[depthMax + 1];
    priorKeyFrom = new int[depthMax + 1];
    priorKeyTo = new int[depthMax + 1];
  }

  void clear() {
    depth = 0;
  }

  int depth() {
    return depth;
  }

  /** Whether so many more containers may stand inside each other here. */
  boolean hasRoomFor(int containers) {
    return depth + containers <= depthMax;
  }

  boolean isBignum() {
    return kinds[depth] == BIGNUM && depth > 0;
  }

  /**
   * Opens a container of at least one item whose first item starts at {@code at}; false when that
   * is too deep.
   */
  boolean open(byte kind, int items, int at) {
    if (depth == depthMax) {
      return false;
    }
    depth++;
    kinds[depth] = kind;
    itemsLeft[depth] = items;
    keyFrom[depth] = at;
    priorKeyTo[depth] = priorKeyFrom[depth] = at;
    return true;
  }

  /**
   * An item ended before {@code at}; closes every container that it fills. A reason when the item
   * is a map key in the wrong place.
   */
  @Nullable CborReason itemEnded(byte[] source, int at) {
    int d = depth;
    while (d > 0) {
      int left = --itemsLeft[d];
      if (kinds[d] == PAIRS) {
        if ((left & 1) == 0) {
          keyFrom[d] = at;
        } else {
          CborReason fault = keyEnded(d, source, at);
          if (fault != null) {
            depth = d;
            return fault;
          }
        }
      }
      if (left > 0) {
        break;
      }
      d--;
    }
    depth = d;
    return null;
  }

  /** Where the key that was found wrong starts. */
  int keyFrom() {
    return keyFrom[depth];
  }

  private @Nullable CborReason keyEnded(int d, byte[] source, int at) {
    int from = keyFrom[d];
    // An empty stretch stands for "no key yet"; every real key is longer and sorts after it.
    int order = Arrays.compareUnsigned(source, priorKeyFrom[d], priorKeyTo[d], source, from, at);
    priorKeyFrom[d] = from;
    priorKeyTo[d] = at;
    if (order < 0) {
      return null;
    }
    return order == 0 ? CborReason.KEY_DUPLICATE : CborReason.KEY_ORDER;
  }
}
