package dev.penstock.signature;

/** What came out of checking a key rotation statement. */
public sealed interface KeyRotationCheck {
  /**
   * Well-formed and signed by both keys it names. Whether the old key is the one that was trusted
   * is {@link KeyHistory}'s question.
   */
  record Signed(KeyRotation rotation) implements KeyRotationCheck {}

  /** One of the two signatures is not the named key's. */
  record BadSignature(KeyRotation rotation, VerificationKey key) implements KeyRotationCheck {}

  /** The bytes break the format at this offset. */
  record Malformed(int offset, String why) implements KeyRotationCheck {}
}
