package dev.penstock.plant.version;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A person as records know one: 16 bytes that say nothing. Who it is stands in the node's vault and
 * can be erased there.
 */
public record Pseudonym(long high, long low) {
  /** Bytes in a pseudonym. */
  public static final int BYTES = 16;

  /** The pseudonym of exactly these bytes; throws on another length. */
  public static Pseudonym of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("pseudonym has " + bytes.length + " bytes, must be 16");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new Pseudonym(in.getLong(), in.getLong());
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes());
  }
}
