package dev.penstock.certificates;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * A line of the register: what was issued to whom, and what became of it.
 *
 * @param profile the label of its {@link CertificateProfile}
 * @param subject its common name
 * @param fingerprint SHA-256 of the certificate, 64 digits 0-9 and a-f
 */
public record IssuedCertificate(
    BigInteger serial,
    String profile,
    String subject,
    Instant notBefore,
    Instant notAfter,
    String fingerprint,
    Optional<Revocation> revocation) {
  /** Since when it is not to be believed, and why. */
  public record Revocation(Instant at, RevocationReason reason) {}

  /** The serial number as it is written everywhere: 32 digits 0-9 and a-f. */
  public String serialHex() {
    return hex(serial);
  }

  /** The same of any serial number. */
  static String hex(BigInteger serial) {
    String digits = serial.toString(16);
    return "0".repeat(Math.max(0, 32 - digits.length())) + digits;
  }

  IssuedCertificate revoked(Instant at, RevocationReason reason) {
    return new IssuedCertificate(
        serial,
        profile,
        subject,
        notBefore,
        notAfter,
        fingerprint,
        Optional.of(new Revocation(at, reason)));
  }
}
