package dev.penstock.evidence.block;

import dev.penstock.evidence.record.ByteString;

/** The random name of one chain of blocks: 16 bytes, chosen when the chain begins. */
public record ChainId(ByteString value) {
  public static final int BYTES = 16;

  public ChainId {
    if (value.size() != BYTES) {
      throw new IllegalArgumentException("chain id has " + value.size() + " bytes, must have 16");
    }
  }

  public static ChainId of(byte[] bytes) {
    return new ChainId(ByteString.of(bytes));
  }

  /** The id in hexadecimal. */
  @Override
  public String toString() {
    return value.toString();
  }
}
