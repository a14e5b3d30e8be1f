package dev.penstock.signature;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One private key at one provider. */
final class JcaSigner implements Signer {
  private final VerificationKey key;
  private final JcaService service;
  private final PrivateKey privateKey;

  /** As in {@link JcaCheck}: one prepared object, taken by one thread at a time. */
  private final AtomicReference<@Nullable Signature> idle = new AtomicReference<>();

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
      Signature maker = idle.getAndSet(null);
      if (maker == null) {
        maker = Signature.getInstance(service.signature(), service.provider());
        maker.initSign(privateKey);
      }
      maker.update(message);
      signature = maker.sign();
      idle.set(maker);
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
