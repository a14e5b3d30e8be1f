package dev.penstock.passkeys;

import java.util.Optional;

/**
 * ECDSA signatures of P-256 as authenticators write them, a DER sequence of r and s (RFC 3279
 * §2.2.3), turned into the raw form that {@code core/signature} takes. One signature has one
 * spelling: shortest lengths, shortest numbers, nothing behind.
 */
final class EcdsaDer {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int SCALAR_BYTES = 32;

  /** A sequence, two integers of 33 bytes: all lengths stay below 128. */
  private static final int BYTES_MAX = 2 + 2 * (2 + SCALAR_BYTES + 1);

  private EcdsaDer() {}

  /** r and s of 32 bytes each, or empty when the bytes are anything but exactly such a sequence. */
  static Optional<byte[]> raw(byte[] der) {
    if (der.length < 2
        || der.length > BYTES_MAX
        || der[0] != SEQUENCE
        || der[1] != der.length - 2) {
      return Optional.empty();
    }
    byte[] raw = new byte[2 * SCALAR_BYTES];
    int afterR = integer(der, 2, raw, SCALAR_BYTES);
    int afterS = afterR < 0 ? -1 : integer(der, afterR, raw, raw.length);
    return afterS == der.length ? Optional.of(raw) : Optional.empty();
  }

  /** Copies a positive integer so that it ends before {@code rawEnd}; its end, or -1. */
  private static int integer(byte[] der, int at, byte[] raw, int rawEnd) {
    if (der.length - at < 3 || der[at] != INTEGER) {
      return -1;
    }
    int length = der[at + 1];
    int from = at + 2;
    if (length < 1 || length > der.length - from || der[from] < 0) {
      return -1;
    }
    int end = from + length;
    if (der[from] == 0) {
      // X.690 §8.3.2: a zero byte stands only before a byte whose high bit is set.
      if (length == 1 || der[from + 1] >= 0) {
        return -1;
      }
      from++;
    }
    if (end - from > SCALAR_BYTES) {
      return -1;
    }
    System.arraycopy(der, from, raw, rawEnd - (end - from), end - from);
    return end;
  }
}
