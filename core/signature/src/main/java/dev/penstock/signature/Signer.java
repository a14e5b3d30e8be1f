package dev.penstock.signature;

/** Signs with one private key, wherever it lives. Safe for use by several threads. */
public interface Signer {
  /** The public half. */
  VerificationKey key();

  /**
   * The raw signature of the message; {@link SigningException} when the key's home (a token, a
   * vault) fails.
   */
  byte[] sign(byte[] message) throws SigningException;
}
