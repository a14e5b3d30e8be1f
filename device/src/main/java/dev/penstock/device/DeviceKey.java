package dev.penstock.device;

import java.io.IOException;

/**
 * The key a device signs with, wherever it lives: on disk ({@link
 * dev.penstock.device.software.SoftwareKey}), in a TPM, in a secure element. The private half never
 * has to leave its home.
 */
public interface DeviceKey {
  /** The COSE algorithm: -7 ES256, -8 EdDSA (Ed25519), -48 ML-DSA-44. */
  int algorithm();

  /** The raw public key: 0x04, X, Y on P-256; 32 bytes for Ed25519; 1,312 for ML-DSA-44. */
  byte[] publicKey();

  /** The raw signature; for ES256 r and s of 32 bytes each, never DER. */
  byte[] sign(byte[] message) throws IOException;
}
