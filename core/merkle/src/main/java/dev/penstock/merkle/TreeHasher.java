package dev.penstock.merkle;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Hashes leaves and nodes as RFC 9162 §2.1.1 says: SHA-256 with 0x00 before a leaf and 0x01 before
 * a node. Allocates nothing per hash. One thread at a time: it holds one {@link MessageDigest}.
 */
public final class TreeHasher {
  private static final byte LEAF = 0x00;
  private static final byte NODE = 0x01;

  private final MessageDigest sha256 = sha256();

  /** Writes {@code HASH(0x00 || entry)} into {@code into}. The entry may be empty. */
  public void leaf(byte[] entry, int from, int length, byte[] into, int at) {
    sha256.update(LEAF);
    sha256.update(entry, from, length);
    finish(into, at);
  }

  /** Writes {@code HASH(0x01 || left || right)} into {@code into}, which may overlap the inputs. */
  public void node(byte[] left, int leftAt, byte[] right, int rightAt, byte[] into, int at) {
    sha256.update(NODE);
    sha256.update(left, leftAt, Digest.BYTES);
    sha256.update(right, rightAt, Digest.BYTES);
    finish(into, at);
  }

  /** The hash of one leaf as a value. */
  public Digest leaf(byte[] entry) {
    byte[] hash = new byte[Digest.BYTES];
    leaf(entry, 0, entry.length, hash, 0);
    return Digest.at(hash, 0);
  }

  /** The hash of one node as a value. */
  public Digest node(Digest left, Digest right) {
    byte[] pair = new byte[2 * Digest.BYTES];
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
    try {
      int written = sha256.digest(into, at, Digest.BYTES);
      if (written != Digest.BYTES) {
        throw new IllegalStateException("SHA-256 gave " + written + " bytes");
      }
    } catch (DigestException e) {
      throw new IllegalArgumentException("no room for 32 bytes at " + at + " of " + into.length, e);
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
