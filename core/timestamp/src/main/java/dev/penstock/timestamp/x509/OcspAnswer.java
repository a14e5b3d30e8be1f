package dev.penstock.timestamp.x509;

import dev.penstock.cbor.Decoded;
import dev.penstock.timestamp.der.DerReader;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.der.Tag;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A basic OCSP answer (RFC 6960 §4.2.1).
 *
 * @param certificates what the responder sent to be believed
 */
public record OcspAnswer(
    Encoded signed,
    Encoded algorithm,
    Encoded signature,
    List<Certificate> certificates,
    List<Single> singles) {
  public static final int BYTES_MAX = 1 << 16;

  private static final String BASIC = "1.3.6.1.5.5.7.48.1.1";
  private static final String SHA_1 = "1.3.14.3.2.26";
  private static final int COUNT_MAX = 32;

  /** A responder sends its own certificate and perhaps its issuer's. */
  private static final int CERTIFICATES_MAX = 8;

  private static final int SERIAL_BYTES_MAX = 32;

  private static final int GOOD = Tag.contextPrimitive(0);
  private static final int REVOKED = Tag.context(1);

  /** Of which certificate it speaks: digests of its issuer's name and key, and its serial. */
  public record CertId(String digestOid, Encoded issuerName, Encoded issuerKey, BigInteger serial) {
    boolean isOf(Certificate certificate, Certificate issuer) {
      byte[] key = keyBits(issuer);
      return serial.equals(certificate.serial())
          && isDigest(issuerName, issuer.subject().der().bytes())
          && isDigest(issuerKey, key);
    }

    private boolean isDigest(Encoded octets, byte[] of) {
      byte[] expected =
          digestOid.equals(SHA_1)
              ? DigestAlgorithm.sha1Name(of)
              : DigestAlgorithm.of(digestOid).map(each -> each.digest(of)).orElse(new byte[0]);
      return expected.length > 0 && Arrays.equals(DerReader.of(octets).octets(64), expected);
    }

    private static byte[] keyBits(Certificate issuer) {
      DerReader info = DerReader.of(issuer.keyInfo()).enter(Tag.SEQUENCE);
      info.skip();
      return info.bytesOfBits();
    }
  }

  /** What it says of one certificate. */
  public record Single(
      CertId id, int status, Instant since, OptionalInt reason, Instant asOf, Instant next) {}

  public OcspAnswer {
    certificates = List.copyOf(certificates);
    singles = List.copyOf(singles);
  }

  public static Decoded<OcspAnswer> decode(byte[] bytes) {
    DerReader in = DerReader.of(bytes, BYTES_MAX);
    DerReader response = in.enter(Tag.SEQUENCE);
    if (response.number(Tag.ENUMERATED, 6) != 0) {
      response.refuse(X509Reason.NOT_SUCCESSFUL);
    }
    DerReader explicit = response.enter(Tag.context(0));
    response.done();
    DerReader typed = explicit.enter(Tag.SEQUENCE);
    if (!typed.oid().equals(BASIC)) {
      typed.refuse(X509Reason.NOT_BASIC);
    }
    DerReader basic = typed.enterOctets().enter(Tag.SEQUENCE);
    Encoded signed = basic.element(Tag.SEQUENCE);
    Encoded algorithm = basic.element(Tag.SEQUENCE);
    Encoded signature = basic.element(Tag.BIT_STRING);
    List<Certificate> certificates = new ArrayList<>();
    if (basic.hasNext()) {
      DerReader list = basic.enter(Tag.context(0)).enter(Tag.SEQUENCE);
      while (list.hasNext() && certificates.size() < CERTIFICATES_MAX) {
        if (Certificate.decode(list.element()) instanceof Decoded.Value<Certificate>(var found)) {
          certificates.add(found);
        }
      }
    }
    basic.done();
    DerReader body = in.isRefused() ? in : DerReader.of(signed);
    List<Single> singles = singles(body.enter(Tag.SEQUENCE));
    return body.end(() -> new OcspAnswer(signed, algorithm, signature, certificates, singles));
  }

  private static List<Single> singles(DerReader data) {
    List<Single> singles = new ArrayList<>();
    if (data.isNext(Tag.context(0))) {
      data.skip();
    }
    // Who answers, by name or by key: the signature says it better.
    data.skip();
    Instant _ = data.generalizedTime();
    DerReader list = data.enter(Tag.SEQUENCE);
    while (list.hasNext()) {
      single(list.enter(Tag.SEQUENCE)).ifPresent(singles::add);
      if (singles.size() > COUNT_MAX) {
        list.refuse(X509Reason.TOO_MANY);
      }
    }
    if (data.hasNext()) {
      DerReader explicit = data.enter(Tag.context(1));
      if (Extensions.read(explicit).unknownCritical(Set.of()).isPresent()) {
        singles.clear();
      }
    }
    data.done();
    return singles;
  }

  /** Empty for one that has a critical extension. */
  private static Optional<Single> single(DerReader in) {
    DerReader id = in.enter(Tag.SEQUENCE);
    var certId =
        new CertId(
            DigestAlgorithm.readIdentifier(id, Tag.SEQUENCE),
            id.element(Tag.OCTET_STRING),
            id.element(Tag.OCTET_STRING),
            id.integer(SERIAL_BYTES_MAX));
    id.done();
    int status = in.peek();
    Instant since = Instant.EPOCH;
    OptionalInt reason = OptionalInt.empty();
    if (status == REVOKED) {
      DerReader revoked = in.enter(REVOKED);
      since = revoked.generalizedTime();
      if (revoked.hasNext()) {
        reason = OptionalInt.of(revoked.enter(Tag.context(0)).number(Tag.ENUMERATED, 10));
      }
      revoked.done();
    } else {
      in.skip();
    }
    Instant asOf = in.generalizedTime();
    Instant next = in.isNext(Tag.context(0)) ? in.enter(Tag.context(0)).generalizedTime() : asOf;
    boolean isCritical = false;
    if (in.hasNext()) {
      isCritical = Extensions.read(in.enter(Tag.context(1))).unknownCritical(Set.of()).isPresent();
    }
    in.done();
    return isCritical
        ? Optional.empty()
        : Optional.of(new Single(certId, status, since, reason, asOf, next));
  }

  /** What it says of a certificate of this issuer; empty when it says nothing that counts. */
  Optional<RevocationState> stateOf(Certificate certificate, Certificate issuer) {
    return singles.stream()
        .filter(each -> each.status == GOOD || each.status == REVOKED)
        .filter(each -> each.id.isOf(certificate, issuer))
        .findFirst()
        .filter(each -> isSignedFor(issuer, each.asOf))
        .map(OcspAnswer::state);
  }

  private static RevocationState state(Single single) {
    String source = "OCSP answer of " + single.asOf;
    return single.status == GOOD
        ? new RevocationState.Good(source, single.asOf, single.next)
        : new RevocationState.Revoked(source, single.since, single.reason);
  }

  /**
   * RFC 6960 §4.2.2.2: signed by the issuer itself, or by somebody whom it certified for this and
   * whose certificate was valid then.
   */
  private boolean isSignedFor(Certificate issuer, Instant asOf) {
    if (issuer.signs(algorithm, signed, signature)) {
      return true;
    }
    return certificates.stream()
        .anyMatch(each ->
            each.purposes().isPresent()
                && each.purposes().get().contains(Certificate.PURPOSE_OCSP)
                && each.unknownCritical().isEmpty()
                && each.isValidAt(asOf)
                && issuer.issued(each)
                && each.signs(algorithm, signed, signature));
  }
}
