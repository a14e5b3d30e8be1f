package dev.penstock.certificates;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Collectors;

/** A private key and the certificates that say whose it is, its own one first. */
public final class KeyMaterial {
  private final PrivateKey key;
  private final List<X509Certificate> chain;

  KeyMaterial(PrivateKey key, List<X509Certificate> chain) {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a key without a certificate");
    }
    this.key = key;
    this.chain = List.copyOf(chain);
  }

  public PrivateKey key() {
    return key;
  }

  public List<X509Certificate> chain() {
    return chain;
  }

  /** The certificate of the key. */
  public X509Certificate certificate() {
    return chain.getFirst();
  }

  /**
   * Key and certificates as text, RFC 7468, the key first: for a file that only its owner reads.
   */
  public String pem() {
    return Pem.text(key) + pem(chain);
  }

  /** Certificates as text. */
  public static String pem(List<X509Certificate> certificates) {
    return certificates.stream().map(Pem::text).collect(Collectors.joining());
  }

  /** Says nothing of the key. */
  @Override
  public String toString() {
    return "certificate " + IssuedCertificate.hex(certificate().getSerialNumber());
  }
}
