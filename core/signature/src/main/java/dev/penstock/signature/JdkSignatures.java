package dev.penstock.signature;

import java.security.KeyPair;
import java.security.Provider;
import java.security.Security;
import java.util.EnumMap;

/**
 * Checks and signs with the JDK alone. The offline verifier uses nothing else. Other providers that
 * somebody registered with the JDK are never asked.
 */
public final class JdkSignatures implements Signatures, Signers {
  private final JcaSignatures signatures;

  public JdkSignatures() {
    var services = new EnumMap<SignatureAlgorithm, JcaService>(SignatureAlgorithm.class);
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      services.put(algorithm, service(algorithm));
    }
    signatures = JcaSignatures.of(services);
  }

  /** Where the JDK keeps this algorithm. */
  public static JcaService service(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case ED25519 -> new JcaService(provider("SunEC"), "Ed25519", "Ed25519");
      case ECDSA_P256 -> new JcaService(provider("SunEC"), "EC", "SHA256withECDSAinP1363Format");
      case ML_DSA_44 -> new JcaService(provider("SUN"), "ML-DSA-44", "ML-DSA-44");
      case ML_DSA_65 -> new JcaService(provider("SUN"), "ML-DSA-65", "ML-DSA-65");
    };
  }

  @Override
  public SignatureCheck check(VerificationKey key) {
    return signatures.check(key);
  }

  @Override
  public Signer signer(VerificationKey key, byte[] rawPrivate) throws SigningException {
    return signatures.signer(key, rawPrivate);
  }

  /** A signer of a pair that a JDK key pair generator made. */
  public Signer signer(SignatureAlgorithm algorithm, KeyPair pair) throws SigningException {
    VerificationKey key =
        KeyEncoding.publicKey(algorithm, pair.getPublic().getEncoded())
            .orElseThrow(() -> new IllegalArgumentException("the pair is not of " + algorithm));
    return JcaSignatures.signer(service(algorithm), key, pair.getPrivate(), signatures);
  }

  private static Provider provider(String name) {
    Provider provider = Security.getProvider(name);
    if (provider == null) {
      throw new IllegalStateException("this Java runtime has no provider " + name);
    }
    return provider;
  }
}
