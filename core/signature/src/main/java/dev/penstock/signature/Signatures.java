package dev.penstock.signature;

/**
 * Where checks come from: the JDK alone, or the fastest provider that passed its self-test. Safe
 * for use by several threads.
 */
public interface Signatures {
  /**
   * A check for this key, prepared once and used often. A key whose bytes are no valid key of its
   * algorithm gives a check that accepts nothing.
   */
  SignatureCheck check(VerificationKey key);
}
