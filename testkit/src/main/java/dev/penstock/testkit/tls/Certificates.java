package dev.penstock.testkit.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes certificates, and PEM files and TLS of them; what else they say is asked for in the words
 * of the JDK's keytool. They are made in this process: a keytool for each takes more than a second
 * of a slow machine. One thread.
 */
public final class Certificates {
  private static final char[] WORD = "changeit".toCharArray();
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;

  /** None yet; files go to this folder. */
  public Certificates(Path folder) {
    this.folder = folder;
  }

  /** An authority of this name. */
  public void authority(String name) throws GeneralSecurityException, IOException {
    make(name, "", "CN=" + name, List.of("-ext", "bc:c"));
  }

  /**
   * A certificate that the authority vouches for.
   *
   * @param more as keytool has it: {@code -ext bc:c}, {@code san=dns:a,ip:b} or {@code
   *     eku=clientAuth}, {@code -startdate -10d}, {@code -validity 5}
   */
  public void certificate(String name, String authority, String subject, String... more)
      throws GeneralSecurityException, IOException {
    make(name, authority, subject, List.of(more));
  }

  private void make(String name, String authority, String subject, List<String> more)
      throws GeneralSecurityException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    var who = new X500Principal(subject);
    boolean isOwn = authority.isEmpty();
    X500Principal issuer = isOwn ? who : certificate(authority).getSubjectX500Principal();
    // A clock that stands some seconds off still finds it begun.
    Instant from = Instant.now().minusSeconds(5).plus(days(more, "-startdate", 0));
    Instant to = from.plus(days(more, "-validity", 90));
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(63, RANDOM).setBit(0),
            Date.from(from),
            Date.from(to),
            who,
            pair.getPublic());
    var identifiers = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        identifiers.createSubjectKeyIdentifier(pair.getPublic()));
    if (!isOwn) {
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          identifiers.createAuthorityKeyIdentifier(certificate(authority).getPublicKey()));
    }
    for (int i = 0; i + 1 < more.size(); i += 2) {
      if (more.get(i).equals("-ext")) {
        extend(builder, more.get(i + 1));
      }
    }
    PrivateKey signing = isOwn ? pair.getPrivate() : key(authority);
    byte[] made = signed(builder, signing);
    Path _ = Files.writeString(pem(name + ".key"), pem("PRIVATE KEY", encoded(pair)));
    Path _ = Files.writeString(pem(name), pem("CERTIFICATE", made));
  }

  private static byte[] encoded(KeyPair pair) {
    return pair.getPrivate().getEncoded();
  }

  private static byte[] signed(JcaX509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, IOException {
    try {
      return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)).getEncoded();
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static Duration days(List<String> more, String option, int usual) {
    int at = more.indexOf(option);
    String text = at < 0 ? Integer.toString(usual) : more.get(at + 1);
    return Duration.ofDays(Integer.parseInt(text.replace("d", "")));
  }

  private static void extend(JcaX509v3CertificateBuilder builder, String words) throws IOException {
    if (words.equals("bc:c")) {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      return;
    }
    String[] parts = words.split("=", 2);
    switch (parts[0]) {
      case "san" -> builder.addExtension(Extension.subjectAlternativeName, false, names(parts[1]));
      case "eku" -> builder.addExtension(Extension.extendedKeyUsage, false, uses(parts[1]));
      default -> throw new IllegalArgumentException("no extension is made of " + words);
    }
  }

  private static GeneralNames names(String words) {
    List<GeneralName> names = new ArrayList<>();
    for (String each : words.split(",", -1)) {
      int kind = each.startsWith("ip:") ? GeneralName.iPAddress : GeneralName.dNSName;
      names.add(new GeneralName(kind, each.substring(each.indexOf(':') + 1)));
    }
    return new GeneralNames(names.toArray(GeneralName[]::new));
  }

  private static ExtendedKeyUsage uses(String word) {
    return new ExtendedKeyUsage(
        switch (word) {
          case "clientAuth" -> KeyPurposeId.id_kp_clientAuth;
          case "serverAuth" -> KeyPurposeId.id_kp_serverAuth;
          default -> throw new IllegalArgumentException("no use is called " + word);
        });
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
    try (var in = Files.newInputStream(pem(name))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private PrivateKey key(String name) throws GeneralSecurityException, IOException {
    String text = Files.readString(pem(name + ".key")).replaceAll("-----[A-Z ]+-----", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text)));
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
