package dev.penstock.evidence.block;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.cose.CoseAlgorithm;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The COSE_Sign1 around blocks and acks (RFC 9052 §4.2) in our profile of it: tag 18, alg, content
 * type and kid protected, nothing unprotected, one external_aad for each content type.
 */
enum Envelope {
  BLOCK("application/vnd.penstock.block", "penstock-block-v1"),
  ACK("application/vnd.penstock.ack", "penstock-ack-v1");

  /** A block of 17 fields, two claims and the longest signature stays far below this. */
  static final int BYTES_MAX = 8192;

  private static final long TAG_SIGN1 = 18;
  private static final int ALG = 1;
  private static final int CONTENT_TYPE = 3;
  private static final int KID = 4;
  private static final int CWT_CLAIMS = 15;
  private static final int PROTECTED_BYTES_MAX = 1024;
  private static final int CONTENT_TYPE_BYTES_MAX = 64;

  private final String contentType;
  private final byte[] externalAad;

  Envelope(String contentType, String externalAad) {
    this.contentType = contentType;
    this.externalAad = externalAad.getBytes(StandardCharsets.US_ASCII);
  }

  /** What was signed, taken apart; the payload is still bytes. */
  static final class Parts {
    CoseAlgorithm algorithm = CoseAlgorithm.ES256;
    Digest kid = BlockHeader.NO_LINK;
    @Nullable Claims claims;
    int payloadAt;
    int payloadBytes;
    byte[] signature = new byte[0];
    byte[] sigStructure = new byte[0];
  }

  /** The signed bytes and what was signed. */
  record Signed(byte[] envelope, byte[] sigStructure, byte[] signature) {}

  Signed sign(Signer signer, Digest kid, @Nullable Claims claims, byte[] payload)
      throws SigningException {
    byte[] headers = protectedHeader(signer, kid, claims);
    byte[] sigStructure = sigStructure(headers, 0, headers.length, payload, 0, payload.length);
    byte[] signature = signer.sign(sigStructure);
    var out = new CborWriter(headers.length + payload.length + signature.length + 16);
    out.tag(TAG_SIGN1);
    out.array(4);
    out.bytes(headers);
    out.map(0);
    out.bytes(payload);
    out.bytes(signature);
    return new Signed(out.toByteArray(), sigStructure, signature);
  }

  private byte[] protectedHeader(Signer signer, Digest kid, @Nullable Claims claims) {
    var out = new CborWriter(128);
    out.map(claims == null ? 3 : 4);
    out.unsigned(ALG);
    out.integer(CoseAlgorithm.written(signer.key().algorithm()).label());
    out.unsigned(CONTENT_TYPE);
    out.text(contentType);
    out.unsigned(KID);
    out.bytes(Digest.BYTES, kid::copyTo);
    if (claims != null) {
      out.unsigned(CWT_CLAIMS);
      out.map(2);
      out.unsigned(1);
      out.text(claims.issuer());
      out.unsigned(2);
      out.text(claims.subject());
    }
    return out.toByteArray();
  }

  private byte[] sigStructure(
      byte[] headersSource,
      int headersAt,
      int headersBytes,
      byte[] payloadSource,
      int payloadAt,
      int payloadBytes) {
    var out = new CborWriter(headersBytes + payloadBytes + 64);
    out.array(4);
    out.text("Signature1");
    out.bytes(headersSource, headersAt, headersBytes);
    out.bytes(externalAad);
    out.bytes(payloadSource, payloadAt, payloadBytes);
    return out.toByteArray();
  }

  /**
   * Takes an envelope apart. Faults are kept by {@code in}, which must have been reset to its bytes;
   * the parts mean something only when it has none.
   */
  Parts read(CborReader in, byte[] source) {
    var parts = new Parts();
    in.expectTag(TAG_SIGN1);
    in.expectArray(4);
    int headersBytes = in.bytesInPlace(PROTECTED_BYTES_MAX);
    int headersAt = in.contentAt();
    if (in.map() != 0) {
      in.refuse(BlockReason.UNPROTECTED);
    }
    parts.payloadBytes = in.bytesInPlace(BlockHeader.BYTES_MAX);
    parts.payloadAt = in.contentAt();
    parts.signature = in.bytes(BYTES_MAX);
    if (in.isRefused()) {
      return parts;
    }
    readProtected(in, source, headersAt, headersBytes, parts);
    if (parts.signature.length != parts.algorithm.algorithm().signatureBytes()) {
      in.refuse(BlockReason.SIGNATURE_LENGTH);
    }
    parts.sigStructure =
        sigStructure(source, headersAt, headersBytes, source, parts.payloadAt, parts.payloadBytes);
    return parts;
  }

  private void readProtected(CborReader outer, byte[] source, int at, int length, Parts parts) {
    var in = new CborReader(CborLimits.ofBytes(PROTECTED_BYTES_MAX));
    in.reset(source, at, length);
    int pairs = in.map();
    if (pairs != 3 && pairs != 4) {
      in.refuse(CborReason.WRONG_COUNT);
    }
    key(in, ALG);
    CoseAlgorithm algorithm = CoseAlgorithm.ofLabel(in.integer()).orElse(null);
    if (algorithm == null) {
      in.refuse(BlockReason.ALGORITHM);
    } else {
      parts.algorithm = algorithm;
    }
    key(in, CONTENT_TYPE);
    if (!in.text(CONTENT_TYPE_BYTES_MAX).equals(contentType)) {
      in.refuse(BlockReason.CONTENT_TYPE);
    }
    key(in, KID);
    parts.kid = Digest.of(in.bytesExactly(Digest.BYTES));
    if (pairs == 4) {
      key(in, CWT_CLAIMS);
      in.expectMap(2);
      key(in, 1);
      String issuer = in.text(Claims.BYTES_MAX);
      key(in, 2);
      String subject = in.text(Claims.BYTES_MAX);
      if (issuer.isEmpty() || subject.isEmpty()) {
        in.refuse(BlockReason.CLAIMS);
      } else {
        parts.claims = new Claims(issuer, subject);
      }
    }
    in.end().ifPresent(fault -> outer.refuse(fault.offset(), fault.reason()));
  }

  /** A map key that must be this one: our protected maps have no choice of keys. */
  private static void key(CborReader in, long expected) {
    if (in.unsigned() != expected) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
  }
}
