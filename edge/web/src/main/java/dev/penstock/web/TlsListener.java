package dev.penstock.web;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * TLS 1.3 at the API's port, by the JDK's implementation with its own choice of ciphers. A client
 * may show a certificate; one that is not good ends the handshake.
 *
 * <p>Req: 62443-4-2 CR 1.9, CR 3.1, CR 4.1
 */
final class TlsListener {
  private static final String TLS_1_3 = "TLSv1.3";
  private static final String HTTP_2 = "h2";
  private static final String HTTP_1_1 = "http/1.1";

  /** More than a browser opens to one server, and bounded, RFC 9113 §10.5. */
  private static final int STREAMS_MAX = 128;

  /** Frames in a second that cost us and ask for nothing: resets, pings, empty data. */
  private static final int IDLE_FRAMES_MAX = 100;

  private static final char[] NO_PASSWORD = {};

  private final TlsIdentity identity;
  private final SslContextFactory.Server factory = new SslContextFactory.Server();

  TlsListener(TlsIdentity identity) throws IOException {
    this.identity = identity;
    factory.setExcludeProtocols();
    factory.setIncludeProtocols(TLS_1_3);
    factory.setWantClientAuth(true);
    factory.setRenegotiationAllowed(false);
    factory.setSslContext(context());
  }

  /** What speaks on a connection, outermost first. */
  ConnectionFactory[] speakers(HttpConfiguration http, WebLimits limits) {
    http.addCustomizer(new TlsCustomizer());
    var http1 = new HttpConnectionFactory(http);
    var http2 = new HTTP2ServerConnectionFactory(http);
    http2.setMaxConcurrentStreams(STREAMS_MAX);
    http2.setRateControlFactory(new WindowRateControl.Factory(IDLE_FRAMES_MAX));
    http2.setStreamIdleTimeout(limits.idleTime().toMillis());
    var negotiation = new ALPNServerConnectionFactory(HTTP_2, HTTP_1_1);
    negotiation.setDefaultProtocol(HTTP_1_1);
    var tls = new SslConnectionFactory(factory, negotiation.getProtocol());
    return new ConnectionFactory[] {tls, negotiation, http2, http1};
  }

  /** New connections are shown what the identity has now; those that are open go on. */
  void reload() throws IOException {
    SSLContext next = context();
    try {
      factory.reload(changed -> changed.setSslContext(next));
    } catch (Exception e) {
      // What it may throw is not said; the listener has what it had.
      throw new IOException("the new certificate cannot be shown: " + e.getMessage(), e);
    }
  }

  private SSLContext context() throws IOException {
    TlsIdentity.Shown shown = identity.shown();
    try {
      KeyStore own = empty();
      own.setKeyEntry("own", shown.key(), NO_PASSWORD, shown.chain().toArray(Certificate[]::new));
      var keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(own, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance(TLS_1_3);
      context.init(keys.getKeyManagers(), new TrustManager[] {trust()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificate cannot be shown: " + e.getMessage(), e);
    }
  }

  private ClientTrust trust() throws IOException, GeneralSecurityException {
    KeyStore trusted = empty();
    int number = 0;
    for (X509Certificate each : identity.clientAuthorities()) {
      trusted.setCertificateEntry("authority" + number, each);
      number++;
    }
    var factoryOfTrust = TrustManagerFactory.getInstance("PKIX");
    factoryOfTrust.init(trusted);
    Optional<X509ExtendedTrustManager> manager =
        List.of(factoryOfTrust.getTrustManagers()).stream()
            .filter(X509ExtendedTrustManager.class::isInstance)
            .map(X509ExtendedTrustManager.class::cast)
            .findFirst();
    return new ClientTrust(
        manager.orElseThrow(() -> new IllegalStateException("the JDK knows no PKIX")), identity);
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
