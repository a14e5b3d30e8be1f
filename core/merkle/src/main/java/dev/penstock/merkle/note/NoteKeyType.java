package dev.penstock.merkle.note;

import dev.penstock.signature.SignatureAlgorithm;
import java.util.Optional;

/**
 * The signature types of C2SP signed-note that are used here. ECDSA (0x02) and RFC 6962 tree heads
 * (0x05) are not: no log or witness of ours has such a key, and the specification asks to support
 * no more types than needed.
 */
public enum NoteKeyType {
  /** Ed25519 over the note's text. */
  ED25519(0x01, SignatureAlgorithm.ED25519),
  /** Ed25519 over a checkpoint and a time, C2SP tlog-cosignature. */
  COSIGNATURE_ED25519(0x04, SignatureAlgorithm.ED25519),
  /** ML-DSA-44 over a (sub)tree, a time and the cosigner's name, C2SP tlog-cosignature. */
  COSIGNATURE_ML_DSA_44(0x06, SignatureAlgorithm.ML_DSA_44);

  private final int code;
  private final SignatureAlgorithm algorithm;

  NoteKeyType(int code, SignatureAlgorithm algorithm) {
    this.code = code;
    this.algorithm = algorithm;
  }

  /** The type identifier byte. */
  public int code() {
    return code;
  }

  public SignatureAlgorithm algorithm() {
    return algorithm;
  }

  /** True when the signature carries the time it was made at, and is made over a checkpoint. */
  public boolean isCosignature() {
    return this != ED25519;
  }

  /** Bytes of a signature of this type, the time included and the key id not. */
  int signatureBytes() {
    return (isCosignature() ? Long.BYTES : 0) + algorithm.signatureBytes();
  }

  static Optional<NoteKeyType> of(int code) {
    for (NoteKeyType type : values()) {
      if (type.code == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
