package dev.penstock.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.SignatureCheck;
import dev.penstock.signature.VerificationKey;
import dev.penstock.testkit.Wycheproof;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which provider serves an algorithm must never change a verdict. */
class ProvidersAgreeTest {
  static Stream<Arguments> everyProviderAndAlgorithm() {
    return Stream.of(new JdkSource(), new BouncyCastleSource(), new CorrettoSource())
        .flatMap(source ->
            Arrays.stream(SignatureAlgorithm.values())
                .map(algorithm -> Arguments.of(source.name(), algorithm, source)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyProviderAndAlgorithm")
  void allWycheproofCasesGetTheExpectedAnswer(
      String name, SignatureAlgorithm algorithm, Candidate.Source source) {
    Candidate candidate = load(source);
    List<String> wrong = new ArrayList<>();
    for (Wycheproof.Case test : Wycheproof.signatures(file(algorithm))) {
      // This product signs with the empty context only, so another context is another signature.
      boolean expected = test.valid() && test.context().isEmpty();
      if (accepts(candidate, algorithm, test) != expected) {
        wrong.add(test.name() + " " + test.flags() + (expected ? " refused" : " accepted"));
      }
    }
    assertThat(wrong).as(name).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyProviderAndAlgorithm")
  void theSelfTestPasses(String name, SignatureAlgorithm algorithm, Candidate.Source source) {
    var selfTest = new SelfTest(KnownAnswers.load(), new JdkSignatures());
    assertThat(selfTest.failure(algorithm, load(source))).as(name).isEmpty();
  }

  /** The JDK is the reference: random damage gets the same answer everywhere. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyProviderAndAlgorithm")
  void randomDamageGetsTheAnswerOfTheJdk(
      String name, SignatureAlgorithm algorithm, Candidate.Source source) throws Exception {
    Candidate candidate = load(source);
    var jdk = new JdkSignatures();
    KnownAnswers.Pair pair = KnownAnswers.load().pair(algorithm);
    byte[] message = {1, 2, 3};
    byte[] signature = candidate.signer(pair.key, pair.rawPrivate).sign(message);
    var random = new SplittableRandom(4);
    assertThat(jdk.check(pair.key).accepts(message, signature)).isTrue();
    for (int round = 0; round < 40; round++) {
      byte[] damaged = signature.clone();
      byte[] key = pair.key.raw();
      // Not the first byte, which says that a point of P-256 is uncompressed.
      (round % 2 == 0 ? damaged : key)[1 + random.nextInt(31)] ^= (byte) (1 << random.nextInt(8));
      VerificationKey damagedKey = VerificationKey.of(algorithm, key);
      SignatureCheck check = candidate.check(damagedKey);
      assertThat(check.accepts(message, damaged))
          .as("round %d", round)
          .isEqualTo(jdk.check(damagedKey).accepts(message, damaged));
    }
  }

  private static Candidate load(Candidate.Source source) {
    try {
      return source.load();
    } catch (ProviderAbsentException e) {
      return Assumptions.abort(source.name() + " is not on this machine: " + e.reason());
    }
  }

  private static boolean accepts(
      Candidate candidate, SignatureAlgorithm algorithm, Wycheproof.Case test) {
    HexFormat hex = HexFormat.of();
    byte[] key = hex.parseHex(test.publicKey());
    return VerificationKey.hasForm(algorithm, key)
        && candidate
            .check(VerificationKey.of(algorithm, key))
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
}
