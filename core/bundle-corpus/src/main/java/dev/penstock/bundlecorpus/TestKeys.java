package dev.penstock.bundlecorpus;

import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/** Keys that everybody can make again: for tests only. */
final class TestKeys {
  private static final JdkSignatures SIGNATURES = new JdkSignatures();

  private TestKeys() {}

  static Signer ed25519(int number) {
    return signer("Ed25519", SignatureAlgorithm.ED25519, number);
  }

  static Signer mlDsa44(int number) {
    return signer("ML-DSA-44", SignatureAlgorithm.ML_DSA_44, number);
  }

  private static Signer signer(String name, SignatureAlgorithm algorithm, int number) {
    try {
      var generator = KeyPairGenerator.getInstance(name);
      if (algorithm == SignatureAlgorithm.ED25519) {
        generator.initialize(NamedParameterSpec.ED25519, new Numbered(number));
      } else {
        generator.initialize(NamedParameterSpec.ML_DSA_44, new Numbered(number));
      }
      return SIGNATURES.signer(algorithm, generator.generateKeyPair());
    } catch (GeneralSecurityException | SigningException e) {
      throw new IllegalStateException("no key of " + name, e);
    }
  }

  /** The same bytes each time, where randomness is asked for. */
  private static final class Numbered extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte number;

    Numbered(int number) {
      this.number = (byte) number;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, number);
    }
  }
}
