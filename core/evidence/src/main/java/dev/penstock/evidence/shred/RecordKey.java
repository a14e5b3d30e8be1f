package dev.penstock.evidence.shred;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The key of one record, which can be handed out without any other. Shows nothing of itself but
 * where it is asked for its {@link #bytes}.
 */
public final class RecordKey {
  public static final int BYTES = 32;

  private static final byte[] CIPHER = "penstock sealed value v1 cipher".getBytes(US_ASCII);
  private static final byte[] COMMITMENT = "penstock sealed value v1 commitment".getBytes(US_ASCII);

  private final byte[] bytes;

  private RecordKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The key that somebody was given. */
  public static RecordKey of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("key has " + bytes.length + " bytes, must have 32");
    }
    return new RecordKey(bytes.clone());
  }

  /** The key itself, to be handed out. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** For AES-256-GCM. */
  byte[] cipherKey() {
    return Hkdf.expand(bytes, CIPHER);
  }

  /** What stands before the value: no other key has the same. */
  byte[] commitment() {
    return Hkdf.expand(bytes, COMMITMENT);
  }

  @Override
  public String toString() {
    return "record key";
  }
}
