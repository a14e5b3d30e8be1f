package dev.penstock.signature;

/**
 * The algorithms this product signs and checks with. The lengths are exact and are ours to check:
 * providers are known to accept keys and signatures of wrong length.
 */
public enum SignatureAlgorithm {
  /** RFC 8032 Ed25519; raw 32-byte public key. */
  ED25519(32, 64),
  /**
   * ECDSA on P-256 with SHA-256; public key as 0x04, X, Y; signature as r, s (IEEE P1363), never
   * DER.
   */
  ECDSA_P256(65, 64),
  /** FIPS 204 ML-DSA-44, pure, empty context. */
  ML_DSA_44(1312, 2420),
  /** FIPS 204 ML-DSA-65, pure, empty context. */
  ML_DSA_65(1952, 3309);

  private final int publicKeyBytes;
  private final int signatureBytes;

  SignatureAlgorithm(int publicKeyBytes, int signatureBytes) {
    this.publicKeyBytes = publicKeyBytes;
    this.signatureBytes = signatureBytes;
  }

  public int publicKeyBytes() {
    return publicKeyBytes;
  }

  public int signatureBytes() {
    return signatureBytes;
  }
}
