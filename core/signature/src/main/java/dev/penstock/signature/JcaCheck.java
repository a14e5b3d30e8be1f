package dev.penstock.signature;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One key's check at one provider. */
final class JcaCheck implements SignatureCheck {
  private final SignatureAlgorithm algorithm;
  private final JcaService service;
  private final PublicKey key;

  /**
   * One prepared object waits here, because a {@code Signature} serves one thread at a time. Who
   * finds none makes one; of several handed back, the last stays. Memory is one object per key,
   * however many threads check.
   */
  private final AtomicReference<@Nullable Signature> idle = new AtomicReference<>();

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
      Signature verifier = idle.getAndSet(null);
      if (verifier == null) {
        verifier = Signature.getInstance(service.signature(), service.provider());
        verifier.initVerify(key);
      }
      verifier.update(message);
      boolean accepted = verifier.verify(signature);
      // Only after an ordinary answer: an object that threw may hold half a message.
      idle.set(verifier);
      return accepted;
    } catch (GeneralSecurityException | RuntimeException e) {
      // Providers throw for some signatures that do not parse. Whatever went wrong, this is no
      // signature that we could vouch for.
      return false;
    }
  }
}
