package dev.penstock.mqtt;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What went wrong on the way to a broker, in one line that says what to look at. */
final class Failures {
  private static final int CHARS_MAX = 300;

  private Failures() {}

  static String reason(IOException failure, Reach options) {
    String where = options.host() + ":" + options.port();
    String reason =
        switch (failure) {
          case LinkLostException lost -> String.valueOf(lost.getMessage());
          case UnknownHostException _ -> "the name " + options.host() + " is not known";
          case SocketTimeoutException _ -> where + " did not answer within " + options.answer();
          case NoRouteToHostException _ -> "there is no way to " + where;
          case ConnectException _ -> "nothing listens at " + where;
          case SSLException tls -> tls(tls);
          case EOFException _ -> "the broker closed the connection";
          default -> "the connection failed: " + failure.getMessage();
        };
    String line = reason.replaceAll("\\s+", " ");
    return line.length() <= CHARS_MAX ? line : line.substring(0, CHARS_MAX);
  }

  private static String tls(SSLException failure) {
    if (find(failure, CertificateExpiredException.class) != null) {
      return "the broker's certificate has expired";
    }
    if (find(failure, CertificateNotYetValidException.class) != null) {
      return "the broker's certificate is not valid yet: compare the clocks";
    }
    if (find(failure, CertPathBuilderException.class) != null) {
      return "the broker's certificate is not vouched for by any in the trust file";
    }
    CertificateException name = find(failure, CertificateException.class);
    String message = name == null ? failure.getMessage() : name.getMessage();
    if (message != null
        && (message.contains("protocol_version") || message.contains("protocol version"))) {
      return "the broker speaks neither TLS 1.3 nor TLS 1.2";
    }
    if (message != null && message.startsWith("No ")) {
      return "the broker's certificate is for another name: " + message;
    }
    if (message != null && message.contains("bad_certificate")) {
      return "the broker does not take our certificate";
    }
    if (message != null && message.contains("certificate_required")) {
      return "the broker wants a client certificate: give chain and key";
    }
    return "TLS failed: " + message;
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    Throwable each = failure;
    // Bounded: a chain of causes may be a ring.
    for (int i = 0; i < 20 && each != null; i++) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
      each = each.getCause();
    }
    return null;
  }
}
