package dev.penstock.timestamp.x509;

import dev.penstock.cbor.Decoded;
import dev.penstock.timestamp.der.DerReader;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.der.Tag;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A certificate revocation list (RFC 5280 §5).
 *
 * @param unusable why nothing may be concluded from it, where that is so
 */
public record RevocationList(
    Encoded signed,
    Encoded algorithm,
    Encoded signature,
    Name issuer,
    Instant thisUpdate,
    Instant nextUpdate,
    Map<BigInteger, Entry> entries,
    Optional<String> unusable) {
  /** Lists longer than this are not kept, and not read. */
  public static final int BYTES_MAX = 1 << 20;

  private static final String REASON = "2.5.29.21";
  private static final String INVALIDITY_DATE = "2.5.29.24";
  private static final String DISTRIBUTION_POINT = "2.5.29.28";
  private static final int SERIAL_BYTES_MAX = 32;

  /** What it says of one certificate. */
  public record Entry(Instant since, OptionalInt reason) {}

  public RevocationList {
    entries = Map.copyOf(entries);
  }

  public static Decoded<RevocationList> decode(byte[] bytes) {
    DerReader in = DerReader.of(bytes, BYTES_MAX);
    DerReader whole = in.enter(Tag.SEQUENCE);
    Encoded signed = whole.element(Tag.SEQUENCE);
    Encoded algorithm = whole.element(Tag.SEQUENCE);
    Encoded signature = whole.element(Tag.BIT_STRING);
    whole.done();
    DerReader body = in.isRefused() ? in : DerReader.of(signed);
    DerReader fields = body.enter(Tag.SEQUENCE);
    if (fields.isNext(Tag.INTEGER) && fields.number(1) != 1) {
      fields.refuse(X509Reason.VERSION);
    }
    if (!fields.element(Tag.SEQUENCE).equals(algorithm)) {
      fields.refuse(X509Reason.TWO_ALGORITHMS);
    }
    Name issuer = Name.read(fields);
    Instant thisUpdate = fields.time();
    boolean hasNext = fields.isNext(Tag.UTC_TIME) || fields.isNext(Tag.GENERALIZED_TIME);
    Instant nextUpdate = hasNext ? fields.time() : thisUpdate;
    Map<BigInteger, Entry> entries = new HashMap<>();
    boolean areAllRead = !fields.isNext(Tag.SEQUENCE) || readEntries(fields, entries);
    Extensions extensions = Extensions.NONE;
    if (fields.isNext(Tag.context(0))) {
      DerReader explicit = fields.enter(Tag.context(0));
      extensions = Extensions.read(explicit);
      explicit.done();
    }
    fields.done();
    Optional<String> unusable =
        areAllRead ? unusable(extensions) : Optional.of("an entry has a critical extension");
    return body.end(() ->
        new RevocationList(
            signed, algorithm, signature, issuer, thisUpdate, nextUpdate, entries, unusable));
  }

  /** False when an entry has a critical extension that is not read here. */
  private static boolean readEntries(DerReader fields, Map<BigInteger, Entry> entries) {
    boolean areAllRead = true;
    DerReader list = fields.enter(Tag.SEQUENCE);
    while (list.hasNext()) {
      DerReader one = list.enter(Tag.SEQUENCE);
      BigInteger serial = one.integer(SERIAL_BYTES_MAX);
      Instant since = one.time();
      Extensions extensions = one.hasNext() ? Extensions.read(one) : Extensions.NONE;
      one.done();
      areAllRead &= extensions.unknownCritical(Set.of(REASON, INVALIDITY_DATE)).isEmpty();
      OptionalInt reason = OptionalInt.empty();
      for (Extensions.Extension extension : extensions.list()) {
        DerReader content = extension.content();
        if (extension.oid().equals(REASON)) {
          reason = OptionalInt.of(content.number(Tag.ENUMERATED, 10));
        } else if (extension.oid().equals(INVALIDITY_DATE)) {
          Instant invalid = content.generalizedTime();
          since = invalid.isBefore(since) ? invalid : since;
        }
        areAllRead &= !content.isRefused();
      }
      entries.put(serial, new Entry(since, reason));
    }
    return areAllRead;
  }

  /**
   * A list that names its distribution point is taken; one for some certificates or reasons only,
   * one of another issuer's certificates, and a list of changes are not.
   */
  private static Optional<String> unusable(Extensions extensions) {
    Optional<String> unknown = extensions.unknownCritical(Set.of(DISTRIBUTION_POINT));
    if (unknown.isPresent()) {
      return Optional.of("it has critical extension " + unknown.get());
    }
    Optional<Extensions.Extension> point = extensions.find(DISTRIBUTION_POINT);
    if (point.isEmpty()) {
      return Optional.empty();
    }
    DerReader content = point.get().content();
    DerReader in = content.enter(Tag.SEQUENCE);
    if (in.isNext(Tag.context(0))) {
      in.skip();
    }
    in.done();
    content.done();
    return content.isRefused() ? Optional.of("it covers some certificates only") : Optional.empty();
  }

  /** What it says of a certificate of this issuer; empty when it says nothing that counts. */
  Optional<RevocationState> stateOf(Certificate certificate, Certificate issuerCertificate) {
    boolean isOfIssuer =
        unusable.isEmpty()
            && issuer.der().equals(issuerCertificate.subject().der())
            && certificate.issuer().der().equals(issuer.der())
            && (issuerCertificate.keyUsage().isEmpty()
                || (issuerCertificate.keyUsage().getAsInt() & Certificate.CRL_SIGN) != 0)
            && issuerCertificate.signs(algorithm, signed, signature);
    if (!isOfIssuer) {
      return Optional.empty();
    }
    String source = "CRL of " + thisUpdate;
    Entry entry = entries.get(certificate.serial());
    return Optional.of(
        entry == null
            ? new RevocationState.Good(source, thisUpdate, nextUpdate)
            : new RevocationState.Revoked(source, entry.since, entry.reason));
  }
}
