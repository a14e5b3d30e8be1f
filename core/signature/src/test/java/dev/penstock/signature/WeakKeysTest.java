package dev.penstock.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that a provider may take and that prove nothing. */
class WeakKeysTest {
  private static final HexFormat HEX = HexFormat.of();

  /** R is the neutral point and S is 0: good for every message under a key that is neutral. */
  private static final byte[] FOR_EVERY_MESSAGE = HEX.parseHex("01" + "00".repeat(63));

  @Test
  void theJdkAloneWouldAcceptOneSignatureForEveryMessage() throws Exception {
    var raw = VerificationKey.of(SignatureAlgorithm.ED25519, HEX.parseHex("01" + "00".repeat(31)));
    JcaService service = JdkSignatures.service(SignatureAlgorithm.ED25519);
    var key =
        KeyFactory.getInstance(service.keyFactory(), service.provider())
            .generatePublic(new X509EncodedKeySpec(KeyEncoding.spki(raw)));
    var plain = Signature.getInstance(service.signature(), service.provider());
    plain.initVerify(key);
    plain.update(new byte[] {1, 2, 3});
    assertThat(plain.verify(FOR_EVERY_MESSAGE)).isTrue();
    assertThat(new JdkSignatures().check(raw).accepts(new byte[] {1, 2, 3}, FOR_EVERY_MESSAGE))
        .isFalse();
  }

  /** The eight points whose order divides 8, then encodings that are not the one of RFC 8032. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void anEd25519KeyOfSmallOrderOrSecondSpellingIsNoKey(String point) {
    var key = VerificationKey.of(SignatureAlgorithm.ED25519, HEX.parseHex(point));
    assertThat(WellFormed.isWellFormed(key)).isFalse();
  }

  /** RFC 8032 §7.1: the keys of the first three examples. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
      })
  void anOrdinaryEd25519KeyIsAKey(String point) {
    var key = VerificationKey.of(SignatureAlgorithm.ED25519, HEX.parseHex(point));
    assertThat(WellFormed.isWellFormed(key)).isTrue();
  }

  @Test
  void aPointBesideTheCurveIsNoKey() {
    // The base point of SP 800-186 §3.2.1.3, and its neighbours.
    String x = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
    String y = "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";
    assertThat(WellFormed.isWellFormed(p256("04" + x + y))).isTrue();
    assertThat(WellFormed.isWellFormed(p256("04" + y + x))).isFalse();
    assertThat(WellFormed.isWellFormed(p256("04" + x + y.replace("51f5", "51f4")))).isFalse();
    assertThat(WellFormed.isWellFormed(p256("04" + "00".repeat(64)))).isFalse();
    assertThat(WellFormed.isWellFormed(p256("04" + "ff".repeat(64)))).isFalse();
  }

  private static VerificationKey p256(String point) {
    return VerificationKey.of(SignatureAlgorithm.ECDSA_P256, HEX.parseHex(point));
  }
}
