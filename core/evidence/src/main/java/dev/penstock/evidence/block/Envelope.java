package dev.penstock.evidence.block;

import dev.penstock.cbor.CborValue;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.Refusal;
import dev.penstock.cbor.cose.CoseAlgorithm;
import dev.penstock.cbor.cose.CoseHeader;
import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.cbor.cose.CoseProfile;
import dev.penstock.cbor.cose.CoseSign1;
import dev.penstock.cbor.cose.CoseSign1Reader;
import dev.penstock.cbor.cose.CoseSign1Signer;
import dev.penstock.cbor.cose.SigStructure;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.Signer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The COSE_Sign1 around blocks and acks in our profile of it: alg, content type and kid protected,
 * nothing unprotected, one external_aad for each content type.
 */
enum Envelope {
  BLOCK("application/vnd.penstock.block", "penstock-block-v1"),
  ACK("application/vnd.penstock.ack", "penstock-ack-v1");

  /** A block of 17 fields, two claims and the longest signature stays far below this. */
  static final int BYTES_MAX = 8192;

  private static final CoseProfile PROFILE = CoseProfile.closed(BYTES_MAX);
  private static final long CWT_CLAIMS = 15;
  private static final CborValue ISSUER = CborValue.of(1);
  private static final CborValue SUBJECT = CborValue.of(2);

  private final String contentType;
  private final String externalAad;

  Envelope(String contentType, String externalAad) {
    this.contentType = contentType;
    this.externalAad = externalAad;
  }

  /** A well-formed envelope; its payload is still bytes, its signature still to be checked. */
  record Opened(CoseSign1 message, SigStructure structure, Digest kid, @Nullable Claims claims) {}

  /** Makes envelopes of this kind with one key. */
  CoseSign1Signer signer(Signer signer, @Nullable Claims claims) {
    CoseHeader header =
        CoseHeader.of(CoseAlgorithm.written(signer.key().algorithm()))
            .withContentType(contentType)
            .withKeyId(CoseKey.thumbprint(signer.key()));
    if (claims != null) {
      header = header.with(CWT_CLAIMS, claims.toCbor());
    }
    return new CoseSign1Signer(signer, header, externalAad());
  }

  /** Reads a part of an array, which is copied. Places in a refusal count from its start. */
  Decoded<Opened> open(byte[] source, int at, int length) {
    return new CoseSign1Reader(PROFILE).decode(source, at, length).flatMap(this::open);
  }

  private Decoded<Opened> open(CoseSign1 message) {
    CoseHeader header = message.header();
    if (!header.contentType().filter(contentType::equals).isPresent()) {
      return refused(BlockReason.CONTENT_TYPE);
    }
    byte[] kid = header.keyId().orElse(new byte[0]);
    if (kid.length != Digest.BYTES) {
      return refused(BlockReason.KEY_ID);
    }
    int count = header.parameters().pairs().size();
    CborValue claimsValue = header.parameter(CWT_CLAIMS).orElse(null);
    if (count != (claimsValue == null ? 3 : 4)) {
      return refused(BlockReason.PROTECTED);
    }
    Claims claims = claimsValue == null ? null : claims(claimsValue);
    if (claims == null && claimsValue != null) {
      return refused(BlockReason.CLAIMS);
    }
    return new Decoded.Value<>(
        new Opened(message, message.sigStructure(externalAad()), Digest.of(kid), claims));
  }

  private byte[] externalAad() {
    return externalAad.getBytes(StandardCharsets.US_ASCII);
  }

  private static @Nullable Claims claims(CborValue value) {
    if (value instanceof CborValue.Map map
        && map.pairs().size() == 2
        && map.get(ISSUER).orElse(null) instanceof CborValue.Text(var issuer)
        && map.get(SUBJECT).orElse(null) instanceof CborValue.Text(var subject)
        && Claims.fits(issuer)
        && Claims.fits(subject)) {
      return new Claims(issuer, subject);
    }
    return null;
  }

  private static Decoded<Opened> refused(BlockReason reason) {
    return new Decoded.Refused<>(new Refusal(0, reason));
  }
}
