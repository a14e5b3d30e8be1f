package dev.penstock.merkle.note;

import dev.penstock.merkle.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes a cosigner signs, C2SP tlog-cosignature. Times are seconds since the Epoch. */
public final class CosignedMessage {
  /** Names and origins have a length byte. */
  public static final int NAME_BYTES_MAX = 255;

  private static final byte[] SUBTREE_LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);

  private CosignedMessage() {}

  /** What an Ed25519 cosigner signs: a header, the time, and the checkpoint's text. */
  public static byte[] ed25519(long time, String checkpointText) {
    requireTime(time);
    return ("cosignature/v1\ntime " + time + "\n" + checkpointText)
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * What an ML-DSA-44 cosigner signs. A time of 0 says nothing about time; a subtree that does not
   * start at 0 must have it.
   *
   * @param start 0 for a checkpoint
   * @param end the tree size for a checkpoint
   */
  public static byte[] mlDsa44(
      String cosigner, long time, String origin, long start, long end, Digest root) {
    requireTime(time);
    if (start < 0 || end < start || (start > 0 && time != 0)) {
      throw new IllegalArgumentException(
          "subtree [" + start + ", " + end + ") cosigned at time " + time);
    }
    byte[] cosignerBytes = name(cosigner);
    byte[] originBytes = name(origin);
    int length =
        SUBTREE_LABEL.length
            + (1 + cosignerBytes.length)
            + Long.BYTES
            + (1 + originBytes.length)
            + 2 * Long.BYTES
            + Digest.BYTES;
    return ByteBuffer.allocate(length)
        .put(SUBTREE_LABEL)
        .put((byte) cosignerBytes.length)
        .put(cosignerBytes)
        .putLong(time)
        .put((byte) originBytes.length)
        .put(originBytes)
        .putLong(start)
        .putLong(end)
        .put(root.bytes())
        .array();
  }

  /** True when the text fits where the message has a length byte before it. */
  static boolean isName(String text) {
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    return length >= 1 && length <= NAME_BYTES_MAX;
  }

  private static byte[] name(String text) {
    if (!isName(text)) {
      throw new IllegalArgumentException(
          "name \"" + text + "\" must have 1.." + NAME_BYTES_MAX + " bytes");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void requireTime(long time) {
    if (time < 0) {
      throw new IllegalArgumentException("time " + time + ", must be 0..2^63-1");
    }
  }
}
