package dev.penstock.passkeys;

import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.VerificationKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;

/** The numbers of a public key, and how its signatures are checked. */
sealed interface Verifier {
  /** True exactly when this is the key's signature of the message. Never throws. */
  boolean accepts(Signatures signatures, byte[] message, byte[] signature);

  /** A point of Ed25519 or P-256. */
  record Point(VerificationKey key) implements Verifier {
    @Override
    public boolean accepts(Signatures signatures, byte[] message, byte[] signature) {
      // WebAuthn §6.5.5: ES256 comes in DER, Ed25519 raw.
      Optional<byte[]> raw =
          key.algorithm() == SignatureAlgorithm.ECDSA_P256
              ? EcdsaDer.raw(signature)
              : Optional.of(signature);
      return raw.isPresent() && signatures.check(key).accepts(message, raw.get());
    }
  }

  /** RSA with PKCS #1 v1.5 and SHA-256 (RFC 8017 §8.2), which {@code core/signature} has not. */
  record Rsa(BigInteger modulus, BigInteger exponent) implements Verifier {
    /**
     * As in {@code core/timestamp}: strong enough, and a check stays below tens of milliseconds.
     */
    static final int BITS_MIN = 2048;

    static final int BITS_MAX = 8192;
    static final int EXPONENT_BITS_MAX = 64;

    boolean isSound() {
      return modulus.bitLength() >= BITS_MIN
          && modulus.bitLength() <= BITS_MAX
          && modulus.testBit(0)
          && exponent.bitLength() <= EXPONENT_BITS_MAX
          && exponent.compareTo(BigInteger.valueOf(3)) >= 0
          && exponent.testBit(0);
    }

    @Override
    public boolean accepts(Signatures signatures, byte[] message, byte[] signature) {
      if (signature.length != (modulus.bitLength() + 7) / 8) {
        return false;
      }
      try {
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(
            KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent)));
        verifier.update(message);
        return verifier.verify(signature);
      } catch (GeneralSecurityException e) {
        // How the JDK says that key and signature cannot belong together.
        return false;
      }
    }
  }
}
