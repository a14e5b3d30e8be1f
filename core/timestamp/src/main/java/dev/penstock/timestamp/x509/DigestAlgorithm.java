package dev.penstock.timestamp.x509;

import dev.penstock.timestamp.der.DerReader;
import dev.penstock.timestamp.der.DerWriter;
import dev.penstock.timestamp.der.Tag;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The digests that count. Older ones do not, whatever a certificate or a token says. */
public enum DigestAlgorithm {
  SHA_256("SHA-256", 32, "2.16.840.1.101.3.4.2.1", "0609608648016503040201"),
  SHA_384("SHA-384", 48, "2.16.840.1.101.3.4.2.2", "0609608648016503040202"),
  SHA_512("SHA-512", 64, "2.16.840.1.101.3.4.2.3", "0609608648016503040203");

  private final String text;
  private final int bytes;
  private final String oid;
  private final String encodedOid;

  DigestAlgorithm(String text, int bytes, String oid, String encodedOid) {
    this.text = text;
    this.bytes = bytes;
    this.oid = oid;
    this.encodedOid = encodedOid;
  }

  /** How the JDK and people call it. */
  public String text() {
    return text;
  }

  /** How long its values are. */
  public int bytes() {
    return bytes;
  }

  public String oid() {
    return oid;
  }

  public static Optional<DigestAlgorithm> of(String oid) {
    for (DigestAlgorithm each : values()) {
      if (each.oid.equals(oid)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The digest over these parts, one behind the other. */
  public byte[] digest(byte[]... parts) {
    return digest(text, parts);
  }

  /** An AlgorithmIdentifier without parameters, as RFC 5754 §2 has it written. */
  public byte[] identifier() {
    return DerWriter.sequence(List.of(HexFormat.of().parseHex(encodedOid)));
  }

  /** Reads an AlgorithmIdentifier of a digest and answers its object identifier. */
  public static String readIdentifier(DerReader in, int tag) {
    DerReader identifier = in.enter(tag);
    String oid = identifier.oid();
    // RFC 5754 §2: parameters are absent, and readers take a null too.
    if (identifier.isNext(Tag.NULL)) {
      identifier.skip();
    }
    identifier.done();
    return oid;
  }

  /**
   * SHA-1, where a standard names certificates by it: ESSCertID (RFC 2634 §5.4.1) and CertID (RFC
   * 6960 §4.1.1). No signature rests on it.
   */
  public static byte[] sha1Name(byte[] bytes) {
    return digest("SHA-1", bytes);
  }

  private static byte[] digest(String name, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(name);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no " + name, e);
    }
  }
}
