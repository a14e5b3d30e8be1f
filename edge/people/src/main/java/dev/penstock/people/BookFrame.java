package dev.penstock.people;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A book's bytes in a file, {@code docs/formats/people.md}: what it is, its version, which one it
 * is, its content, and a SHA-256 of all that.
 */
final class BookFrame {
  static final int VERSION = 1;
  static final int HEAD_BYTES = 8 + 1 + 8 + 4;
  static final int DIGEST_BYTES = 32;

  private static final byte[] MAGIC = "PSTKPEOP".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION_AT = MAGIC.length;

  private BookFrame() {}

  /** What stands in a file. */
  sealed interface Found {
    /** Nothing: it is empty or all zeros. */
    record Blank() implements Found {}

    /** A whole book. */
    record Whole(long number, Content content) implements Found {}

    /** Something that is not a whole book. */
    record Torn(String why) implements Found {}

    record NewerVersion(int version) implements Found {}
  }

  /** The bytes between head and digest; a class so that nobody compares or prints them. */
  static final class Content {
    private final byte[] bytes;

    private Content(byte[] bytes) {
      this.bytes = bytes;
    }

    /** The bytes themselves, not a copy. */
    byte[] bytes() {
      return bytes;
    }

    @Override
    public String toString() {
      return bytes.length + " bytes";
    }
  }

  /** The bytes of a file with this content. */
  static byte[] seal(long number, byte[] content) {
    byte[] file = new byte[HEAD_BYTES + content.length + DIGEST_BYTES];
    ByteBuffer into = ByteBuffer.wrap(file);
    into.put(MAGIC).put((byte) VERSION).putLong(number).putInt(content.length).put(content);
    into.put(sha256(file, HEAD_BYTES + content.length));
    return file;
  }

  /** Reads the bytes of a file; never throws for any bytes. */
  static Found open(byte[] file) {
    if (isBlank(file)) {
      return new Found.Blank();
    }
    if (file.length <= VERSION_AT || !Arrays.equals(file, 0, VERSION_AT, MAGIC, 0, MAGIC.length)) {
      return new Found.Torn("it does not begin like a book of people");
    }
    // Before anything else: a newer version may look different everywhere behind this byte.
    int version = file[VERSION_AT] & 0xff;
    if (version > VERSION) {
      return new Found.NewerVersion(version);
    }
    if (version < VERSION || file.length < HEAD_BYTES + DIGEST_BYTES) {
      return new Found.Torn("it is cut off in its first bytes");
    }
    ByteBuffer head = ByteBuffer.wrap(file);
    long number = head.getLong(VERSION_AT + 1);
    int contentBytes = head.getInt(HEAD_BYTES - Integer.BYTES);
    if (contentBytes != file.length - HEAD_BYTES - DIGEST_BYTES) {
      return new Found.Torn("it is " + file.length + " bytes, for a content of " + contentBytes);
    }
    int end = HEAD_BYTES + contentBytes;
    byte[] digest = Arrays.copyOfRange(file, end, file.length);
    if (number < 1 || !MessageDigest.isEqual(digest, sha256(file, end))) {
      return new Found.Torn("its checksum does not match");
    }
    return new Found.Whole(number, new Content(Arrays.copyOfRange(file, HEAD_BYTES, end)));
  }

  private static boolean isBlank(byte[] file) {
    for (byte each : file) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] sha256(byte[] bytes, int count) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, count);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
