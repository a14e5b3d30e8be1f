package dev.penstock.signature;

/** Checks signatures of one key. Safe for use by several threads. */
public interface SignatureCheck {
  /**
   * True exactly when the signature has the algorithm's length and is the key's signature of the
   * message. Never throws.
   */
  boolean accepts(byte[] message, byte[] signature);
}
