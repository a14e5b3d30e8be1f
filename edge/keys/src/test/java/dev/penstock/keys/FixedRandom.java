package dev.penstock.keys;

import java.security.SecureRandom;
import java.util.Arrays;

/** Not random at all: gives the same byte for ever, so that a test knows every secret. */
final class FixedRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final byte value;

  FixedRandom(int value) {
    this.value = (byte) value;
  }

  @Override
  public void nextBytes(byte[] bytes) {
    Arrays.fill(bytes, value);
  }
}
