package dev.penstock.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Vectors;
import java.nio.file.Files;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeyRotationTest {
  private static final JdkSignatures JDK = new JdkSignatures();
  private static final String ORIGIN = "penstock.example/pump-station";

  private final Signer old = signer(SignatureAlgorithm.ED25519);
  private final Signer next = signer(SignatureAlgorithm.ED25519);

  @Test
  void aSignedStatementReadsBackAsItWasMade() throws Exception {
    for (SignatureAlgorithm from : SignatureAlgorithm.values()) {
      for (SignatureAlgorithm to : SignatureAlgorithm.values()) {
        Signer one = signer(from);
        Signer two = signer(to);
        var rotation = new KeyRotation(ORIGIN, one.key(), two.key(), 7);
        byte[] statement = rotation.sign(one, two);
        assertThat(KeyRotation.isClaimedBy(statement)).isTrue();
        assertThat(KeyRotation.check(statement, JDK))
            .isEqualTo(new KeyRotationCheck.Signed(rotation));
      }
    }
  }

  /** The statement that docs/formats/keys.md prints. */
  @Test
  void theWorkedExampleIsWrittenToTheByte() throws Exception {
    Signer one = seeded(7, "ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c");
    Signer two = seeded(8, "1398f62c6d1a457c51ba6a4b5f3dbd2f69fca93216218dc8997e416bd17d93ca");
    byte[] statement =
        new KeyRotation("penstock.example/log", one.key(), two.key(), 41).sign(one, two);
    String page = Files.readString(Vectors.root().resolve("docs/formats/keys.md"));
    assertThat(page.replaceAll("[^0-9a-f]", "")).contains(HexFormat.of().formatHex(statement));
  }

  @Test
  void everyChangedBitIsRefused() throws Exception {
    byte[] statement = new KeyRotation(ORIGIN, old.key(), next.key(), 7).sign(old, next);
    for (int bit = 0; bit < statement.length * 8; bit += Deep.on() ? 1 : 5) {
      byte[] changed = statement.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(KeyRotation.check(changed, JDK))
          .as("bit %d", bit)
          .isNotInstanceOf(KeyRotationCheck.Signed.class);
    }
  }

  @Test
  void everyOtherLengthIsMalformed() throws Exception {
    byte[] statement = new KeyRotation(ORIGIN, old.key(), next.key(), 7).sign(old, next);
    for (int length = 0; length <= statement.length + 2; length++) {
      if (length != statement.length) {
        assertThat(KeyRotation.check(Arrays.copyOf(statement, length), JDK))
            .isInstanceOf(KeyRotationCheck.Malformed.class);
      }
    }
  }

  @Test
  void theSignatureThatIsWrongIsNamed() throws Exception {
    var rotation = new KeyRotation(ORIGIN, old.key(), next.key(), 7);
    byte[] statement = rotation.sign(old, next);
    byte[] changedOld = statement.clone();
    changedOld[statement.length - 128] ^= 1;
    byte[] changedNew = statement.clone();
    changedNew[statement.length - 64] ^= 1;
    assertThat(KeyRotation.check(changedOld, JDK))
        .isEqualTo(new KeyRotationCheck.BadSignature(rotation, old.key()));
    assertThat(KeyRotation.check(changedNew, JDK))
        .isEqualTo(new KeyRotationCheck.BadSignature(rotation, next.key()));
  }

  @Test
  void randomBytesBehindTheMagicNeverThrow() throws Exception {
    byte[] statement = new KeyRotation("n", old.key(), next.key(), 7).sign(old, next);
    var random = new SplittableRandom(11);
    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = Arrays.copyOf(statement, 24 + random.nextInt(220));
      for (int at = 24; at < bytes.length; at++) {
        bytes[at] = (byte) (random.nextInt(3) == 0 ? random.nextInt(5) : random.nextInt(256));
      }
      assertThat(KeyRotation.check(bytes, JDK)).isNotInstanceOf(KeyRotationCheck.Signed.class);
    }
  }

  @Test
  void theOldKeySpeaksUpToTheSizeAndTheNewOneAfter() throws Exception {
    Signer third = signer(SignatureAlgorithm.ECDSA_P256);
    KeyHistory history =
        follow(follow(KeyHistory.of(ORIGIN, old.key()), old, next, 7), next, third, 20);
    assertThat(history.keyAt(0)).isEqualTo(old.key());
    assertThat(history.keyAt(7)).isEqualTo(old.key());
    assertThat(history.keyAt(8)).isEqualTo(next.key());
    assertThat(history.keyAt(20)).isEqualTo(next.key());
    assertThat(history.keyAt(21)).isEqualTo(third.key());
    assertThat(history.current()).isEqualTo(third.key());
    assertThat(history.keys()).containsExactly(old.key(), next.key(), third.key());
  }

  @Test
  void aHistoryRefusesWhatDoesNotContinueIt() throws Exception {
    Signer third = signer(SignatureAlgorithm.ED25519);
    KeyHistory history = follow(KeyHistory.of(ORIGIN, old.key()), old, next, 7);
    assertThat(refusal(history, ORIGIN, old, third, 9)).contains("not the current one");
    assertThat(refusal(history, "elsewhere", next, third, 9)).contains("elsewhere");
    assertThat(refusal(history, ORIGIN, next, third, 7)).contains("had not begun");
    assertThat(refusal(history, ORIGIN, next, old, 9)).contains("given up before");
  }

  /** A copy of a good statement, put into the log once more or somewhere else, says nothing. */
  @Test
  void aStatementCountsOnlyWhereItWasSignedToStand() throws Exception {
    byte[] statement = new KeyRotation(ORIGIN, old.key(), next.key(), 7).sign(old, next);
    var signed = (KeyRotationCheck.Signed) KeyRotation.check(statement, JDK);
    KeyHistory history = KeyHistory.of(ORIGIN, old.key());
    for (long index : new long[] {0, 6, 8, Long.MAX_VALUE}) {
      assertThat(history.follow(index, signed)).isInstanceOf(KeyHistory.Following.Refused.class);
    }
    assertThat(history.follow(7, signed)).isInstanceOf(KeyHistory.Following.Followed.class);
  }

  @Test
  void aStatementIsToldFromItsFirstBytesWhereverItStands() throws Exception {
    byte[] statement = new KeyRotation(ORIGIN, old.key(), next.key(), 7).sign(old, next);
    byte[] shifted = new byte[statement.length + 3];
    System.arraycopy(statement, 0, shifted, 3, statement.length);
    assertThat(KeyRotation.isClaimedBy(shifted)).isFalse();
    assertThat(KeyRotation.isClaimedBy(shifted, 3, statement.length)).isTrue();
    assertThat(KeyRotation.isClaimedBy(shifted, 3, 24)).isTrue();
    assertThat(KeyRotation.isClaimedBy(shifted, 3, 23)).isFalse();
  }

  @Test
  void statementsThatCannotBeMeantAreNotMade() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyRotation("", old.key(), next.key(), 7));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyRotation("n".repeat(256), old.key(), next.key(), 7));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyRotation("\ud800", old.key(), next.key(), 7));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyRotation(ORIGIN, old.key(), old.key(), 7));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyRotation(ORIGIN, old.key(), next.key(), -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyRotation(ORIGIN, old.key(), next.key(), 7).sign(next, old));
  }

  private static KeyHistory follow(KeyHistory history, Signer from, Signer to, long lastSize)
      throws SigningException {
    return ((KeyHistory.Following.Followed) following(history, ORIGIN, from, to, lastSize))
        .history();
  }

  private static String refusal(
      KeyHistory history, String name, Signer from, Signer to, long lastSize)
      throws SigningException {
    return ((KeyHistory.Following.Refused) following(history, name, from, to, lastSize)).why();
  }

  private static KeyHistory.Following following(
      KeyHistory history, String name, Signer from, Signer to, long lastSize)
      throws SigningException {
    byte[] statement = new KeyRotation(name, from.key(), to.key(), lastSize).sign(from, to);
    return history.follow(lastSize, (KeyRotationCheck.Signed) KeyRotation.check(statement, JDK));
  }

  private static Signer seeded(int value, String publicKey) throws SigningException {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) value);
    byte[] raw = HexFormat.of().parseHex(publicKey);
    return JDK.signer(VerificationKey.of(SignatureAlgorithm.ED25519, raw), seed);
  }

  private static Signer signer(SignatureAlgorithm algorithm) {
    try {
      var generator = KeyPairGenerator.getInstance(JdkSignatures.service(algorithm).keyFactory());
      if (algorithm == SignatureAlgorithm.ECDSA_P256) {
        generator.initialize(256);
      }
      return JDK.signer(algorithm, generator.generateKeyPair());
    } catch (java.security.GeneralSecurityException | SigningException e) {
      throw new AssertionError(e);
    }
  }
}
