package dev.penstock.cbor.cose;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborValue;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.Refusal;
import dev.penstock.cbor.RefusalReason;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CoseSign1Test {
  private static final byte[] AAD = "penstock-block-v1".getBytes(US_ASCII);
  private static final byte[] PAYLOAD = HexFormat.of().parseHex("83010203");
  private static final String SIGNATURE = "5840" + "5a".repeat(64);

  private static CoseSign1 read(byte[] bytes, CoseProfile profile) {
    return switch (CoseSign1.decode(bytes, profile)) {
      case Decoded.Value<CoseSign1>(var message) -> message;
      case Decoded.Refused<CoseSign1>(var refusal) -> throw new AssertionError(refusal);
    };
  }

  private static CoseVerifier verifier(Signer signer) {
    return new CoseVerifier(TestKeys.SIGNATURES, signer.key());
  }

  @ParameterizedTest
  @EnumSource(CoseAlgorithm.class)
  void whatIsSignedVerifiesWithTheKeyAndWithNothingElse(CoseAlgorithm algorithm)
      throws SigningException {
    Signer signer = TestKeys.signer(algorithm.algorithm());
    byte[] keyId = CoseKey.thumbprint(signer.key());
    CoseHeader header =
        CoseHeader.of(algorithm).withContentType("application/x-test").withKeyId(keyId);
    byte[] bytes = new CoseSign1Signer(signer, header, AAD).sign(PAYLOAD);
    CoseSign1 message = read(bytes, CoseProfile.closed(8000));

    assertThat(message.toByteArray()).isEqualTo(bytes);
    assertThat(message.sizeBytes()).isEqualTo(bytes.length);
    assertThat(message.algorithm()).isEqualTo(algorithm);
    assertThat(message.header()).isEqualTo(header);
    assertThat(message.header().contentType()).contains("application/x-test");
    assertThat(message.keyId()).hasValueSatisfying(id -> assertThat(id).isEqualTo(keyId));
    assertThat(message.hasKeyId(keyId)).isTrue();
    assertThat(message.hasKeyId(new byte[32])).isFalse();
    assertThat(message.hasKeyId(new byte[0])).isFalse();
    assertThat(message.payload()).isEqualTo(PAYLOAD);
    assertThat(message.unprotected()).isEqualTo(CborValue.map());
    assertThat(message.isDetached()).isFalse();

    assertThat(verifier(signer).verify(message, AAD)).isEqualTo(CoseVerdict.VERIFIED);
    assertThat(verifier(signer).verify(message, new byte[0]))
        .isEqualTo(CoseVerdict.SIGNATURE_INVALID);
    assertThat(verifier(TestKeys.anotherSigner(algorithm.algorithm())).verify(message, AAD))
        .isEqualTo(CoseVerdict.SIGNATURE_INVALID);
    assertThat(verifier(signer).verify(message, AAD, PAYLOAD))
        .isEqualTo(CoseVerdict.PAYLOAD_MISPLACED);
  }

  @Test
  void aKeyOfAnotherAlgorithmIsNotEvenTried() throws SigningException {
    Signer ours = TestKeys.signer(SignatureAlgorithm.ED25519);
    byte[] bytes =
        new CoseSign1Signer(ours, CoseHeader.of(CoseAlgorithm.ED25519), AAD).sign(PAYLOAD);
    CoseSign1 message = read(bytes, CoseProfile.closed(1000));
    assertThat(verifier(TestKeys.signer(SignatureAlgorithm.ECDSA_P256)).verify(message, AAD))
        .isEqualTo(CoseVerdict.OTHER_ALGORITHM);
  }

  @Test
  void aSignerRefusesAHeaderOfAnotherAlgorithm() {
    Signer ours = TestKeys.signer(SignatureAlgorithm.ED25519);
    assertThatThrownBy(() -> new CoseSign1Signer(ours, CoseHeader.of(CoseAlgorithm.ES256), AAD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ES256");
  }

  @Test
  void aDetachedPayloadVerifiesOnlyWhenItIsGiven() throws SigningException {
    Signer signer = TestKeys.signer(SignatureAlgorithm.ECDSA_P256);
    byte[] bytes =
        new CoseSign1Signer(signer, CoseHeader.of(CoseAlgorithm.ES256), AAD).signDetached(PAYLOAD);
    CoseSign1 message = read(bytes, CoseProfile.open(1000));
    assertThat(message.isDetached()).isTrue();
    assertThat(verifier(signer).verify(message, AAD, PAYLOAD)).isEqualTo(CoseVerdict.VERIFIED);
    assertThat(verifier(signer).verify(message, AAD, new byte[4]))
        .isEqualTo(CoseVerdict.SIGNATURE_INVALID);
    assertThat(verifier(signer).verify(message, AAD)).isEqualTo(CoseVerdict.PAYLOAD_MISPLACED);
    assertThatThrownBy(message::payload).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> message.sigStructure(AAD)).isInstanceOf(IllegalStateException.class);
    var reader = new CborReader(CborLimits.ofBytes(10));
    assertThatThrownBy(() -> message.readPayload(reader)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anAttachedPayloadIsNotReplacedByAGivenOne() throws SigningException {
    Signer signer = TestKeys.signer(SignatureAlgorithm.ECDSA_P256);
    byte[] bytes =
        new CoseSign1Signer(signer, CoseHeader.of(CoseAlgorithm.ESP256), AAD).sign(PAYLOAD);
    CoseSign1 message = read(bytes, CoseProfile.open(1000));
    assertThatThrownBy(() -> message.sigStructure(AAD, PAYLOAD))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void thePayloadIsReadWhereItLies() throws SigningException {
    Signer signer = TestKeys.signer(SignatureAlgorithm.ED25519);
    byte[] bytes =
        new CoseSign1Signer(signer, CoseHeader.of(CoseAlgorithm.EDDSA), AAD).sign(PAYLOAD);
    CoseSign1 message = read(bytes, CoseProfile.closed(1000));
    var reader = new CborReader(CborLimits.ofBytes(100));
    message.readPayload(reader);
    reader.expectArray(3);
    assertThat(reader.unsigned() + reader.unsigned() + reader.unsigned()).isEqualTo(6);
    assertThat(reader.end()).isEmpty();
  }

  @Test
  void whatIsHashedForALinkIsWhatIsSigned() throws SigningException, NoSuchAlgorithmException {
    Signer signer = TestKeys.signer(SignatureAlgorithm.ECDSA_P256);
    var maker = new CoseSign1Signer(signer, CoseHeader.of(CoseAlgorithm.ES256), AAD);
    byte[] around = HexFormat.of().parseHex("ff83010203ff");
    SigStructure structure = maker.structure(around, 1, 4);
    MessageDigest streamed = MessageDigest.getInstance("SHA-256");
    structure.updateInto(streamed);
    byte[] link = streamed.digest();
    assertThat(link)
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(structure.toByteArray()));

    // Signing twice gives two messages and one link.
    for (byte[] bytes : List.of(maker.sign(structure), maker.sign(PAYLOAD))) {
      CoseSign1 message = read(bytes, CoseProfile.closed(1000));
      SigStructure again = message.sigStructure(AAD);
      assertThat(again.toByteArray()).isEqualTo(structure.toByteArray());
      assertThat(again.sizeBytes()).isEqualTo(structure.toByteArray().length);
      assertThat(verifier(signer).verify(again, message.signature()))
          .isEqualTo(CoseVerdict.VERIFIED);
      assertThat(verifier(signer).verify(again, new byte[63]))
          .isEqualTo(CoseVerdict.SIGNATURE_INVALID);
    }
  }

  @Test
  void theExternalDataIsTakenAsItWas() throws SigningException {
    Signer signer = TestKeys.signer(SignatureAlgorithm.ED25519);
    byte[] aad = AAD.clone();
    var maker = new CoseSign1Signer(signer, CoseHeader.of(CoseAlgorithm.EDDSA), aad);
    aad[0] ^= 1;
    CoseSign1 message = read(maker.sign(PAYLOAD), CoseProfile.closed(1000));
    assertThat(verifier(signer).verify(message, AAD)).isEqualTo(CoseVerdict.VERIFIED);
  }

  @Test
  void aReceiptIsAddedOutsideAndStrippedAgain() throws SigningException {
    Signer signer = TestKeys.signer(SignatureAlgorithm.ED25519);
    byte[] bytes =
        new CoseSign1Signer(signer, CoseHeader.of(CoseAlgorithm.EDDSA), AAD).sign(PAYLOAD);
    CborValue.Map receipts =
        CborValue.map(
            CborValue.pair(
                CborValue.of(CoseLabel.RECEIPTS),
                CborValue.array(CborValue.of(new byte[] {1, 2, 3}))));
    byte[] dressed = read(bytes, CoseProfile.closed(1000)).withUnprotected(receipts);
    CoseSign1 message = read(dressed, CoseProfile.open(1000));
    assertThat(message.unprotected()).isEqualTo(receipts);
    assertThat(message.withoutUnprotected()).isEqualTo(bytes);
    assertThat(verifier(signer).verify(message, AAD)).isEqualTo(CoseVerdict.VERIFIED);
    assertThat(CoseSign1.decode(dressed, CoseProfile.closed(1000)))
        .isEqualTo(new Decoded.Refused<>(new Refusal(2 + 4, CoseReason.UNPROTECTED_NOT_EMPTY)));
  }

  @Test
  void otherParametersAreKeptForTheCaller() {
    CborValue claims =
        CborValue.map(
            CborValue.pair(CborValue.of(1), CborValue.of("issuer")),
            CborValue.pair(CborValue.of(2), CborValue.of("subject")));
    CoseHeader header =
        CoseHeader.of(CoseAlgorithm.ML_DSA_44)
            .withContentFormat(60)
            .with(CoseLabel.CWT_CLAIMS, claims)
            .with(-70_000, CborValue.of(1))
            .with("note", CborValue.of("text"));
    byte[] encoded = header.encode();
    String message =
        "d284"
            + "58"
            + HexFormat.of().toHexDigits((byte) encoded.length)
            + HexFormat.of().formatHex(encoded)
            + "a0"
            + "40"
            + "590974"
            + "00".repeat(2420);
    CoseHeader read =
        CoseSign1Test.read(HexFormat.of().parseHex(message), CoseProfile.closed(4000)).header();
    assertThat(read).isEqualTo(header).hasSameHashCodeAs(header);
    assertThat(read.parameter(15)).contains(claims);
    assertThat(read.contentFormat()).hasValue(60);
    assertThat(read.contentType()).isEmpty();
    assertThat(read.keyId()).isEmpty();
    assertThat(read.algorithm()).isEqualTo(CoseAlgorithm.ML_DSA_44);
    assertThat(read.parameters().pairs()).hasSize(5);
    assertThat(read.toString()).contains("issuer");
    assertThat(CoseHeader.of(CoseAlgorithm.ES256).withContentType("a/b").contentFormat()).isEmpty();
  }

  @Test
  void headersAreNotBuiltAroundTheRules() {
    CoseHeader header = CoseHeader.of(CoseAlgorithm.ES256);
    assertThatThrownBy(() -> header.with(2, CborValue.of(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> header.withContentFormat(65_536))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> header.withContentFormat(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(header.withKeyId(new byte[] {1}).withKeyId(new byte[] {2}).keyId())
        .hasValueSatisfying(id -> assertThat(id).containsExactly(2));
  }

  @Test
  void bothNamesOfAnAlgorithmAreRead() {
    for (CoseAlgorithm algorithm : CoseAlgorithm.values()) {
      assertThat(CoseAlgorithm.ofLabel(algorithm.label())).contains(algorithm);
      assertThat(CoseAlgorithm.written(algorithm.algorithm()).algorithm())
          .isEqualTo(algorithm.algorithm());
    }
    assertThat(CoseAlgorithm.ofLabel(-35)).isEmpty();
    assertThat(CoseAlgorithm.written(SignatureAlgorithm.ECDSA_P256)).isEqualTo(CoseAlgorithm.ES256);
    assertThat(CoseAlgorithm.written(SignatureAlgorithm.ED25519)).isEqualTo(CoseAlgorithm.EDDSA);
  }

  @Test
  void aSignatureOfWrongLengthIsNotPutIntoAMessage() {
    Signer signer = TestKeys.signer(SignatureAlgorithm.ED25519);
    SigStructure structure =
        new CoseSign1Signer(signer, CoseHeader.of(CoseAlgorithm.EDDSA), AAD).structure(PAYLOAD);
    assertThatThrownBy(() -> structure.message(new byte[63]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("63");
  }

  /** A message that breaks one rule, with the place where it breaks. */
  record Broken(String hex, int offset, RefusalReason reason) {}

  static List<Broken> broken() {
    String head = "d284" + "43a10126";
    String tail = "43010203" + SIGNATURE;
    return List.of(
        new Broken("", 0, CborReason.TRUNCATED),
        new Broken("84" + "43a10126" + "a0" + tail, 0, CoseReason.NOT_SIGN1),
        new Broken("d184" + "43a10126" + "a0" + tail, 0, CoseReason.NOT_SIGN1),
        new Broken("d81284" + "43a10126" + "a0" + tail, 0, CborReason.NOT_SHORTEST),
        new Broken("d283" + "43a10126" + "a0" + tail, 1, CborReason.WRONG_COUNT),
        new Broken("d284" + "a10126" + "a0" + tail, 2, CborReason.WRONG_TYPE),
        new Broken("d284" + "40" + "a0" + tail, 3, CoseReason.ALGORITHM_MISSING),
        new Broken("d284" + "41a0" + "a0" + tail, 3, CoseReason.ALGORITHM_MISSING),
        new Broken("d284" + "43a10300" + "a0" + tail, 3, CoseReason.ALGORITHM_MISSING),
        new Broken("d284" + "41a0" + "a10126" + tail, 3, CoseReason.ALGORITHM_MISSING),
        new Broken("d284" + "44a1013822" + "a0" + tail, 5, CoseReason.ALGORITHM_UNKNOWN),
        new Broken("d284" + "44a1016126" + "a0" + tail, 5, CoseReason.ALGORITHM_UNKNOWN),
        new Broken("d284" + "43a10126" + "a10126" + tail, 7, CoseReason.ALGORITHM_UNPROTECTED),
        new Broken("d284" + "46a20126028103" + "a0" + tail, 6, CoseReason.CRITICAL_HEADER),
        new Broken(head + "a1028103" + tail, 7, CoseReason.CRITICAL_HEADER),
        new Broken("d284" + "45a20126f600" + "a0" + tail, 6, CoseReason.HEADER_LABEL),
        new Broken(head + "a14100" + "00" + tail, 7, CoseReason.HEADER_LABEL),
        new Broken("d284" + "45a201260541" + "00", 7, CborReason.LENGTH_BEYOND_INPUT),
        new Broken("d284" + "46a201260541aa" + "a10541bb" + tail, 10, CoseReason.HEADER_TWICE),
        new Broken("d284" + "45a201260320" + "a0" + tail, 7, CoseReason.CONTENT_TYPE),
        new Broken("d284" + "49a20126031a00010000" + "a0" + tail, 7, CoseReason.CONTENT_TYPE),
        new Broken("d284" + "45a201260441" + "a0" + tail, 7, CborReason.LENGTH_BEYOND_INPUT),
        new Broken("d284" + "46a20126046131" + "a0" + tail, 7, CoseReason.KEY_ID),
        new Broken("d284" + "45a204400126" + "a0" + tail, 6, CborReason.KEY_ORDER),
        new Broken("d284" + "45a201260126" + "a0" + tail, 6, CborReason.KEY_DUPLICATE),
        new Broken("d284" + "44a1012600" + "a0" + tail, 6, CborReason.TRAILING_BYTES),
        new Broken("d284" + "4101" + "a0" + tail, 3, CborReason.WRONG_TYPE),
        new Broken(head + "80" + tail, 6, CborReason.WRONG_TYPE),
        new Broken(head + "a0" + "83010203" + SIGNATURE, 7, CborReason.WRONG_TYPE),
        new Broken(head + "a0" + "40" + "583f" + "5a".repeat(63), 8, CoseReason.SIGNATURE_LENGTH),
        new Broken(head + "a0" + "40" + "40", 8, CoseReason.SIGNATURE_LENGTH),
        new Broken(head + "a0" + "40" + "5841" + "5a".repeat(65), 8, CoseReason.SIGNATURE_LENGTH),
        new Broken(head + "a0" + tail + "00", 77, CborReason.TRAILING_BYTES));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void whatBreaksARuleIsRefusedWithPlaceAndReason(Broken broken) {
    byte[] bytes = HexFormat.of().parseHex(broken.hex);
    Decoded<CoseSign1> expected = new Decoded.Refused<>(new Refusal(broken.offset, broken.reason));
    assertThat(CoseSign1.decode(bytes, CoseProfile.open(1000))).isEqualTo(expected);

    // A part of a larger array is judged alike.
    byte[] around = new byte[bytes.length + 2];
    System.arraycopy(bytes, 0, around, 1, bytes.length);
    assertThat(new CoseSign1Reader(CoseProfile.open(1000)).decode(around, 1, bytes.length))
        .isEqualTo(expected);
  }

  @Test
  void theUnbrokenMessageOfTheseTestsIsTaken() {
    byte[] bytes = HexFormat.of().parseHex("d284" + "43a10126" + "a0" + "43010203" + SIGNATURE);
    assertThat(read(bytes, CoseProfile.closed(1000)).payload()).containsExactly(1, 2, 3);
  }

  @Test
  void everyReasonIsGivenToSomebody() {
    var given = EnumSet.noneOf(CoseReason.class);
    for (Broken broken : broken()) {
      if (broken.reason instanceof CoseReason reason) {
        given.add(reason);
      }
    }
    // The closed profile alone gives the first two, keys the third.
    given.addAll(
        EnumSet.of(
            CoseReason.UNPROTECTED_NOT_EMPTY, CoseReason.PAYLOAD_DETACHED, CoseReason.KEY_TYPE));
    assertThat(given).isEqualTo(EnumSet.allOf(CoseReason.class));
  }

  @Test
  void theClosedProfileWantsThePayloadInside() {
    byte[] bytes = HexFormat.of().parseHex("d284" + "43a10126" + "a0" + "f6" + SIGNATURE);
    assertThat(CoseSign1.decode(bytes, CoseProfile.closed(1000)))
        .isEqualTo(new Decoded.Refused<>(new Refusal(7, CoseReason.PAYLOAD_DETACHED)));
  }

  @Test
  void aMessageOverTheBudgetIsRefusedUnread() {
    byte[] bytes = HexFormat.of().parseHex("d284" + "43a10126" + "a0" + "43010203" + SIGNATURE);
    assertThat(CoseSign1.decode(bytes, CoseProfile.closed(bytes.length - 1)))
        .isEqualTo(new Decoded.Refused<>(new Refusal(0, CborReason.INPUT_TOO_LONG)));
    assertThat(read(bytes, CoseProfile.closed(bytes.length)).sizeBytes()).isEqualTo(bytes.length);
  }

  @Test
  void oneReaderReadsManyMessages() {
    var reader = new CoseSign1Reader(CoseProfile.open(1000));
    byte[] withKeyId =
        HexFormat.of().parseHex("d284" + "46a2012604" + "4131" + "a0" + "40" + SIGNATURE);
    byte[] without = HexFormat.of().parseHex("d284" + "43a10126" + "a0" + "40" + SIGNATURE);
    byte[] broken = HexFormat.of().parseHex("d284" + "43a10126" + "a0" + "40");
    for (int i = 0; i < 2; i++) {
      assertThat(reader.decode(withKeyId).map(CoseSign1::keyId).map(Optional::isPresent))
          .isEqualTo(new Decoded.Value<>(true));
      assertThat(reader.decode(without).map(CoseSign1::keyId).map(Optional::isPresent))
          .isEqualTo(new Decoded.Value<>(false));
      assertThat(reader.decode(broken)).isInstanceOf(Decoded.Refused.class);
    }
  }
}
