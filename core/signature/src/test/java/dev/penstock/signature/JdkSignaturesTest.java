package dev.penstock.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.testkit.Wycheproof;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JdkSignaturesTest {
  private static final byte[] MESSAGE = "the pressure is 4.2 bar".getBytes(StandardCharsets.UTF_8);

  private final JdkSignatures jdk = new JdkSignatures();

  @ParameterizedTest
  @EnumSource
  void itAcceptsWhatItSignedAndNothingWithOneBitChanged(SignatureAlgorithm algorithm)
      throws Exception {
    Signer signer = jdk.signer(algorithm, pair(algorithm));
    byte[] signature = signer.sign(MESSAGE);
    SignatureCheck check = jdk.check(signer.key());

    assertThat(check.accepts(MESSAGE, signature)).isTrue();
    int step = Math.max(1, signature.length / 512) * 8 - 1;
    for (int bit = 0;
        bit < signature.length * 8;
        bit += algorithm.signatureBytes() > 64 ? step : 1) {
      assertThat(check.accepts(MESSAGE, flip(signature, bit))).as("bit %d", bit).isFalse();
    }
    for (int bit = 0; bit < MESSAGE.length * 8; bit++) {
      assertThat(check.accepts(flip(MESSAGE, bit), signature)).as("bit %d", bit).isFalse();
    }
    assertThat(check.accepts(MESSAGE, signature)).as("still, after the refusals").isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aSignatureOfWrongLengthIsRefusedBeforeTheProviderSeesIt(SignatureAlgorithm algorithm)
      throws Exception {
    Signer signer = jdk.signer(algorithm, pair(algorithm));
    byte[] signature = signer.sign(MESSAGE);
    SignatureCheck check = jdk.check(signer.key());
    for (int length : List.of(0, 1, 2, signature.length - 1, signature.length + 1, 10_000)) {
      assertThat(check.accepts(MESSAGE, Arrays.copyOf(signature, length))).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aKeyOfWrongLengthIsNoKey(SignatureAlgorithm algorithm) {
    for (int length : List.of(0, algorithm.publicKeyBytes() - 1, algorithm.publicKeyBytes() + 1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> VerificationKey.of(algorithm, new byte[length]));
    }
  }

  @Test
  void aP256PointThatIsNotUncompressedIsNoKey() throws Exception {
    Signer signer = jdk.signer(SignatureAlgorithm.ECDSA_P256, pair(SignatureAlgorithm.ECDSA_P256));
    byte[] spki = KeyEncoding.spki(signer.key());
    for (int first = 0; first < 256; first++) {
      byte[] raw = signer.key().raw();
      raw[0] = (byte) first;
      spki[spki.length - raw.length] = (byte) first;
      if (first == 4) {
        assertThat(VerificationKey.of(SignatureAlgorithm.ECDSA_P256, raw)).isEqualTo(signer.key());
      } else {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> VerificationKey.of(SignatureAlgorithm.ECDSA_P256, raw))
            .withMessageContaining("starts with " + first + ", must be 4");
      }
      assertThat(KeyEncoding.publicKey(SignatureAlgorithm.ECDSA_P256, spki).isPresent())
          .isEqualTo(first == 4);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ED25519", "ECDSA_P256"})
  void aKeyThatIsNoPointGivesACheckThatAcceptsNothing(SignatureAlgorithm algorithm)
      throws Exception {
    Signer signer = jdk.signer(algorithm, pair(algorithm));
    byte[] signature = signer.sign(MESSAGE);
    byte[] ones = new byte[algorithm.publicKeyBytes()];
    Arrays.fill(ones, (byte) 0xff);
    for (byte[] raw : List.of(new byte[algorithm.publicKeyBytes()], ones)) {
      raw[0] = algorithm == SignatureAlgorithm.ECDSA_P256 ? 4 : raw[0];
      SignatureCheck check = jdk.check(VerificationKey.of(algorithm, raw));
      assertThat(check.accepts(MESSAGE, signature)).isFalse();
    }
  }

  @Test
  void rawPrivateKeysSignLikeTheirPair() throws Exception {
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      KeyPair pair = pair(algorithm);
      Signer original = jdk.signer(algorithm, pair);
      Signer again = jdk.signer(original.key(), rawPrivate(algorithm, pair));
      assertThat(jdk.check(original.key()).accepts(MESSAGE, again.sign(MESSAGE))).isTrue();
      if (algorithm == SignatureAlgorithm.ED25519) {
        assertThat(again.sign(MESSAGE)).isEqualTo(original.sign(MESSAGE));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void halvesOfTwoPairsMakeNoSigner(SignatureAlgorithm algorithm) throws Exception {
    Signer one = jdk.signer(algorithm, pair(algorithm));
    byte[] other = rawPrivate(algorithm, pair(algorithm));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> jdk.signer(one.key(), other))
        .withMessageContaining("do not match");
  }

  @Test
  void aPrivateScalarOutOfRangeIsRefusedWithoutBeingShown() throws Exception {
    VerificationKey key =
        jdk.signer(SignatureAlgorithm.ECDSA_P256, pair(SignatureAlgorithm.ECDSA_P256)).key();
    byte[] order =
        HexFormat.of().parseHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    for (byte[] scalar : List.of(new byte[32], order)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> jdk.signer(key, scalar))
          .withMessageContaining("out of range");
    }
  }

  /** RFC 8032 §7.1 test 2. */
  @Test
  void theRfc8032ExampleComesOutAsPrinted() throws Exception {
    HexFormat hex = HexFormat.of();
    VerificationKey key =
        VerificationKey.of(
            SignatureAlgorithm.ED25519,
            hex.parseHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
    Signer signer =
        jdk.signer(
            key, hex.parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
    assertThat(hex.formatHex(signer.sign(new byte[] {0x72})))
        .isEqualTo(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  }

  @ParameterizedTest
  @EnumSource
  void checksAndSignersServeManyThreadsAtOnce(SignatureAlgorithm algorithm) throws Exception {
    Signer signer = jdk.signer(algorithm, pair(algorithm));
    SignatureCheck check = jdk.check(signer.key());
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int task = 0; task < 8; task++) {
      byte number = (byte) task;
      tasks.add(() -> {
        boolean right = true;
        for (byte round = 0; round < 25; round++) {
          byte[] message = {number, round};
          byte[] signature = signer.sign(message);
          right &= check.accepts(message, signature);
          right &= !check.accepts(new byte[] {round, number, 1}, signature);
        }
        return right;
      });
    }
    try (var executor = Executors.newFixedThreadPool(8)) {
      for (var answer : executor.invokeAll(tasks)) {
        assertThat(answer.get()).isTrue();
      }
    }
  }

  @Test
  void nothingSecretIsPrinted() throws Exception {
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      KeyPair pair = pair(algorithm);
      Signer signer = jdk.signer(algorithm, pair);
      assertThat(signer.toString()).isEqualTo("signer of " + signer.key());
    }
  }

  @ParameterizedTest
  @EnumSource
  void allWycheproofCasesGetTheExpectedAnswer(SignatureAlgorithm algorithm) {
    List<String> wrong = new ArrayList<>();
    for (Wycheproof.Case test : Wycheproof.signatures(file(algorithm))) {
      // This product signs with the empty context only, so another context is another signature.
      boolean expected = test.valid() && test.context().isEmpty();
      if (accepts(algorithm, test) != expected) {
        wrong.add(test.name() + " " + test.flags() + (expected ? " refused" : " accepted"));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private boolean accepts(SignatureAlgorithm algorithm, Wycheproof.Case test) {
    HexFormat hex = HexFormat.of();
    byte[] key = hex.parseHex(test.publicKey());
    return VerificationKey.hasForm(algorithm, key)
        && jdk.check(VerificationKey.of(algorithm, key))
            .accepts(hex.parseHex(test.message()), hex.parseHex(test.signature()));
  }

  private static String file(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case ED25519 -> "ed25519_test.json";
      case ECDSA_P256 -> "ecdsa_secp256r1_sha256_p1363_test.json";
      case ML_DSA_44 -> "mldsa_44_verify_test.json";
      case ML_DSA_65 -> "mldsa_65_verify_test.json";
    };
  }

  private static byte[] flip(byte[] bytes, int bit) {
    byte[] changed = bytes.clone();
    changed[bit / 8] ^= (byte) (1 << bit % 8);
    return changed;
  }

  private static KeyPair pair(SignatureAlgorithm algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance(JdkSignatures.service(algorithm).keyFactory());
    if (algorithm == SignatureAlgorithm.ECDSA_P256) {
      generator.initialize(256);
    }
    return generator.generateKeyPair();
  }

  private static byte[] rawPrivate(SignatureAlgorithm algorithm, KeyPair pair) {
    if (pair.getPrivate() instanceof ECPrivateKey ec) {
      byte[] signed = ec.getS().toByteArray();
      byte[] scalar = new byte[32];
      int count = Math.min(32, signed.length);
      System.arraycopy(signed, signed.length - count, scalar, 32 - count, count);
      return scalar;
    }
    byte[] pkcs8 = pair.getPrivate().getEncoded();
    return Arrays.copyOfRange(
        pkcs8, pkcs8.length - KeyEncoding.privateKeyBytes(algorithm), pkcs8.length);
  }
}
