package dev.penstock.syslog;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import org.jspecify.annotations.Nullable;

/** Why a sender was not let in, in one line that says what to look at. */
final class HandshakeFailure {
  private static final int CHARS_MAX = 200;
  private static final int CAUSES_MAX = 20;

  private HandshakeFailure() {}

  static String reason(IOException failure) {
    if (has(failure, CertificateExpiredException.class)) {
      return "the sender's certificate has expired";
    }
    if (has(failure, CertificateNotYetValidException.class)) {
      return "the sender's certificate is not valid yet: compare the clocks";
    }
    if (has(failure, CertPathBuilderException.class) || isUntrusted(failure)) {
      return "the sender's certificate is not vouched for by any in the clients file";
    }
    String message = String.valueOf(failure.getMessage());
    if (message.contains("Empty client certificate chain") || message.contains("null cert chain")) {
      return "the sender shows no certificate";
    }
    if (message.contains("Unsupported or unrecognized SSL message")) {
      return "the sender does not speak TLS";
    }
    String line = message.replaceAll("[\\s\\p{Cntrl}]+", " ");
    return line.length() <= CHARS_MAX ? line : line.substring(0, CHARS_MAX);
  }

  /** Its issuer is called like one in the file, and is another. */
  private static boolean isUntrusted(Throwable failure) {
    CertPathValidatorException path = find(failure, CertPathValidatorException.class);
    return path != null
        && (path.getReason() == PKIXReason.NO_TRUST_ANCHOR
            || path.getReason() == BasicReason.INVALID_SIGNATURE);
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    return find(failure, type) != null;
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    @Nullable Throwable each = failure;
    // Bounded: a chain of causes may be a ring.
    for (int i = 0; i < CAUSES_MAX && each != null; i++) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
      each = each.getCause();
    }
    return null;
  }
}
