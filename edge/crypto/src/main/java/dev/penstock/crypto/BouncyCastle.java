package dev.penstock.crypto;

import dev.penstock.signature.JcaService;
import dev.penstock.signature.JcaSignatures;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.SignatureCheck;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.VerificationKey;
import java.security.Provider;
import java.util.EnumMap;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** The one class that knows Bouncy Castle's own; used by {@link BouncyCastleSource} only. */
final class BouncyCastle {
  private BouncyCastle() {}

  static Candidate load(String name) {
    // Made here and handed on, never registered: nothing else in this process changes.
    var provider = new BouncyCastleProvider();
    JcaSignatures signatures = JcaSignatures.of(services(provider));
    return new Candidate(
        name,
        provider.getVersionStr(),
        new WithoutCofactor(signatures, new JdkSignatures()),
        signatures);
  }

  private static EnumMap<SignatureAlgorithm, JcaService> services(Provider provider) {
    var services = new EnumMap<SignatureAlgorithm, JcaService>(SignatureAlgorithm.class);
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      services.put(
          algorithm,
          switch (algorithm) {
            case ED25519 -> new JcaService(provider, "Ed25519", "Ed25519");
            case ECDSA_P256 -> new JcaService(provider, "EC", "SHA256withECDSAinP1363Format");
            case ML_DSA_44 -> new JcaService(provider, "ML-DSA-44", "ML-DSA-44");
            case ML_DSA_65 -> new JcaService(provider, "ML-DSA-65", "ML-DSA-65");
          });
    }
    return services;
  }

  /**
   * Gives Bouncy Castle's Ed25519 the verdict of all others.
   *
   * <p>RFC 8032 §5.1.7 allows two equations, with and without the cofactor 8. Bouncy Castle checks
   * the first, the JDK and AWS-LC the second, and the holder of a key can make signatures on which
   * they differ: a gateway would seal what an auditor's verifier calls forged. The equations can
   * differ only when the key or R has a part of order 2, 4 or 8. No honest signer makes such
   * points; where one is met, the JDK decides.
   */
  private record WithoutCofactor(Signatures bouncyCastle, Signatures jdk) implements Signatures {
    @Override
    public SignatureCheck check(VerificationKey key) {
      SignatureCheck fast = bouncyCastle.check(key);
      if (key.algorithm() != SignatureAlgorithm.ED25519) {
        return fast;
      }
      SignatureCheck exact = jdk.check(key);
      if (!Ed25519.validatePublicKeyFull(key.raw(), 0)) {
        return exact;
      }
      return (message, signature) ->
          // What holds without the cofactor holds with it, so a refusal here is final.
          fast.accepts(message, signature)
              && (Ed25519.validatePublicKeyFull(signature, 0) || exact.accepts(message, signature));
    }
  }
}
