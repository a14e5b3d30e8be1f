package dev.penstock.certificates;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Tells whether a private and a public key belong together, by using both. */
final class KeyMatch {
  private static final byte[] ANYTHING = "do you match?".getBytes(StandardCharsets.US_ASCII);

  private KeyMatch() {}

  static boolean isPair(PrivateKey key, PublicKey other) throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> "Ed25519";
        };
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(ANYTHING);
    byte[] signature = signing.sign();
    Signature checking = Signature.getInstance(algorithm);
    if (!other.getAlgorithm().equals(key.getAlgorithm())) {
      return false;
    }
    checking.initVerify(other);
    checking.update(ANYTHING);
    return checking.verify(signature);
  }
}
