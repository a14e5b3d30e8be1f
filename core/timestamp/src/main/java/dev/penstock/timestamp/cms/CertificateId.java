package dev.penstock.timestamp.cms;

import dev.penstock.timestamp.der.DerReader;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.der.Tag;
import dev.penstock.timestamp.x509.Certificate;
import dev.penstock.timestamp.x509.DigestAlgorithm;
import dev.penstock.timestamp.x509.Name;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * The signed word on which certificate belongs to the signature (ESSCertID, RFC 2634 §5.4.1, and
 * ESSCertIDv2, RFC 5035 §4). The older form names it by SHA-1: that binds the signer to a
 * certificate and signs nothing, so it is read (RFC 5816 §1).
 *
 * @param digestOid the digest of the newer form; empty in the older one
 */
public record CertificateId(
    Optional<String> digestOid,
    Encoded digest,
    Optional<Name> issuer,
    Optional<BigInteger> serial) {
  private static final int SERIAL_BYTES_MAX = 32;

  /** Reads the first of a SigningCertificate; the others speak of its issuers. */
  static CertificateId readFirst(DerReader value, boolean isNewer) {
    DerReader attribute = value.enter(Tag.SEQUENCE);
    DerReader list = attribute.enter(Tag.SEQUENCE);
    DerReader one = list.enter(Tag.SEQUENCE);
    Optional<String> digestOid = Optional.empty();
    if (isNewer) {
      digestOid =
          Optional.of(
              one.isNext(Tag.SEQUENCE)
                  ? DigestAlgorithm.readIdentifier(one, Tag.SEQUENCE)
                  : DigestAlgorithm.SHA_256.oid());
    }
    Encoded digest = one.element(Tag.OCTET_STRING);
    Optional<Name> issuer = Optional.empty();
    Optional<BigInteger> serial = Optional.empty();
    if (one.hasNext()) {
      DerReader issuerSerial = one.enter(Tag.SEQUENCE);
      DerReader names = issuerSerial.enter(Tag.SEQUENCE);
      if (names.isNext(Tag.context(4))) {
        DerReader directory = names.enter(Tag.context(4));
        issuer = Optional.of(new Name(directory.element(Tag.SEQUENCE)));
        directory.done();
      }
      serial = Optional.of(issuerSerial.integer(SERIAL_BYTES_MAX));
      issuerSerial.done();
    }
    one.done();
    return new CertificateId(digestOid, digest, issuer, serial);
  }

  boolean isOf(Certificate certificate) {
    byte[] bytes = certificate.der().bytes();
    byte[] expected =
        digestOid.isEmpty()
            ? DigestAlgorithm.sha1Name(bytes)
            : DigestAlgorithm.of(digestOid.get())
                .map(each -> each.digest(bytes))
                .orElse(new byte[0]);
    return expected.length > 0
        && Arrays.equals(DerReader.of(digest).octets(64), expected)
        && issuer.map(each -> each.isLike(certificate.issuer())).orElse(true)
        && serial.map(each -> each.equals(certificate.serial())).orElse(true);
  }
}
