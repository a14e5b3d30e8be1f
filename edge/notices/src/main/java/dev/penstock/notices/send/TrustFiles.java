package dev.penstock.notices.send;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * PEM files for TLS towards a peer, read anew for each message, so a renewed one needs no restart.
 *
 * @param authorities who may vouch for the peer; empty for those that the machine trusts
 * @param own the certificate that we show, if one is asked for
 */
public record TrustFiles(Optional<Path> authorities, Optional<Own> own) {
  /** As the machine trusts, and nothing is shown. */
  public static final TrustFiles MACHINE = new TrustFiles(Optional.empty(), Optional.empty());

  /**
   * What we show.
   *
   * @param chain our certificate and those above it
   * @param key PKCS #8 without a passphrase
   */
  public record Own(Path chain, Path key) {}

  /** TLS as the files say now; the message of a fault names the file. */
  public SSLContext context() throws IOException {
    try {
      var made = SSLContext.getInstance("TLS");
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      if (authorities.isPresent()) {
        trust.init(trusted(Pem.certificates(authorities.get())));
      } else {
        trust.init((KeyStore) null);
      }
      KeyManager[] keys = own.isPresent() ? keys(own.get()) : new KeyManager[0];
      made.init(keys, trust.getTrustManagers(), null);
      return made;
    } catch (GeneralSecurityException e) {
      throw new IOException("the TLS files cannot be used: " + e.getMessage(), e);
    }
  }

  private static KeyStore trusted(List<X509Certificate> all)
      throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    for (int i = 0; i < all.size(); i++) {
      store.setCertificateEntry("trust" + i, all.get(i));
    }
    return store;
  }

  private static KeyManager[] keys(Own own) throws IOException, GeneralSecurityException {
    KeyStore store = empty();
    Certificate[] chain = Pem.certificates(own.chain()).toArray(Certificate[]::new);
    store.setKeyEntry("own", Pem.privateKey(own.key()), new char[0], chain);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    return keys.getKeyManagers();
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
