package dev.penstock.cbor.cose;

import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.EnumMap;
import java.util.Map;

/** One fresh key pair of each algorithm. */
final class TestKeys {
  static final JdkSignatures SIGNATURES = new JdkSignatures();

  private static final Map<SignatureAlgorithm, Signer> SIGNERS = signers();

  private TestKeys() {}

  static Signer signer(SignatureAlgorithm algorithm) {
    return SIGNERS.get(algorithm);
  }

  static Signer anotherSigner(SignatureAlgorithm algorithm) {
    try {
      KeyPairGenerator generator =
          KeyPairGenerator.getInstance(
              switch (algorithm) {
                case ED25519 -> "Ed25519";
                case ECDSA_P256 -> "EC";
                case ML_DSA_44 -> "ML-DSA-44";
                case ML_DSA_65 -> "ML-DSA-65";
              });
      if (algorithm == SignatureAlgorithm.ECDSA_P256) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      }
      return SIGNATURES.signer(algorithm, generator.generateKeyPair());
    } catch (GeneralSecurityException | SigningException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<SignatureAlgorithm, Signer> signers() {
    var signers = new EnumMap<SignatureAlgorithm, Signer>(SignatureAlgorithm.class);
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      var _ = signers.put(algorithm, anotherSigner(algorithm));
    }
    return signers;
  }
}
