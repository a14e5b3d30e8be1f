package dev.penstock.oidc;

import java.util.Base64;
import java.util.Optional;

/** Base64url without padding, RFC 7515 §2, in the one spelling that bytes have. */
final class Base64Url {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private Base64Url() {}

  static String encode(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  static Optional<byte[]> decode(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      // Padding, or bits left over that are not zero, would be a second spelling.
      return encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException _) {
      // The only way the JDK has to say that this is no base64.
      return Optional.empty();
    }
  }
}
