package dev.penstock.oidc.provider;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates a provider may show: those the Java runtime trusts, and the plant's own. */
final class ProviderTrust {
  private static final int FILE_BYTES_MAX = 1 << 20;

  private ProviderTrust() {}

  /** What the Java runtime trusts. */
  static SSLContext ofRuntime() throws IOException {
    return context(List.of());
  }

  /** The same with the certificates of a PEM file. */
  static SSLContext with(Path authorities) throws IOException {
    return context(certificates(authorities));
  }

  private static SSLContext context(List<Certificate> more) throws IOException {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      int number = 0;
      var all = new ArrayList<Certificate>(more);
      for (TrustManager manager : managers(null)) {
        if (manager instanceof X509TrustManager known) {
          all.addAll(List.of(known.getAcceptedIssuers()));
        }
      }
      for (Certificate each : all) {
        trusted.setCertificateEntry("trust" + number, each);
        number++;
      }
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers(trusted), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the trusted certificates cannot be used: " + e.getMessage(), e);
    }
  }

  private static TrustManager[] managers(@Nullable KeyStore of) throws GeneralSecurityException {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(of);
    return trust.getTrustManagers();
  }

  private static List<Certificate> certificates(Path file) throws IOException {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(FILE_BYTES_MAX + 1);
    }
    if (bytes.length > FILE_BYTES_MAX) {
      throw new IOException(file + " is larger than 1 MiB");
    }
    try {
      List<Certificate> found =
          List.copyOf(
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(new ByteArrayInputStream(bytes)));
      if (found.isEmpty()) {
        throw new IOException(file + " holds no certificate in PEM form");
      }
      return found;
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " holds no certificate in PEM form", e);
    }
  }
}
