package dev.penstock.keys;

import dev.penstock.signature.KeyEncoding;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.VerificationKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What may be known about a key by anybody. */
public record KeyInfo(KeyUse use, VerificationKey key) {

  public SignatureAlgorithm algorithm() {
    return key.algorithm();
  }

  /** SHA-256 of the SubjectPublicKeyInfo, in hexadecimal: names the key in every home. */
  public String id() {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(KeyEncoding.spki(key)));
    } catch (NoSuchAlgorithmException e) {
      // Every Java platform must offer SHA-256 (java.security.MessageDigest).
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return use.label() + " key " + algorithm() + " " + id().substring(0, 16);
  }
}
