package dev.penstock.cbor.cose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.Refusal;
import dev.penstock.cbor.RefusalReason;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.VerificationKey;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CoseKeyTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final String X =
      "65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d";
  private static final String Y =
      "1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c";

  @Test
  void theExampleKeyHasItsThumbprint() {
    // RFC 9679 §6.
    VerificationKey key =
        VerificationKey.of(SignatureAlgorithm.ECDSA_P256, HEX.parseHex("04" + X + Y));
    assertThat(CoseKey.encode(key))
        .isEqualTo(HEX.parseHex("a401022001" + "215820" + X + "225820" + Y));
    assertThat(CoseKey.thumbprint(key))
        .isEqualTo(
            HEX.parseHex("496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec"));
  }

  @Test
  void theOtherKeyTypesHaveTheirRequiredParametersAndNoOther() {
    byte[] ed25519 = new byte[32];
    ed25519[31] = 7;
    assertThat(CoseKey.encode(VerificationKey.of(SignatureAlgorithm.ED25519, ed25519)))
        .isEqualTo(HEX.parseHex("a301012006215820" + HEX.formatHex(ed25519)));
    // RFC 9964: kty AKP (7), alg, pub (-1).
    assertThat(CoseKey.encode(VerificationKey.of(SignatureAlgorithm.ML_DSA_44, new byte[1312])))
        .isEqualTo(HEX.parseHex("a3010703382f20590520" + "00".repeat(1312)));
    assertThat(CoseKey.encode(VerificationKey.of(SignatureAlgorithm.ML_DSA_65, new byte[1952])))
        .isEqualTo(HEX.parseHex("a30107033830205907a0" + "00".repeat(1952)));
  }

  @ParameterizedTest
  @EnumSource(SignatureAlgorithm.class)
  void aKeyComesBackFromItsBytes(SignatureAlgorithm algorithm) {
    VerificationKey key = TestKeys.signer(algorithm).key();
    assertThat(CoseKey.decode(CoseKey.encode(key))).isEqualTo(new Decoded.Value<>(key));
    assertThat(CoseKey.thumbprint(key)).hasSize(CoseKey.THUMBPRINT_BYTES);
  }

  @ParameterizedTest
  @CsvSource({
    // kty missing, unknown, of wrong type.
    "a0, 1, TRUNCATED",
    "a10200, 1, KEY_TYPE",
    "a10104, 2, KEY_TYPE",
    "a1016131, 2, WRONG_TYPE",
    // Another curve, another order of magnitude, a parameter more or less.
    "a401022002215800225800, 4, KEY_TYPE",
    "a301012004215800, 4, KEY_TYPE",
    "a10101, 2, KEY_TYPE",
    "a3010120062141aa, 6, WRONG_LENGTH",
    // ML-DSA without, with an unknown and with another algorithm.
    "a3010720412121412200, 3, KEY_TYPE",
    "a30107033831204100, 4, KEY_TYPE",
    "a301070326204100, 4, KEY_TYPE",
    "a30107033830204100, 7, WRONG_LENGTH",
  })
  void anythingElseIsRefused(String hex, int offset, String reason) {
    RefusalReason expected =
        reason.equals("KEY_TYPE") ? CoseReason.KEY_TYPE : CborReason.valueOf(reason);
    assertThat(CoseKey.decode(HEX.parseHex(hex)))
        .isEqualTo(new Decoded.Refused<>(new Refusal(offset, expected)));
  }

  @Test
  void aCompressedPointIsRefused() {
    byte[] bytes = HEX.parseHex("a401022001" + "215820" + X + "22f5");
    assertThat(CoseKey.decode(bytes))
        .isEqualTo(new Decoded.Refused<>(new Refusal(41, CborReason.WRONG_TYPE)));
  }
}
