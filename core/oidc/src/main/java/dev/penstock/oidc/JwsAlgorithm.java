package dev.penstock.oidc;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How an ID token may be signed (RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2): three ways, each
 * with keys of one kind. Without a signature, or with a secret that both sides hold, is none of
 * them.
 */
enum JwsAlgorithm {
  RS256("RS256", "RSA", "SHA-256"),
  ES256("ES256", "EC", "SHA-256"),
  EDDSA("EdDSA", "OKP", "SHA-512");

  /** The newer name of the same, fully specified. */
  private static final String ED25519 = "Ed25519";

  private final String wireName;
  private final String keyType;
  private final String digest;

  JwsAlgorithm(String wireName, String keyType, String digest) {
    this.wireName = wireName;
    this.keyType = keyType;
    this.digest = digest;
  }

  static Optional<JwsAlgorithm> of(String wireName) {
    return Arrays.stream(values())
        .filter(
            each -> each.wireName.equals(wireName) || (each == EDDSA && wireName.equals(ED25519)))
        .findFirst();
  }

  static List<String> names() {
    return List.of(RS256.wireName, ES256.wireName, EDDSA.wireName, ED25519);
  }

  /** The kty of its keys. */
  String keyType() {
    return keyType;
  }

  /** What hashes of other tokens within the ID token are made by; for Ed25519 its own. */
  String digest() {
    return digest;
  }
}
