package dev.penstock.signature;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;

/**
 * One key's check at one provider.
 *
 * <p>A {@code Signature} serves one thread at a time, so each check makes its own: measured at all
 * three providers, keeping one prepared is no faster, and costs memory for each known key.
 */
final class JcaCheck implements SignatureCheck {
  private final SignatureAlgorithm algorithm;
  private final JcaService service;
  private final PublicKey key;

  JcaCheck(SignatureAlgorithm algorithm, JcaService service, PublicKey key) {
    this.algorithm = algorithm;
    this.service = service;
    this.key = key;
  }

  @Override
  public boolean accepts(byte[] message, byte[] signature) {
    if (!WellFormed.isWellFormed(algorithm, signature)) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance(service.signature(), service.provider());
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException | RuntimeException e) {
      // Providers throw for some signatures that do not parse. Whatever went wrong, this is no
      // signature that we could vouch for.
      return false;
    }
  }
}
