package dev.penstock.passkeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.RefusalReason;
import dev.penstock.testkit.passkeys.Cbor;
import dev.penstock.testkit.passkeys.PasskeyKind;
import dev.penstock.testkit.passkeys.SoftPasskey;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** WebAuthn §6.5.1.1 and §5.8.5: what a credential public key looks like, and what is none. */
class KeyTest {
  // SEC 2 §2.4.2: the base point of P-256.
  private static final byte[] X =
      hex("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296");
  private static final byte[] Y =
      hex("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");
  private static final byte[] E = {1, 0, 1};

  static CredentialKey key(byte[] cose) {
    Decoded<CredentialKey> decoded = CredentialKey.decode(cose);
    assertThat(decoded).isInstanceOf(Decoded.Value.class);
    return ((Decoded.Value<CredentialKey>) decoded).value();
  }

  private static void refused(RefusalReason reason, Object... keysAndValues) {
    refusedBytes(reason, Cbor.map(keysAndValues));
  }

  private static void refusedBytes(RefusalReason reason, byte[] cose) {
    Decoded<CredentialKey> decoded = CredentialKey.decode(cose);
    assertThat(decoded).isInstanceOf(Decoded.Refused.class);
    assertThat(((Decoded.Refused<CredentialKey>) decoded).refusal().reason()).isEqualTo(reason);
    assertThat(reason.text()).isNotBlank();
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  /** A number of this many bits that is odd; that it is no product of primes is not looked at. */
  private static byte[] modulus(int bits) {
    byte[] number = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE).toByteArray();
    return number[0] == 0 ? Arrays.copyOfRange(number, 1, number.length) : number;
  }

  @ParameterizedTest
  @EnumSource(
      value = PasskeyKind.class,
      names = {"ES256", "EDDSA", "RS256"})
  void aKeyIsTheBytesItCameIn(PasskeyKind kind) {
    byte[] cose = SoftPasskey.make(kind, new byte[1]).cose();
    CredentialKey key = key(cose);
    assertThat(key.cose()).isEqualTo(cose);
    assertThat(key).isEqualTo(key(cose)).hasSameHashCodeAs(key(cose));
    assertThat(key).hasToString(kind + " key");
    assertThat(key).isNotEqualTo(key(SoftPasskey.make(kind, new byte[1]).cose()));
    for (int length = 0; length < cose.length; length++) {
      assertThat(CredentialKey.decode(Arrays.copyOf(cose, length)))
          .isInstanceOf(Decoded.Refused.class);
    }
    refusedBytes(CborReason.TRAILING_BYTES, Arrays.copyOf(cose, cose.length + 1));
  }

  @Test
  void theAlgorithmIsNamedAndKnown() {
    refused(KeyReason.NOT_A_KEY, 1, 2, -1, 1, -2, X, -3, Y);
    refused(KeyReason.ALGORITHM, 1, 2, 3, -35, -1, 2, -2, new byte[48], -3, new byte[48]);
    refused(KeyReason.ALGORITHM, 1, 2, 3, 7, -1, 1, -2, X, -3, Y);
    refused(KeyReason.NOT_A_KEY, 1, 2, 3, "ES256", -1, 1, -2, X, -3, Y);
    refused(KeyReason.NOT_A_KEY, 1, "EC2", 3, -7, -1, 1, -2, X, -3, Y);
    refused(CborReason.TRUNCATED);
    refusedBytes(CborReason.WRONG_TYPE, new byte[] {1});
  }

  @Test
  void nothingOptionalStandsBeside() {
    refused(KeyReason.NOT_A_KEY, 1, 2, 2, new byte[4], 3, -7, -1, 1, -2, X, -3, Y);
    refused(KeyReason.NOT_A_KEY, 1, 2, 3, -7, -1, 1, -2, X, -3, Y, -4, X);
    refused(KeyReason.NOT_A_KEY, 1, 2, 3, -7, -1, 1, -2, X);
  }

  @Test
  void typeAndCurveAreThoseOfTheAlgorithm() {
    assertThat(key(Cbor.map(1, 2, 3, -7, -1, 1, -2, X, -3, Y)).algorithm())
        .isEqualTo(KeyAlgorithm.ES256);
    refused(KeyReason.TYPE, 1, 1, 3, -7, -1, 1, -2, X, -3, Y);
    refused(KeyReason.TYPE, 1, 2, 3, -7, -1, 2, -2, X, -3, Y);
    refused(KeyReason.TYPE, 1, 1, 3, -8, -1, 7, -2, X);
    refused(KeyReason.TYPE, 1, 2, 3, -257, -1, modulus(2048), -2, E);
  }

  @Test
  void keysStandInCanonicalOrder() {
    refused(KeyReason.NOT_A_KEY, 3, -7, 1, 2, -1, 1, -2, X, -3, Y);
    refused(KeyReason.NOT_A_KEY, 1, 2, 3, -7, -2, X, -1, 1, -3, Y);
  }

  /** §5.8.5: the compressed form, a sign for y, is not to be used. */
  @Test
  void aPointIsNotCompressed() {
    var flag = Cbor.raw(new byte[] {(byte) 0xf5});
    refused(CborReason.WRONG_TYPE, 1, 2, 3, -7, -1, 1, -2, X, -3, flag);
  }

  @Test
  void aPointIsOnItsCurve() {
    byte[] off = Y.clone();
    off[31] ^= 1;
    refused(KeyReason.POINT, 1, 2, 3, -7, -1, 1, -2, X, -3, off);
    refused(KeyReason.POINT, 1, 2, 3, -7, -1, 1, -2, new byte[32], -3, new byte[32]);
    // RFC 8032 §5.1: y = 1 is the neutral point, for which anybody can sign.
    byte[] neutral = new byte[32];
    neutral[0] = 1;
    refused(KeyReason.POINT, 1, 1, 3, -8, -1, 6, -2, neutral);
  }

  @Test
  void anRsaKeyHasItsSize() {
    assertThat(key(Cbor.map(1, 3, 3, -257, -1, modulus(2048), -2, E)).algorithm())
        .isEqualTo(KeyAlgorithm.RS256);
    assertThat(key(Cbor.map(1, 3, 3, -257, -1, modulus(8192), -2, new byte[] {3}))).isNotNull();
    refused(KeyReason.RSA_SIZE, 1, 3, 3, -257, -1, modulus(2047), -2, E);
    refused(CborReason.WRONG_LENGTH, 1, 3, 3, -257, -1, modulus(8200), -2, E);
    refused(KeyReason.RSA_SIZE, 1, 3, 3, -257, -1, modulus(2048), -2, new byte[] {1});
    refused(KeyReason.RSA_SIZE, 1, 3, 3, -257, -1, modulus(2048), -2, new byte[] {4});
    byte[] even = modulus(2048);
    even[255] = (byte) 0xfe;
    refused(KeyReason.RSA_SIZE, 1, 3, 3, -257, -1, even, -2, E);
    byte[] longer = Arrays.copyOf(new byte[1], 257);
    System.arraycopy(modulus(2048), 0, longer, 1, 256);
    refused(KeyReason.RSA_LEADING_ZERO, 1, 3, 3, -257, -1, longer, -2, E);
    refused(
        KeyReason.RSA_LEADING_ZERO, 1, 3, 3, -257, -1, modulus(2048), -2, new byte[] {0, 1, 0, 1});
    refused(KeyReason.RSA_LEADING_ZERO, 1, 3, 3, -257, -1, modulus(2048), -2, new byte[0]);
  }
}
