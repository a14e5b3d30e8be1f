package dev.penstock.evidence.shred;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869), for outputs of one block. */
final class Hkdf {
  /** The length of a key that is made, and of the hash. */
  static final int BYTES = 32;

  private static final String HMAC = "HmacSHA256";

  private Hkdf() {}

  /** RFC 5869 §2.2. */
  static byte[] extract(byte[] salt, byte[] keyMaterial) {
    return mac(salt).doFinal(keyMaterial);
  }

  /** RFC 5869 §2.3 with L = 32: T(1) = HMAC(PRK, info || 0x01). */
  static byte[] expand(byte[] pseudoRandomKey, byte[]... info) {
    Mac mac = mac(pseudoRandomKey);
    for (byte[] piece : info) {
      mac.update(piece);
    }
    mac.update((byte) 1);
    return mac.doFinal();
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac;
    } catch (GeneralSecurityException e) {
      // Every Java platform must offer HmacSHA256 (javax.crypto.Mac).
      throw new IllegalStateException("this Java has no " + HMAC, e);
    }
  }
}
