package dev.penstock.evidence.block;

import dev.penstock.evidence.record.ByteString;

/** A random value the observer sends in its acks and wants to see again: 16 bytes. */
public record Challenge(ByteString value) {
  public static final int BYTES = 16;

  public Challenge {
    if (value.size() != BYTES) {
      throw new IllegalArgumentException("challenge has " + value.size() + " bytes, must have 16");
    }
  }

  public static Challenge of(byte[] bytes) {
    return new Challenge(ByteString.of(bytes));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
