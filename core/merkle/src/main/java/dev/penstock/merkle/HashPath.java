package dev.penstock.merkle;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The hashes of a proof, in its order: SHA-256 values back to back, with value equality. */
public final class HashPath {
  /**
   * No proof about a tree of {@link RightEdge#SIZE_MAX} leaves has more: a range proof has at most
   * 62 hashes on either side.
   */
  public static final int HASHES_MAX = 124;

  /** The path of a proof that needs no hash. */
  public static final HashPath EMPTY = new HashPath(new byte[0]);

  private final byte[] hashes;

  private HashPath(byte[] hashes) {
    this.hashes = hashes;
  }

  /**
   * The path of these bytes; throws when they are no whole number of hashes or more than {@link
   * #HASHES_MAX}, so {@link #decode} bytes from outside.
   */
  public static HashPath of(byte[] backToBack) {
    return decode(backToBack)
        .orElseThrow(() ->
            new IllegalArgumentException(
                backToBack.length + " bytes are no path of 0.." + HASHES_MAX + " hashes"));
  }

  /** The path of these bytes, or empty when they are no whole number of hashes or too many. */
  public static Optional<HashPath> decode(byte[] backToBack) {
    boolean isWhole = backToBack.length % Digest.BYTES == 0;
    return isWhole && backToBack.length / Digest.BYTES <= HASHES_MAX
        ? Optional.of(new HashPath(backToBack.clone()))
        : Optional.empty();
  }

  /** The path of these hashes, or empty when one has not 32 bytes or there are too many. */
  public static Optional<HashPath> decode(List<byte[]> hashes) {
    if (hashes.size() > HASHES_MAX) {
      return Optional.empty();
    }
    byte[] backToBack = new byte[hashes.size() * Digest.BYTES];
    int at = 0;
    for (byte[] hash : hashes) {
      if (hash.length != Digest.BYTES) {
        return Optional.empty();
      }
      System.arraycopy(hash, 0, backToBack, at, Digest.BYTES);
      at += Digest.BYTES;
    }
    return Optional.of(new HashPath(backToBack));
  }

  /** How many hashes the path has. */
  public int count() {
    return hashes.length / Digest.BYTES;
  }

  /** The hash at this position, counted from 0. */
  public Digest hash(int position) {
    if (position < 0 || position >= count()) {
      throw new IndexOutOfBoundsException("hash " + position + " of " + count());
    }
    return Digest.at(hashes, position * Digest.BYTES);
  }

  /** A copy of the hashes, back to back. */
  public byte[] bytes() {
    return hashes.clone();
  }

  /** The hashes themselves, for this package's checks: never written to. */
  byte[] raw() {
    return hashes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HashPath that && Arrays.equals(hashes, that.hashes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hashes);
  }

  @Override
  public String toString() {
    return count() + " hashes";
  }
}
