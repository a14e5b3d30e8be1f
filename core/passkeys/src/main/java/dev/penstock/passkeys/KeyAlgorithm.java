package dev.penstock.passkeys;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The algorithms a passkey may sign with here, those that WebAuthn §5.4.8 recommends to offer, in
 * the order in which we would have them.
 */
public enum KeyAlgorithm {
  /** Ed25519 under its older COSE name (RFC 9053 §2.2), which authenticators use. */
  EDDSA(-8),
  /** ECDSA on P-256 with SHA-256 (RFC 9053 §2.1). */
  ES256(-7),
  /** RSA, PKCS #1 v1.5, SHA-256 (RFC 8812 §2): what Windows Hello has on older TPMs. */
  RS256(-257);

  private final int label;

  KeyAlgorithm(int label) {
    this.label = label;
  }

  /** The number in the IANA registry "COSE Algorithms". */
  public int label() {
    return label;
  }

  /** All of them, to be offered in this order. */
  public static List<KeyAlgorithm> all() {
    return List.of(values());
  }

  static Optional<KeyAlgorithm> ofLabel(long label) {
    return Arrays.stream(values()).filter(each -> each.label == label).findFirst();
  }
}
