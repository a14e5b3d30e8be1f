package dev.penstock.evm;

import dev.penstock.merkle.Decoded;
import java.util.Arrays;

/** Keys of a trie as half bytes, and the compact form of a stretch of them (appendix C). */
final class Nibbles {
  private static final int ODD = 0x1;
  private static final int LEAF = 0x2;

  private Nibbles() {}

  /** A stretch of a key as a node holds it. */
  static final class Stretch {
    private final byte[] nibbles;
    private final boolean isLeaf;

    private Stretch(byte[] nibbles, boolean isLeaf) {
      this.nibbles = nibbles;
      this.isLeaf = isLeaf;
    }

    /** Never to be changed. */
    byte[] nibbles() {
      return nibbles;
    }

    /** Whether the key ends there. */
    boolean isLeaf() {
      return isLeaf;
    }
  }

  /** The two halves of each byte. */
  static byte[] of(byte[] key) {
    byte[] nibbles = new byte[2 * key.length];
    for (int i = 0; i < key.length; i++) {
      nibbles[2 * i] = (byte) (key[i] >>> 4 & 0xf);
      nibbles[2 * i + 1] = (byte) (key[i] & 0xf);
    }
    return nibbles;
  }

  static byte[] compact(byte[] nibbles, int from, int to, boolean isLeaf) {
    int count = to - from;
    int odd = count % 2;
    byte[] bytes = new byte[1 + count / 2];
    int flags = (isLeaf ? LEAF : 0) | (odd == 1 ? ODD : 0);
    bytes[0] = (byte) (flags << 4 | (odd == 1 ? nibbles[from] : 0));
    for (int i = from + odd, at = 1; i < to; i += 2, at++) {
      bytes[at] = (byte) (nibbles[i] << 4 | nibbles[i + 1]);
    }
    return bytes;
  }

  static Decoded<Stretch> decode(byte[] compact) {
    if (compact.length == 0) {
      return new Decoded.Malformed<>("a node has no stretch of the key");
    }
    byte[] all = of(compact);
    int flags = all[0];
    boolean isOdd = (flags & ODD) != 0;
    if (flags > (LEAF | ODD) || (!isOdd && all[1] != 0)) {
      return new Decoded.Malformed<>("a node has a stretch of the key in no known form");
    }
    byte[] nibbles = Arrays.copyOfRange(all, isOdd ? 1 : 2, all.length);
    return new Decoded.Value<>(new Stretch(nibbles, (flags & LEAF) != 0));
  }
}
