package dev.penstock.timestamp.cms;

import dev.penstock.cbor.Decoded;
import dev.penstock.timestamp.der.DerReader;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.der.Tag;
import dev.penstock.timestamp.x509.DigestAlgorithm;
import dev.penstock.timestamp.x509.Name;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an authority states: that a digest was there at a time (TSTInfo, RFC 3161 §2.4.2).
 *
 * @param imprintOid the algorithm of the digest, whether or not it counts
 * @param imprint an octet string that holds the digest
 * @param accuracyNs how far the time may be off to either side, where that is stated
 * @param authority whom the token names, where it names somebody by a distinguished name
 */
public record TimeInfo(
    String policy,
    String imprintOid,
    Encoded imprint,
    BigInteger serial,
    Instant time,
    OptionalLong accuracyNs,
    Optional<BigInteger> nonce,
    Optional<Name> authority) {
  private static final int BYTES_MAX = 1 << 16;
  private static final int SERIAL_BYTES_MAX = 32;
  private static final int NONCE_BYTES_MAX = 64;
  private static final Instant END = Instant.parse("2262-01-01T00:00:00Z");

  public static Decoded<TimeInfo> decode(byte[] bytes) {
    DerReader all = DerReader.of(bytes, BYTES_MAX);
    DerReader in = all.enter(Tag.SEQUENCE);
    if (in.number(1) != 1) {
      in.refuse(CmsReason.VERSION);
    }
    String policy = in.oid();
    DerReader message = in.enter(Tag.SEQUENCE);
    String imprintOid = DigestAlgorithm.readIdentifier(message, Tag.SEQUENCE);
    Encoded imprint = message.element(Tag.OCTET_STRING);
    message.done();
    BigInteger serial = in.integer(SERIAL_BYTES_MAX);
    Instant time = in.generalizedTime();
    if (time.isBefore(Instant.EPOCH) || !time.isBefore(END)) {
      in.refuse(CmsReason.OUT_OF_TIME);
    }
    OptionalLong accuracy =
        in.isNext(Tag.SEQUENCE)
            ? OptionalLong.of(accuracyNs(in.enter(Tag.SEQUENCE)))
            : OptionalLong.empty();
    if (in.isNext(Tag.BOOLEAN)) {
      // Whether tokens of this authority can be ordered by time: nothing here orders them.
      boolean _ = in.bool();
    }
    Optional<BigInteger> nonce =
        in.isNext(Tag.INTEGER) ? Optional.of(in.integer(NONCE_BYTES_MAX)) : Optional.empty();
    Optional<Name> authority =
        in.isNext(Tag.context(0)) ? authority(in.enter(Tag.context(0))) : Optional.empty();
    if (in.isNext(Tag.context(1))) {
      extensions(in.enter(Tag.context(1)));
    }
    in.done();
    return all.end(
        () -> new TimeInfo(policy, imprintOid, imprint, serial, time, accuracy, nonce, authority));
  }

  /** Seconds, and milliseconds and microseconds below them. */
  private static long accuracyNs(DerReader in) {
    long nanos = 0;
    if (in.isNext(Tag.INTEGER)) {
      nanos = 1_000_000_000L * in.number(Integer.MAX_VALUE);
    }
    if (in.isNext(Tag.contextPrimitive(0))) {
      nanos += 1_000_000L * in.number(Tag.contextPrimitive(0), 999);
    }
    if (in.isNext(Tag.contextPrimitive(1))) {
      nanos += 1_000L * in.number(Tag.contextPrimitive(1), 999);
    }
    in.done();
    return nanos;
  }

  private static Optional<Name> authority(DerReader general) {
    Optional<Name> name = Optional.empty();
    if (general.isNext(Tag.context(4))) {
      DerReader directory = general.enter(Tag.context(4));
      name = Optional.of(new Name(directory.element(Tag.SEQUENCE)));
      directory.done();
    } else {
      general.skip();
    }
    general.done();
    return name;
  }

  /** None is known, so none may be critical. */
  private static void extensions(DerReader list) {
    while (list.hasNext()) {
      DerReader one = list.enter(Tag.SEQUENCE);
      String _ = one.oid();
      if (one.isNext(Tag.BOOLEAN) && one.bool()) {
        one.refuse(CmsReason.CRITICAL_EXTENSION);
      }
      Encoded _ = one.element(Tag.OCTET_STRING);
      one.done();
    }
  }

  /** The digest. */
  public byte[] imprintBytes() {
    return DerReader.of(imprint).octets(BYTES_MAX);
  }

  /** Nanoseconds since 1970. */
  public long timeNs() {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }
}
