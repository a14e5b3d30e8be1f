package dev.penstock.signature;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/** One private key at one provider. */
final class JcaSigner implements Signer {
  private final VerificationKey key;
  private final JcaService service;
  private final PrivateKey privateKey;

  JcaSigner(VerificationKey key, JcaService service, PrivateKey privateKey) {
    this.key = key;
    this.service = service;
    this.privateKey = privateKey;
  }

  @Override
  public VerificationKey key() {
    return key;
  }

  @Override
  public byte[] sign(byte[] message) throws SigningException {
    byte[] signature;
    try {
      // A new object each time, for the reason that JcaCheck gives.
      Signature maker = Signature.getInstance(service.signature(), service.provider());
      maker.initSign(privateKey);
      maker.update(message);
      signature = maker.sign();
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new SigningException(service.provider().getName() + " could not sign", e);
    }
    if (signature.length != key.algorithm().signatureBytes()) {
      throw new SigningException(
          service.provider().getName() + " made a signature of " + signature.length + " bytes");
    }
    return signature;
  }

  /** Says which key, never more. */
  @Override
  public String toString() {
    return "signer of " + key;
  }
}
