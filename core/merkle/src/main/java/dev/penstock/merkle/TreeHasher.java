package dev.penstock.merkle;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/**
 * Hashes leaves, nodes and whole small trees as RFC 9162 §2.1.1 says: SHA-256 with 0x00 before a
 * leaf and 0x01 before a node. Allocates nothing per hash. One thread at a time: it holds one
 * {@link MessageDigest}.
 */
public final class TreeHasher {
  private static final byte LEAF = 0x00;
  private static final byte NODE = 0x01;
  private static final int PAIR_BYTES = 2 * Digest.BYTES;

  private final MessageDigest sha256 = sha256();

  /** Stays {@code 0x01 || left || right}: one call to the digest costs less than three. */
  private final byte[] nodeInput = new byte[1 + PAIR_BYTES];

  public TreeHasher() {
    nodeInput[0] = NODE;
  }

  /** Writes {@code HASH(0x00 || entry)} into {@code into}. The entry may be empty. */
  public void leaf(byte[] entry, int from, int length, byte[] into, int at) {
    Objects.checkFromIndexSize(from, length, entry.length);
    sha256.update(LEAF);
    sha256.update(entry, from, length);
    finish(into, at);
  }

  /**
   * Writes {@code HASH(0x00 || entry)} into {@code into}, where the entry is what stands behind the
   * first of these bytes. That one is overwritten by the 0x00: one call to the digest costs less
   * than two.
   */
  public void leafBehind(byte[] prefixed, int from, int length, byte[] into, int at) {
    Objects.checkFromIndexSize(from, length, prefixed.length);
    if (length < 1) {
      throw new IllegalArgumentException("no room for the prefix of a leaf");
    }
    prefixed[from] = LEAF;
    sha256.update(prefixed, from, length);
    finish(into, at);
  }

  /** Writes {@code HASH(0x01 || left || right)} into {@code into}, which may overlap the inputs. */
  public void node(byte[] left, int leftAt, byte[] right, int rightAt, byte[] into, int at) {
    System.arraycopy(left, leftAt, nodeInput, 1, Digest.BYTES);
    System.arraycopy(right, rightAt, nodeInput, 1 + Digest.BYTES, Digest.BYTES);
    sha256.update(nodeInput, 0, nodeInput.length);
    finish(into, at);
  }

  /**
   * Replaces {@code count} leaf hashes, back to back, by the root over them, RFC 9162 §2.1.1: the
   * root stands at {@code from} afterwards, and the bytes behind it are used up. The count is at
   * least 1.
   */
  public void rootInPlace(byte[] hashes, int from, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("root over " + count + " hashes, must be 1 or more");
    }
    for (int width = count; width > 1; width = (width + 1) / 2) {
      halve(hashes, from, width);
    }
  }

  /**
   * Hashes each pair of one level into the level above. An odd last hash moves up as it is: it is
   * the root of the right subtree at the next split that has one.
   */
  private void halve(byte[] hashes, int from, int width) {
    int to = from;
    int at = from;
    for (int pair = 0; pair < width / 2; pair++) {
      System.arraycopy(hashes, at, nodeInput, 1, PAIR_BYTES);
      sha256.update(nodeInput, 0, nodeInput.length);
      finish(hashes, to);
      at += PAIR_BYTES;
      to += Digest.BYTES;
    }
    if ((width & 1) == 1) {
      System.arraycopy(hashes, at, hashes, to, Digest.BYTES);
    }
  }

  /** The hash of one leaf as a value. */
  public Digest leaf(byte[] entry) {
    byte[] hash = new byte[Digest.BYTES];
    leaf(entry, 0, entry.length, hash, 0);
    return Digest.at(hash, 0);
  }

  /** The hash of one node as a value. */
  public Digest node(Digest left, Digest right) {
    byte[] pair = new byte[PAIR_BYTES];
    left.copyTo(pair, 0);
    right.copyTo(pair, Digest.BYTES);
    node(pair, 0, pair, Digest.BYTES, pair, 0);
    return Digest.at(pair, 0);
  }

  /** The root of the empty tree: the hash of nothing, RFC 9162 §2.1.1. */
  public Digest emptyRoot() {
    return Digest.of(sha256.digest());
  }

  private void finish(byte[] into, int at) {
    if (at < 0 || at > into.length - Digest.BYTES) {
      // What was taken in so far must not become part of the next hash.
      sha256.reset();
      throw new IllegalArgumentException("no room for 32 bytes at " + at + " of " + into.length);
    }
    try {
      int written = sha256.digest(into, at, Digest.BYTES);
      if (written != Digest.BYTES) {
        throw new IllegalStateException("SHA-256 gave " + written + " bytes");
      }
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 did not fit into 32 bytes", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      // Every Java platform must offer SHA-256 (java.security.MessageDigest).
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
