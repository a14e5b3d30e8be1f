package dev.penstock.oidc;

import dev.penstock.signature.SignatureCheck;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;

/** RS256 (RFC 7518 §3.3) with keys that are strong enough to count. */
final class RsaCheck implements SignatureCheck {
  /** RFC 7518 §3.3 from below; from above a check stays below some tens of milliseconds. */
  static final int BITS_MIN = 2048;

  static final int BITS_MAX = 8192;
  private static final int EXPONENT_BITS_MAX = 64;

  /** The JDK's own, whatever else is registered. */
  private static final String PROVIDER = "SunRsaSign";

  private final PublicKey key;
  private final int bytes;

  private RsaCheck(PublicKey key, int bytes) {
    this.key = key;
    this.bytes = bytes;
  }

  /** The check by this key, or empty when the key does not count. */
  static Optional<SignatureCheck> of(BigInteger modulus, BigInteger exponent) {
    boolean isGood =
        modulus.bitLength() >= BITS_MIN
            && modulus.bitLength() <= BITS_MAX
            && modulus.testBit(0)
            && exponent.compareTo(BigInteger.valueOf(3)) >= 0
            && exponent.testBit(0)
            && exponent.bitLength() <= EXPONENT_BITS_MAX;
    if (!isGood) {
      return Optional.empty();
    }
    try {
      PublicKey key =
          KeyFactory.getInstance("RSA", PROVIDER)
              .generatePublic(new RSAPublicKeySpec(modulus, exponent));
      return Optional.of(new RsaCheck(key, (modulus.bitLength() + 7) / 8));
    } catch (GeneralSecurityException _) {
      // How the JDK says that it takes this for no key.
      return Optional.empty();
    }
  }

  @Override
  public boolean accepts(byte[] message, byte[] signature) {
    if (signature.length != bytes) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance("SHA256withRSA", PROVIDER);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException _) {
      // How the JDK says that key and signature cannot belong together.
      return false;
    }
  }
}
