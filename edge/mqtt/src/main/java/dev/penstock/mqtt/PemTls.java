package dev.penstock.mqtt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS from PEM files, read anew for each connection, so that a renewed certificate just works. */
final class PemTls {
  private static final int FILE_BYTES_MAX = 1 << 20;
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

  private PemTls() {}

  static SSLContext open(TlsFiles files) throws IOException {
    try {
      KeyStore trusted = empty();
      int number = 0;
      for (Certificate each : certificates(files.trust())) {
        trusted.setCertificateEntry("trust" + number, each);
        number++;
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      var context = SSLContext.getInstance("TLS");
      Path chain = files.chain();
      Path key = files.key();
      if (chain == null || key == null) {
        context.init(null, trust.getTrustManagers(), null);
        return context;
      }
      KeyStore own = empty();
      own.setKeyEntry(
          "own", privateKey(key), new char[0], certificates(chain).toArray(Certificate[]::new));
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, new char[0]);
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new LinkLostException("the TLS files cannot be used: " + e.getMessage(), e);
    }
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file) throws IOException {
    byte[] bytes = read(file);
    try {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes));
      if (certificates.isEmpty()) {
        throw new LinkLostException(file + " holds no certificate in PEM form");
      }
      return certificates;
    } catch (GeneralSecurityException e) {
      throw new LinkLostException(file + " holds no certificate in PEM form", e);
    }
  }

  private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    Matcher pem = PKCS8.matcher(new String(read(file), StandardCharsets.US_ASCII));
    if (!pem.find()) {
      throw new LinkLostException(
          file
              + " holds no PKCS #8 key without passphrase: openssl pkcs8 -topk8 -nocrypt makes one");
    }
    PKCS8EncodedKeySpec spec;
    try {
      spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
    } catch (IllegalArgumentException e) {
      throw new LinkLostException(file + " is not Base64", e);
    }
    for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // A key of another algorithm: the next one is tried.
      }
    }
    throw new LinkLostException(file + " holds no key of EC, RSA or Ed25519");
  }

  private static byte[] read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
      if (bytes.length > FILE_BYTES_MAX) {
        throw new LinkLostException(file + " is larger than 1 MiB");
      }
      return bytes;
    } catch (LinkLostException e) {
      throw e;
    } catch (IOException e) {
      throw new LinkLostException(file + " cannot be read", e);
    }
  }
}
