package dev.penstock.flow.index;

import dev.penstock.merkle.Digest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers of which bytes a root was computed, so that the same bytes, read again, need not be
 * hashed as a tree again: one digest over all of them says as much for a fifth of the work. It
 * holds only what this process has computed itself, and no bytes. Any number of threads.
 */
final class KnownBlocks {
  /** Some 200 bytes each. */
  private static final int BLOCKS_MAX = 16_384;

  private final Map<Digest, Digest> bytesOfRoot =
      new LinkedHashMap<>(1_024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Digest> eldest) {
          return size() > BLOCKS_MAX;
        }
      };

  /**
   * A digest over all that decides what a root is computed of.
   *
   * @param order says how the records are put in order
   * @param key K
   * @param pieces the records, as they are stored
   */
  static Digest digest(long order, byte[] key, List<byte[]> pieces) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(order).flip());
      sha256.update(key);
      for (byte[] piece : pieces) {
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(piece.length).flip());
        sha256.update(piece);
      }
      return Digest.of(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** True when this root was computed of these bytes. */
  synchronized boolean isKnown(Digest root, Digest bytes) {
    Digest known = bytesOfRoot.get(root);
    return known != null && known.equals(bytes);
  }

  /** This root was computed of these bytes. */
  synchronized void learn(Digest root, Digest bytes) {
    Digest _ = bytesOfRoot.put(root, bytes);
  }
}
