package dev.penstock.access;

import java.time.Instant;

/**
 * What is kept of an authenticator app.
 *
 * @param secret shared with the app; RFC 4226 §4 R6 asks for 16 bytes at least
 * @param lastStep the latest time step whose code was accepted; neither it nor one before it is
 *     accepted again
 */
public record TotpKept(Bytes secret, long lastStep, Instant confirmedAt) {
  public static final int SECRET_BYTES_MIN = 16;
  public static final int SECRET_BYTES_MAX = 64;

  public TotpKept {
    Checks.mustBeIn(
        "bytes of a TOTP secret", secret.sizeBytes(), SECRET_BYTES_MIN, SECRET_BYTES_MAX);
  }

  public TotpKept used(long step) {
    return new TotpKept(secret, step, confirmedAt);
  }

  /** Says nothing of the secret. */
  @Override
  public String toString() {
    return "TotpKept[confirmedAt=" + confirmedAt + "]";
  }
}
