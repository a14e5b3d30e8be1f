package dev.penstock.signature;

/** Where signers of raw private keys come from. Safe for use by several threads. */
public interface Signers {
  /**
   * Signs with a raw private key of {@link KeyEncoding#privateKeyBytes} bytes, which the caller may
   * fill with zeros afterwards. {@code IllegalArgumentException} when the public key is not its
   * public half: what such a signer made, nobody could verify.
   */
  Signer signer(VerificationKey key, byte[] rawPrivate) throws SigningException;
}
