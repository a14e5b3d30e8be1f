package dev.penstock.cbor.cose;

import dev.penstock.signature.SignatureAlgorithm;
import java.util.Optional;

/** The COSE names of the algorithms this product signs and checks with. */
public enum CoseAlgorithm {
  /** ECDSA with SHA-256, RFC 9053 §2.1; here on P-256 only. */
  ES256(-7, SignatureAlgorithm.ECDSA_P256),
  /** The same with the curve in the name, RFC 9864 §2.1. */
  ESP256(-9, SignatureAlgorithm.ECDSA_P256),
  /** EdDSA, RFC 9053 §2.2; here with Ed25519 only. */
  EDDSA(-8, SignatureAlgorithm.ED25519),
  /** The same with the curve in the name, RFC 9864 §2.2. */
  ED25519(-19, SignatureAlgorithm.ED25519),
  /** RFC 9964. */
  ML_DSA_44(-48, SignatureAlgorithm.ML_DSA_44),
  /** RFC 9964. */
  ML_DSA_65(-49, SignatureAlgorithm.ML_DSA_65);

  private final int label;
  private final SignatureAlgorithm algorithm;

  CoseAlgorithm(int label, SignatureAlgorithm algorithm) {
    this.label = label;
    this.algorithm = algorithm;
  }

  /** The number in the IANA registry "COSE Algorithms". */
  public int label() {
    return label;
  }

  /** What is computed. */
  public SignatureAlgorithm algorithm() {
    return algorithm;
  }

  /** The algorithm of this number, if it is one of ours. */
  public static Optional<CoseAlgorithm> ofLabel(long label) {
    for (CoseAlgorithm candidate : values()) {
      if (candidate.label == label) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /**
   * The name we write for an algorithm: the older ES256 and EdDSA, which verifiers in the field
   * know. Both names are read.
   */
  public static CoseAlgorithm written(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case ECDSA_P256 -> ES256;
      case ED25519 -> EDDSA;
      case ML_DSA_44 -> ML_DSA_44;
      case ML_DSA_65 -> ML_DSA_65;
    };
  }
}
