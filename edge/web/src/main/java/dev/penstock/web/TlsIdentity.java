package dev.penstock.web;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** What a TLS listener shows, and whom it believes. Safe for use by several threads. */
public interface TlsIdentity {
  /** What is shown; asked again at each {@link WebServer#reloadTls}. */
  Shown shown();

  /** Who may vouch for clients. Clients without a certificate come in all the same. */
  List<X509Certificate> clientAuthorities();

  /** Whether a certificate that one of these signed may be believed now: it is not revoked. */
  boolean isGood(X509Certificate client);

  /**
   * A key and the certificates that say whose it is.
   *
   * @param chain the key's own certificate first
   */
  record Shown(PrivateKey key, List<X509Certificate> chain) {
    public Shown {
      chain = List.copyOf(chain);
    }

    /** Says nothing of the key. */
    @Override
    public String toString() {
      return "key of " + chain.getFirst().getSubjectX500Principal();
    }
  }
}
