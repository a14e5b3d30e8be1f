package dev.penstock.certificates;

import java.security.cert.X509Certificate;

/** What came of asking for a certificate. */
public sealed interface Issuing {
  /** It is in the register. */
  record Issued(IssuedCertificate entry, X509Certificate certificate) implements Issuing {}

  /** It is in the register, and its key is in this file alone. */
  record Packed(IssuedCertificate entry, ClientKeyFile file) implements Issuing {}

  /** Nothing was issued; in one line, what is wrong with what was asked. */
  record Refused(String reason) implements Issuing {}
}
