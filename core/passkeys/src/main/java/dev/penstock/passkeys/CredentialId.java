package dev.penstock.passkeys;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** The name an authenticator gave to one passkey: 1 to 1,023 bytes (WebAuthn §7.1 step 25). */
public final class CredentialId {
  public static final int BYTES_MAX = 1023;

  private final byte[] bytes;

  private CredentialId(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The name of these bytes; throws when there are too few or too many. */
  public static CredentialId of(byte[] bytes) {
    return decode(bytes)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "credential id has " + bytes.length + " bytes, must be 1.." + BYTES_MAX));
  }

  /** The name of these bytes from outside, or empty when there are too few or too many. */
  public static Optional<CredentialId> decode(byte[] bytes) {
    return bytes.length < 1 || bytes.length > BYTES_MAX
        ? Optional.empty()
        : Optional.of(new CredentialId(bytes.clone()));
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** As browsers write it: base64url without padding. */
  public String base64Url() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  boolean isNamed(byte[] name) {
    return Arrays.equals(bytes, name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CredentialId that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    String whole = base64Url();
    return whole.length() <= 16 ? whole : whole.substring(0, 16) + "…";
  }
}
