package dev.penstock.web;

import dev.penstock.web.internal.call.Answer;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The cookies of the console, RFC 6265: no script reads them, no other site sends them, and none is
 * sent in clear. Their names hold browsers to that (cookie name prefixes, RFC 6265bis §4.1.3).
 *
 * <p>Req: 62443-4-2 CR 3.8
 */
final class Cookies {
  static final String SESSION = "__Host-penstock";
  static final String DEVICE = "__Host-penstock-device";
  static final String OIDC = "__Host-penstock-oidc";

  /** As long as browsers keep one at most. */
  private static final long DEVICE_S = 400L * 24 * 60 * 60;

  private static final long OIDC_S = 600;
  private static final int CHARS_MAX = 256;
  private static final String STRICT = "; Path=/; Secure; HttpOnly; SameSite=Strict";

  private Cookies() {}

  /**
   * All that a request shows: over HTTP/2 each may come in a field of its own (RFC 9113 §8.2.3).
   */
  static Optional<String> shown(HttpServletRequest request) {
    List<String> fields = Collections.list(request.getHeaders("Cookie"));
    return fields.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", fields));
  }

  /** The value of a cookie; empty when it is not there, or there twice. */
  static Optional<String> read(Optional<String> header, String name) {
    String found = null;
    for (String pair : header.orElse("").split(";", -1)) {
      int at = pair.indexOf('=');
      if (at > 0 && pair.substring(0, at).strip().equals(name)) {
        if (found != null) {
          return Optional.empty();
        }
        found = pair.substring(at + 1).strip();
      }
    }
    return Optional.ofNullable(found).filter(value -> value.length() <= CHARS_MAX);
  }

  /** Leaves the secrets of somebody who came in. */
  static Answer leave(Answer answer, String secret, String device) {
    return answer
        .cookie(SESSION + "=" + secret + STRICT)
        .cookie(DEVICE + "=" + device + STRICT + "; Max-Age=" + DEVICE_S);
  }

  /** Takes the session's away. */
  static Answer forget(Answer answer) {
    return answer.cookie(SESSION + "=" + STRICT + "; Max-Age=0");
  }

  /** Leaves the secret of a browser that goes to a provider. */
  static Answer leaveOidc(Answer answer, String kept) {
    return answer.cookie(OIDC + "=" + kept + STRICT + "; Max-Age=" + OIDC_S);
  }

  /** Takes it away. */
  static Answer forgetOidc(Answer answer) {
    return answer.cookie(OIDC + "=" + STRICT + "; Max-Age=0");
  }
}
