package dev.penstock.web;

import java.time.Duration;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.SecureRequestCustomizer;

/**
 * Marks requests as secure, with the client's certificate, and has browsers stay with TLS (HSTS,
 * RFC 6797) where they came by a name: for addresses and localhost it means nothing, or means it
 * for every other service there.
 */
final class TlsCustomizer extends SecureRequestCustomizer {
  private static final String STRICT = "max-age=" + Duration.ofDays(365).toSeconds();

  TlsCustomizer() {
    // The name is judged by the doorkeeper, whose answer says which are right.
    super(false);
  }

  @Override
  public Request customize(Request request, HttpFields.Mutable answer) {
    String host = request.getHttpURI().getHost();
    if (host != null && HostName.isStrict(host)) {
      var _ = answer.put(HttpHeader.STRICT_TRANSPORT_SECURITY, STRICT);
    }
    return super.customize(request, answer);
  }
}
