package dev.penstock.merkle.receipt;

import dev.penstock.cbor.CborValue;

/** The numbers of RFC 9942 and RFC 8392. */
final class ReceiptFormat {
  /** Protected header: which verifiable data structure. */
  static final int VDS = 395;

  /** The tree of RFC 9162 with SHA-256. */
  static final CborValue RFC9162_SHA256 = CborValue.of(1);

  /** Unprotected header: the proofs, by kind. */
  static final int VDP = 396;

  static final CborValue INCLUSION = CborValue.of(-1);
  static final CborValue CONSISTENCY = CborValue.of(-2);

  /** CWT claim: who signs. Here the log's origin. */
  static final CborValue ISS = CborValue.of(1);

  /** Longest issuer read, in characters. */
  static final int ISSUER_CHARS_MAX = 1_024;

  /** No other data is signed. */
  static final byte[] NO_EXTERNAL_AAD = new byte[0];

  private ReceiptFormat() {}
}
