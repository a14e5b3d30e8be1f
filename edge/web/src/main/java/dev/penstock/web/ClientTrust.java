package dev.penstock.web;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Believes a client's certificate by the rules of PKIX, and when it is not revoked. */
final class ClientTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager rules;
  private final TlsIdentity identity;

  ClientTrust(X509ExtendedTrustManager rules, TlsIdentity identity) {
    this.rules = rules;
    this.identity = identity;
  }

  private void mustBeGood(X509Certificate[] chain) throws CertificateException {
    if (!identity.isGood(chain[0])) {
      throw new CertificateException("the certificate is revoked, or in no register");
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    rules.checkClientTrusted(chain, type, engine);
    mustBeGood(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    rules.checkClientTrusted(chain, type, socket);
    mustBeGood(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    rules.checkClientTrusted(chain, type);
    mustBeGood(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("this is a server and asks none");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("this is a server and asks none");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("this is a server and asks none");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return rules.getAcceptedIssuers();
  }
}
