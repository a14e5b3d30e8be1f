package dev.penstock.testkit.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes certificates with the JDK's keytool, and PEM files and TLS of them. One thread. */
public final class Certificates {
  private static final char[] WORD = "changeit".toCharArray();

  private final Path folder;
  private final Path store;

  /** None yet; files go to this folder. */
  public Certificates(Path folder) {
    this.folder = folder;
    this.store = folder.resolve("store.p12");
  }

  /** An authority of this name. */
  public void authority(String name) throws GeneralSecurityException, IOException {
    make(name, "CN=" + name, "-ext", "bc:c");
  }

  /** A certificate that the authority vouches for, with more options of keytool. */
  public void certificate(String name, String authority, String subject, String... more)
      throws GeneralSecurityException, IOException {
    List<String> all = new ArrayList<>(List.of("-signer", authority));
    all.addAll(List.of(more));
    make(name, subject, all.toArray(String[]::new));
  }

  private void make(String name, String subject, String... more)
      throws GeneralSecurityException, IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(WORD),
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-alias",
                name,
                "-dname",
                subject));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool worked", e);
    }
    Path _ = Files.writeString(pem(name + ".key"), pem("PRIVATE KEY", key(name).getEncoded()));
    Path _ = Files.writeString(pem(name), pem("CERTIFICATE", certificate(name).getEncoded()));
  }

  private static String pem(String title, byte[] bytes) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(title, Base64.getMimeEncoder().encodeToString(bytes));
  }

  /** The PEM file with this certificate; with {@code .key} behind the name, its key. */
  public Path pem(String name) {
    return folder.resolve(name + ".pem");
  }

  /** This certificate. */
  public X509Certificate certificate(String name) throws GeneralSecurityException, IOException {
    return (X509Certificate) store().getCertificate(name);
  }

  private Key key(String name) throws GeneralSecurityException, IOException {
    return store().getKey(name, WORD);
  }

  private KeyStore store() throws GeneralSecurityException, IOException {
    return KeyStore.getInstance(store.toFile(), WORD);
  }

  /** What a sender needs that trusts this authority, and shows this certificate, or none for "". */
  public SSLContext sender(String authority, String name)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", certificate(authority));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    if (!name.isEmpty()) {
      own.setKeyEntry("own", key(name), WORD, new Certificate[] {certificate(name)});
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, WORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
