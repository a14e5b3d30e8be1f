package dev.penstock.timestampfuzz;

import dev.penstock.cbor.Decoded;
import dev.penstock.timestamp.TimestampChecker;
import dev.penstock.timestamp.TimestampProof;
import dev.penstock.timestamp.TimestampTrust;
import dev.penstock.timestamp.TimestampVerdict;
import dev.penstock.timestamp.cms.Token;
import dev.penstock.timestamp.cms.TokenCheck;
import dev.penstock.timestamp.der.DerReader;
import dev.penstock.timestamp.der.DerWriter;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.der.Tag;
import dev.penstock.timestamp.x509.Certificate;
import dev.penstock.timestamp.x509.OcspAnswer;
import dev.penstock.timestamp.x509.RevocationList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is true of any bytes; each throws an {@link AssertionError} when it is not, and says whether
 * the bytes were taken.
 */
final class Claims {
  private static final int BYTES_MAX = 1 << 20;

  private Claims() {}

  /** What was read as DER is written again as the same bytes. */
  static boolean anElementHasOneSpelling(byte[] bytes) {
    DerReader in = DerReader.of(bytes, BYTES_MAX);
    byte[] again = in.isRefused() ? new byte[0] : copy(in);
    if (!(in.end(() -> again) instanceof Decoded.Value<byte[]> _)) {
      return false;
    }
    claim(Arrays.equals(again, bytes), "another spelling of an element was taken");
    return true;
  }

  private static byte[] copy(DerReader in) {
    int tag = in.peek();
    if (tag == Tag.NONE) {
      return new byte[0];
    }
    if ((tag & 0x20) == 0) {
      return DerWriter.element(tag, List.of(in.content(tag, BYTES_MAX)));
    }
    DerReader inner = in.enter(tag);
    List<byte[]> parts = new ArrayList<>();
    while (inner.hasNext()) {
      parts.add(copy(inner));
    }
    return DerWriter.element(tag, parts);
  }

  static boolean aCertificateIsReadWholeOrRefused(byte[] bytes) {
    if (!(Certificate.decode(bytes) instanceof Decoded.Value<Certificate>(var certificate))) {
      return false;
    }
    claim(certificate.der().equals(Encoded.of(bytes)), "a certificate came back otherwise");
    claim(!certificate.text().isEmpty(), "a certificate has no name for a person");
    return true;
  }

  static boolean aTokenIsReadWholeOrRefused(byte[] bytes) {
    if (!(Token.decode(bytes) instanceof Decoded.Value<Token>(var token))) {
      return false;
    }
    claim(token.der().equals(Encoded.of(bytes)), "a token came back otherwise");
    claim(token.info().timeNs() >= 0, "a token states a time before 1970");
    claim(
        !(TokenCheck.of(token, List.of()) instanceof TokenCheck.Signed),
        "a token was signed by nobody");
    return true;
  }

  static boolean aRevocationListIsReadOrRefused(byte[] bytes) {
    return RevocationList.decode(bytes) instanceof Decoded.Value<RevocationList>;
  }

  static boolean anOcspAnswerIsReadOrRefused(byte[] bytes) {
    return OcspAnswer.decode(bytes) instanceof Decoded.Value<OcspAnswer>;
  }

  /** A proof has one outer spelling, and proves nothing to who trusts nobody. */
  static boolean aProofHasOneSpellingAndNeedsTrust(byte[] bytes) {
    TimestampVerdict verdict =
        TimestampChecker.check(bytes, new byte[0], TimestampTrust.NONE, Long.MAX_VALUE);
    claim(
        !(verdict instanceof TimestampVerdict.Proven), "something was proven to who trusts nobody");
    claim(!verdict.text().isEmpty(), "a verdict says nothing");
    if (!(TimestampProof.decode(bytes) instanceof Decoded.Value<TimestampProof>(var proof))) {
      return false;
    }
    claim(Arrays.equals(proof.encode(), bytes), "another spelling of a proof was taken");
    return true;
  }

  private static void claim(boolean isTrue, String otherwise) {
    if (!isTrue) {
      throw new AssertionError(otherwise);
    }
  }
}
