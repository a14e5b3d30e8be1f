package dev.penstock.certificates;

import java.security.cert.X509Certificate;

/** Hears what a site's authority does, after it is durable. To be quick: others wait meanwhile. */
public interface CertificateWatch {
  /** Nobody. */
  CertificateWatch NONE =
      new CertificateWatch() {
        @Override
        public void authorityMade(X509Certificate certificate) {}

        @Override
        public void issued(IssuedCertificate certificate) {}

        @Override
        public void revoked(IssuedCertificate certificate) {}
      };

  /** The authority itself is new: whoever shall believe it must be told of it. */
  void authorityMade(X509Certificate certificate);

  void issued(IssuedCertificate certificate);

  void revoked(IssuedCertificate certificate);
}
