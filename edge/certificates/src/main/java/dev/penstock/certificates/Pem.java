package dev.penstock.certificates;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys and certificates as text, RFC 7468. */
final class Pem {
  private static final int LINE_CHARS = 64;
  private static final int CERTIFICATES_MAX = 20;
  private static final Pattern PART =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private Pem() {}

  static String text(String label, byte[] der) {
    String body = Base64.getMimeEncoder(LINE_CHARS, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  static String text(X509Certificate certificate) {
    return text("CERTIFICATE", encoded(certificate));
  }

  static String text(PrivateKey key) {
    return text("PRIVATE KEY", key.getEncoded());
  }

  /** The parts with this label, in their order; what is not Base64 is left out. */
  static List<byte[]> parts(byte[] text, String label) {
    List<byte[]> found = new ArrayList<>();
    Matcher part = PART.matcher(new String(text, StandardCharsets.ISO_8859_1));
    while (part.find()) {
      if (part.group(1).equals(label)) {
        try {
          found.add(Base64.getMimeDecoder().decode(part.group(2)));
        } catch (IllegalArgumentException _) {
          // Not Base64: the same as not there.
        }
      }
    }
    return found;
  }

  /**
   * All certificates.
   *
   * @param name of the file, for messages
   */
  static List<X509Certificate> certificates(byte[] text, String name) throws IOException {
    List<byte[]> parts = parts(text, "CERTIFICATE");
    if (parts.isEmpty() || parts.size() > CERTIFICATES_MAX) {
      throw new IOException(
          name
              + " holds "
              + parts.size()
              + " certificates in PEM form, must be 1.."
              + CERTIFICATES_MAX);
    }
    List<X509Certificate> all = new ArrayList<>();
    for (byte[] part : parts) {
      all.add(certificate(part, name));
    }
    return all;
  }

  static X509Certificate certificate(byte[] der, String name) throws IOException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new IOException(name + " holds a certificate that cannot be read", e);
    }
  }

  /** The one private key, of any algorithm that TLS 1.3 signs with. */
  static PrivateKey privateKey(byte[] text, String name) throws IOException {
    List<byte[]> parts = parts(text, "PRIVATE KEY");
    if (parts.size() != 1) {
      throw new IOException(
          name
              + " holds no PKCS #8 key without passphrase:"
              + " openssl pkcs8 -topk8 -nocrypt makes one");
    }
    var spec = new PKCS8EncodedKeySpec(parts.getFirst());
    for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
      Optional<PrivateKey> key = privateKey(spec, algorithm, name);
      if (key.isPresent()) {
        return key.get();
      }
    }
    throw new IOException(name + " holds no key of EC, RSA or Ed25519");
  }

  private static Optional<PrivateKey> privateKey(
      PKCS8EncodedKeySpec spec, String algorithm, String name) throws IOException {
    try {
      return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
    } catch (InvalidKeySpecException _) {
      // A key of another algorithm: the next one is tried.
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IOException(name + " cannot be used: " + e.getMessage(), e);
    }
  }

  static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read has its bytes", e);
    }
  }

  /** The revocation list of these bytes, or empty when they are none. */
  static Optional<X509CRL> list(byte[] der) {
    try {
      return Optional.of(
          (X509CRL)
              CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der)));
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  static byte[] encoded(X509CRL list) {
    try {
      return list.getEncoded();
    } catch (CRLException e) {
      throw new IllegalStateException("a list that was read has its bytes", e);
    }
  }

  /** SHA-256 of the certificate, as 64 digits. */
  static String fingerprint(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(encoded(certificate));
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
