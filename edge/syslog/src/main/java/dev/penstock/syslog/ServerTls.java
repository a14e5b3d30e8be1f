package dev.penstock.syslog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS as the PEM files say. They are looked at again before a connection, at most once a second, so
 * a renewed certificate needs no restart; files that cannot be used leave what was there. One
 * thread, but for {@link #obstacle}.
 */
final class ServerTls {
  private static final long LOOK_NANOS = 1_000_000_000L;

  private final TlsFiles files;
  private @Nullable SSLContext context;
  private List<Stamp> stamps = List.of();
  private long lookedNanos;
  private volatile Optional<String> obstacle = Optional.empty();

  /** By what it is seen that a file was changed. */
  private record Stamp(FileTime time, long size) {}

  ServerTls(TlsFiles files) {
    this.files = files;
  }

  /** Why newer files are not used, if so. */
  Optional<String> obstacle() {
    return obstacle;
  }

  /**
   * TLS for the next connection.
   *
   * @throws IOException when the files were never usable, with one line that says what is wrong
   */
  SSLContext current() throws IOException {
    SSLContext known = context;
    if (known != null && System.nanoTime() - lookedNanos < LOOK_NANOS) {
      return known;
    }
    lookedNanos = System.nanoTime();
    try {
      List<Stamp> found = stamps();
      if (known == null || !found.equals(stamps)) {
        known = made();
        context = known;
        stamps = found;
      }
      obstacle = Optional.empty();
    } catch (IOException e) {
      if (known == null) {
        throw e;
      }
      obstacle = Optional.of("renewed TLS files are not used: " + e.getMessage());
    }
    return known;
  }

  private List<Stamp> stamps() throws IOException {
    List<Stamp> all = new ArrayList<>();
    for (Path each : all()) {
      try {
        all.add(new Stamp(Files.getLastModifiedTime(each), Files.size(each)));
      } catch (IOException e) {
        throw new IOException(each + " cannot be read", e);
      }
    }
    return all;
  }

  private List<Path> all() {
    Path clients = files.clients();
    return clients == null
        ? List.of(files.chain(), files.key())
        : List.of(files.chain(), files.key(), clients);
  }

  private SSLContext made() throws IOException {
    List<X509Certificate> chain = Pem.certificates(files.chain());
    PrivateKey key = Pem.privateKey(files.key());
    try {
      mustBePair(chain.getFirst(), key);
      KeyStore own = empty();
      own.setKeyEntry("own", key, new char[0], chain.toArray(Certificate[]::new));
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, new char[0]);
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted());
      var made = SSLContext.getInstance("TLS");
      made.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return made;
    } catch (GeneralSecurityException e) {
      throw new IOException("the TLS files cannot be used: " + e.getMessage(), e);
    }
  }

  /** Those who may vouch for senders. Nobody, where none is asked: the machine's store never is. */
  private KeyStore trusted() throws IOException, GeneralSecurityException {
    KeyStore trusted = empty();
    Path clients = files.clients();
    List<X509Certificate> all =
        clients == null ? Pem.certificates(files.chain()) : Pem.certificates(clients);
    for (int i = 0; i < all.size(); i++) {
      trusted.setCertificateEntry("trust" + i, all.get(i));
    }
    return trusted;
  }

  /**
   * Files are often renewed one after the other, and a key of another certificate serves nobody.
   */
  private void mustBePair(X509Certificate certificate, PrivateKey key)
      throws IOException, GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> "Ed25519";
        };
    byte[] anything = {1};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(anything);
    byte[] made = signature.sign();
    // The JDK calls both halves of a pair by the same name.
    boolean isPair = certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm());
    if (isPair) {
      signature.initVerify(certificate.getPublicKey());
      signature.update(anything);
      isPair = signature.verify(made);
    }
    if (!isPair) {
      throw new IOException(
          files.key() + " is not the key of the first certificate in " + files.chain());
    }
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
