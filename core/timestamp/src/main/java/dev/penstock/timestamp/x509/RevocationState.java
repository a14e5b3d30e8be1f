package dev.penstock.timestamp.x509;

import java.time.Instant;
import java.util.OptionalInt;

/** What one source said of one certificate. */
sealed interface RevocationState {
  /**
   * It knew of no revocation.
   *
   * @param asOf when that was so
   * @param next until when it meant to say nothing new
   */
  record Good(String source, Instant asOf, Instant next) implements RevocationState {}

  /**
   * It is revoked.
   *
   * @param since from when on, which is the earlier of the revocation and the stated invalidity
   * @param reason RFC 5280 §5.3.1, empty when it is not stated
   */
  record Revoked(String source, Instant since, OptionalInt reason) implements RevocationState {}
}
