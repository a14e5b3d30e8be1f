package dev.penstock.cbor.cose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.SignatureCheck;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.testkit.Deep;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No byte of a message can change without being noticed. */
class CoseMutationTest {
  private static final byte[] AAD = {1, 2, 3};
  private static final CoseProfile PROFILE = CoseProfile.closed(4000);

  private static byte[] message(CoseAlgorithm algorithm) throws SigningException {
    Signer signer = TestKeys.signer(algorithm.algorithm());
    CoseHeader header =
        CoseHeader.of(algorithm).withContentType("a/b").withKeyId(new byte[] {1, 2, 3, 4});
    return new CoseSign1Signer(signer, header, AAD).sign(new byte[] {(byte) 0x82, 1, 2});
  }

  @Test
  void everyChangedByteIsRefusedOrFailsTheSignature() throws SigningException {
    for (CoseAlgorithm algorithm : List.of(CoseAlgorithm.ES256, CoseAlgorithm.ED25519)) {
      byte[] bytes = message(algorithm);
      var verifier =
          new CoseVerifier(TestKeys.SIGNATURES, TestKeys.signer(algorithm.algorithm()).key());
      int step = Deep.cases(37, 1);
      int failed = 0;
      for (int at = 0; at < bytes.length; at++) {
        for (int change = 1; change < 256; change += step) {
          if (CoseSign1.decode(changed(bytes, at, change), PROFILE)
              instanceof Decoded.Value<CoseSign1>(var message)) {
            failed++;
            assertThat(verifier.verify(message, AAD))
                .as("%s, byte %d xor %d", algorithm, at, change)
                .isNotEqualTo(CoseVerdict.VERIFIED);
          }
        }
      }
      // The signature and the payload alone give this many well-formed messages.
      assertThat(failed).isGreaterThan(64 * (255 / step));
    }
  }

  /** All changes of each byte, against a check that knows exactly one message by heart. */
  @Test
  void everyChangeOfEveryByteReachesTheSignedBytesOrTheSignature() throws SigningException {
    for (CoseAlgorithm algorithm : CoseAlgorithm.values()) {
      byte[] bytes = message(algorithm);
      CoseSign1 original =
          CoseSign1.decode(bytes, PROFILE) instanceof Decoded.Value<CoseSign1>(var message)
              ? message
              : null;
      assertThat(original).isNotNull();
      byte[] signed = original.sigStructure(AAD).toByteArray();
      byte[] signature = original.signature();
      SignatureCheck byHeart =
          (message, given) -> Arrays.equals(message, signed) && Arrays.equals(given, signature);
      var verifier = new CoseVerifier(key -> byHeart, TestKeys.signer(algorithm.algorithm()).key());
      assertThat(verifier.verify(original, AAD)).isEqualTo(CoseVerdict.VERIFIED);
      // The long signatures of ML-DSA are walked in smaller steps only in a deep run.
      int step = bytes.length > 1000 ? Deep.cases(31, 1) : 1;
      for (int at = 0; at < bytes.length; at++) {
        for (int change = 1; change < 256; change += step) {
          if (CoseSign1.decode(changed(bytes, at, change), PROFILE)
              instanceof Decoded.Value<CoseSign1>(var message)) {
            CoseVerdict verdict = verifier.verify(message, AAD);
            if (verdict == CoseVerdict.VERIFIED) {
              throw new AssertionError(algorithm + ", byte " + at + " xor " + change);
            }
          }
        }
      }
    }
  }

  @Test
  void everyCutMessageIsRefused() throws SigningException {
    byte[] bytes = message(CoseAlgorithm.ES256);
    var reader = new CoseSign1Reader(PROFILE);
    for (int length = 0; length < bytes.length; length++) {
      assertThat(reader.decode(bytes, 0, length)).isInstanceOf(Decoded.Refused.class);
    }
  }

  @Test
  void aSignatureOfOneAlgorithmIsNoneOfAnother() throws SigningException {
    byte[] bytes = message(CoseAlgorithm.ES256);
    // ES256 is label -7 (26) and EdDSA -8 (27): the same lengths, another algorithm.
    byte[] renamed = bytes.clone();
    int at = 5;
    assertThat(renamed[at]).isEqualTo((byte) 0x26);
    renamed[at] = 0x27;
    var verifier =
        new CoseVerifier(TestKeys.SIGNATURES, TestKeys.signer(SignatureAlgorithm.ECDSA_P256).key());
    assertThat(CoseSign1.decode(renamed, PROFILE).map(message -> verifier.verify(message, AAD)))
        .isEqualTo(new Decoded.Value<>(CoseVerdict.OTHER_ALGORITHM));
  }

  private static byte[] changed(byte[] bytes, int at, int change) {
    byte[] copy = bytes.clone();
    copy[at] ^= (byte) change;
    return copy;
  }
}
