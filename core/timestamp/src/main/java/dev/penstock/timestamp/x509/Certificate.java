package dev.penstock.timestamp.x509;

import dev.penstock.cbor.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.timestamp.der.DerReader;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.der.Tag;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * An X.509 certificate (RFC 5280 §4.1), with what a time-stamp's judge asks of it.
 *
 * @param der all of it, as it came
 * @param signed what its issuer signed
 * @param algorithm how, an AlgorithmIdentifier
 * @param keyInfo its SubjectPublicKeyInfo
 * @param signature its issuer's
 * @param pathLengthMax how many authorities may stand below this one, where it says so
 * @param keyUsage named bits, empty when the extension is absent
 * @param purposes of the extended key usage, empty when the extension is absent
 * @param unknownCritical a critical extension that is not read here
 */
public record Certificate(
    Encoded der,
    Encoded signed,
    Encoded algorithm,
    BigInteger serial,
    Name issuer,
    Instant notBefore,
    Instant notAfter,
    Name subject,
    Encoded keyInfo,
    Encoded signature,
    boolean isAuthority,
    OptionalInt pathLengthMax,
    OptionalInt keyUsage,
    Optional<List<String>> purposes,
    boolean arePurposesCritical,
    Optional<Encoded> keyId,
    Optional<String> unknownCritical) {
  /** Certificates of time-stamping authorities have some 2 KiB. */
  public static final int BYTES_MAX = 1 << 16;

  public static final String PURPOSE_TIMESTAMPING = "1.3.6.1.5.5.7.3.8";
  public static final String PURPOSE_OCSP = "1.3.6.1.5.5.7.3.9";
  static final String PURPOSE_ANY = "2.5.29.37.0";

  /** Named bits of the key usage (RFC 5280 §4.2.1.3). */
  public static final int DIGITAL_SIGNATURE = 1;

  public static final int NON_REPUDIATION = 1 << 1;
  static final int KEY_CERT_SIGN = 1 << 5;
  static final int CRL_SIGN = 1 << 6;

  private static final String KEY_ID = "2.5.29.14";
  private static final String KEY_USAGE = "2.5.29.15";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";

  /**
   * Critical extensions that may stand in a path: those read here, and policies and alternative
   * names, which bind nobody who asks for none. Constraints of names and policies are not computed,
   * so a certificate with critical ones is in no path.
   */
  private static final Set<String> KNOWN =
      Set.of(
          KEY_ID,
          KEY_USAGE,
          BASIC_CONSTRAINTS,
          EXTENDED_KEY_USAGE,
          "2.5.29.17",
          "2.5.29.18",
          "2.5.29.32");

  private static final int SERIAL_BYTES_MAX = 32;
  private static final int PURPOSES_MAX = 32;

  /** Reads one. */
  public static Decoded<Certificate> decode(byte[] bytes) {
    DerReader in = DerReader.of(bytes, BYTES_MAX);
    return read(in, Encoded.of(bytes));
  }

  /** Reads one that was set aside. */
  public static Decoded<Certificate> decode(Encoded der) {
    return der.size() > BYTES_MAX ? decode(der.bytes()) : read(DerReader.of(der), der);
  }

  private static Decoded<Certificate> read(DerReader in, Encoded der) {
    DerReader whole = in.enter(Tag.SEQUENCE);
    Encoded signed = whole.element(Tag.SEQUENCE);
    Encoded algorithm = whole.element(Tag.SEQUENCE);
    Encoded signature = whole.element(Tag.BIT_STRING);
    whole.done();
    if (in.isRefused()) {
      return in.end(() -> unreachable());
    }
    DerReader body = DerReader.of(signed);
    DerReader fields = body.enter(Tag.SEQUENCE);
    int version = 0;
    if (fields.isNext(Tag.context(0))) {
      DerReader explicit = fields.enter(Tag.context(0));
      version = explicit.number(2);
      explicit.done();
    }
    BigInteger serial = fields.integer(SERIAL_BYTES_MAX);
    if (!fields.element(Tag.SEQUENCE).equals(algorithm)) {
      fields.refuse(X509Reason.TWO_ALGORITHMS);
    }
    Name issuer = Name.read(fields);
    DerReader validity = fields.enter(Tag.SEQUENCE);
    Instant notBefore = validity.time();
    Instant notAfter = validity.time();
    validity.done();
    Name subject = Name.read(fields);
    Encoded keyInfo = fields.element(Tag.SEQUENCE);
    // Unique identifiers, long forbidden (RFC 5280 §4.1.2.8): passed over.
    for (int number = 1; number <= 2; number++) {
      if (fields.isNext(Tag.contextPrimitive(number))) {
        fields.skip();
      }
    }
    Extensions extensions = extensions(fields, version);
    fields.done();
    var facts = new Facts(body, extensions);
    return body.end(() ->
        new Certificate(
            der,
            signed,
            algorithm,
            serial,
            issuer,
            notBefore,
            notAfter,
            subject,
            keyInfo,
            signature,
            facts.isAuthority,
            facts.pathLengthMax,
            facts.keyUsage,
            facts.purposes,
            facts.arePurposesCritical,
            facts.keyId,
            extensions.unknownCritical(KNOWN)));
  }

  private static Certificate unreachable() {
    throw new IllegalStateException("a refused reader asked for its value");
  }

  private static Extensions extensions(DerReader fields, int version) {
    if (!fields.isNext(Tag.context(3))) {
      return Extensions.NONE;
    }
    if (version != 2) {
      fields.refuse(X509Reason.VERSION);
    }
    DerReader explicit = fields.enter(Tag.context(3));
    Extensions extensions = Extensions.read(explicit);
    explicit.done();
    return extensions;
  }

  /** What the extensions say. */
  private static final class Facts {
    private boolean isAuthority;
    private OptionalInt pathLengthMax = OptionalInt.empty();
    private OptionalInt keyUsage = OptionalInt.empty();
    private Optional<List<String>> purposes = Optional.empty();
    private boolean arePurposesCritical;
    private Optional<Encoded> keyId = Optional.empty();

    /** A fault in one that is read is a fault of the certificate. */
    Facts(DerReader certificate, Extensions extensions) {
      for (Extensions.Extension extension : extensions.list()) {
        DerReader in = extension.content();
        switch (extension.oid()) {
          case BASIC_CONSTRAINTS -> basicConstraints(in.enter(Tag.SEQUENCE));
          case KEY_USAGE -> keyUsage = OptionalInt.of(in.namedBits(Tag.BIT_STRING));
          case KEY_ID -> keyId = Optional.of(in.element(Tag.OCTET_STRING));
          case EXTENDED_KEY_USAGE -> {
            purposes = Optional.of(purposes(in.enter(Tag.SEQUENCE)));
            arePurposesCritical = extension.isCritical();
          }
          default -> {
            continue;
          }
        }
        if (in.end(() -> extension) instanceof Decoded.Refused<Extensions.Extension>(var refusal)) {
          certificate.refuse(refusal.reason());
        }
      }
    }

    private void basicConstraints(DerReader in) {
      isAuthority = in.isNext(Tag.BOOLEAN) && in.bool();
      if (in.hasNext()) {
        pathLengthMax = OptionalInt.of(in.number(255));
      }
      in.done();
    }

    private static List<String> purposes(DerReader in) {
      List<String> found = new ArrayList<>();
      while (in.hasNext()) {
        found.add(in.oid());
        if (found.size() > PURPOSES_MAX) {
          in.refuse(X509Reason.TOO_MANY);
        }
      }
      return List.copyOf(found);
    }
  }

  /** SHA-256 of the certificate, by which people compare certificates. */
  public Digest fingerprint() {
    return Digest.of(DigestAlgorithm.SHA_256.digest(der.bytes()));
  }

  /** Whether both ends of its validity embrace this time (RFC 5280 §4.1.2.5). */
  public boolean isValidAt(Instant time) {
    // The last second is valid whole: its end is written to the second.
    return !time.isBefore(notBefore) && time.isBefore(notAfter.plusSeconds(1));
  }

  /** Whether this certificate's key signed that one, and both say so. */
  boolean issued(Certificate other) {
    return other.issuer.der().equals(subject.der())
        && !subject.isEmpty()
        && isAuthority
        && (keyUsage.isEmpty() || (keyUsage.getAsInt() & KEY_CERT_SIGN) != 0)
        && signs(other.algorithm, other.signed, other.signature);
  }

  /** Whether the key in this certificate signed these bytes. */
  boolean signs(Encoded how, Encoded what, Encoded bitString) {
    DerReader bits = DerReader.of(bitString);
    byte[] value = bits.bytesOfBits();
    return !bits.isRefused() && verifies(SignatureScheme.of(how), what.bytes(), value);
  }

  private boolean verifies(Optional<SignatureScheme> scheme, byte[] message, byte[] value) {
    return scheme.isPresent() && scheme.get().accepts(keyInfo, message, value);
  }

  /** Whether it says that its key may be used for this; what says nothing may everything. */
  boolean allowsPurpose(String purpose) {
    return purposes.isEmpty()
        || purposes.get().contains(purpose)
        || purposes.get().contains(PURPOSE_ANY);
  }

  /** For a person. */
  public String text() {
    return subject.text();
  }
}
