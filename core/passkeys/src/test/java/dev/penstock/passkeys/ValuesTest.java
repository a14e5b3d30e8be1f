package dev.penstock.passkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.testkit.passkeys.PasskeyKind;
import dev.penstock.testkit.passkeys.SoftPasskey;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ValuesTest {
  private static final byte[] BYTES = new byte[Challenge.BYTES];

  @Test
  void aChallengeByChanceHas32Bytes() {
    var random = new SplittableRandom(1);
    Challenge first = Challenge.random(random);
    assertThat(first.bytes()).hasSize(32);
    assertThat(first.base64Url()).hasSize(43);
    assertThat(Challenge.random(random)).isNotEqualTo(first);
    assertThat(Challenge.of(first.bytes())).isEqualTo(first).hasSameHashCodeAs(first);
    assertThat(first).hasToString("Challenge");
  }

  @Test
  void aChallengeOfAnotherLengthIsOurMistake() {
    assertThatIllegalArgumentException().isThrownBy(() -> Challenge.of(new byte[31]));
    assertThatIllegalArgumentException().isThrownBy(() -> Challenge.of(new byte[33]));
  }

  @Test
  void nobodyChangesAValueFromOutside() {
    byte[] bytes = BYTES.clone();
    Challenge challenge = Challenge.of(bytes);
    CredentialId id = CredentialId.of(bytes);
    UserHandle handle = UserHandle.of(bytes);
    bytes[0] = 1;
    challenge.bytes()[0] = 1;
    id.bytes()[0] = 1;
    handle.bytes()[0] = 1;
    assertThat(challenge.bytes()).isEqualTo(BYTES);
    assertThat(id.bytes()).isEqualTo(BYTES);
    assertThat(handle.bytes()).isEqualTo(BYTES);
  }

  @Test
  void idsHaveBounds() {
    assertThat(CredentialId.decode(new byte[0])).isEmpty();
    assertThat(CredentialId.decode(new byte[1])).isPresent();
    assertThat(CredentialId.decode(new byte[1023])).isPresent();
    assertThat(CredentialId.decode(new byte[1024])).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> CredentialId.of(new byte[1024]));
    assertThatIllegalArgumentException().isThrownBy(() -> UserHandle.of(new byte[0]));
    assertThatIllegalArgumentException().isThrownBy(() -> UserHandle.of(new byte[65]));
    assertThat(UserHandle.of(new byte[64]).bytes()).hasSize(64);
  }

  @Test
  void idsOfTheSameBytesAreEqual() {
    assertThat(CredentialId.of(new byte[] {1, 2}))
        .isEqualTo(CredentialId.of(new byte[] {1, 2}))
        .hasSameHashCodeAs(CredentialId.of(new byte[] {1, 2}))
        .isNotEqualTo(CredentialId.of(new byte[] {1, 3}))
        .hasToString("AQI");
    assertThat(UserHandle.of(new byte[] {1, 2}))
        .isEqualTo(UserHandle.of(new byte[] {1, 2}))
        .hasSameHashCodeAs(UserHandle.of(new byte[] {1, 2}))
        .isNotEqualTo(UserHandle.of(new byte[] {1}))
        .hasToString("0102");
    assertThat(CredentialId.of(new byte[32])).hasToString("AAAAAAAAAAAAAAAA…");
  }

  @Test
  void aCredentialHasACounterOf32BitsAndAPossibleBackup() {
    byte[] cose = SoftPasskey.make(PasskeyKind.EDDSA, new byte[1]).cose();
    CredentialKey key = KeyTest.key(cose);
    var id = CredentialId.of(new byte[1]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Credential(id, Site.ANNA, key, -1, false, false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Credential(id, Site.ANNA, key, 1L << 32, false, false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Credential(id, Site.ANNA, key, 0, false, true));
  }

  @Test
  void aRegistrationOffersSomething() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Registration(Site.PARTY, Site.CHALLENGE, Site.ANNA, List.of(), new Site()));
  }

  @Test
  void algorithmsHaveTheNumbersOfTheRegistry() {
    assertThat(KeyAlgorithm.all()).extracting(KeyAlgorithm::label).containsExactly(-8, -7, -257);
  }

  /** §7.1 and §7.2 have 29 and 25 steps, and none refuses at two places. */
  @Test
  void aStepHasItsNumber() {
    assertThat(List.of(Step.values()).stream().map(Step::registration).filter(n -> n > 0))
        .doesNotHaveDuplicates()
        .allMatch(n -> n <= 29);
    assertThat(List.of(Step.values()).stream().map(Step::authentication).filter(n -> n > 0))
        .doesNotHaveDuplicates()
        .allMatch(n -> n <= 25);
    assertThat(Step.values()).allMatch(each -> each.registration() + each.authentication() > 0);
  }
}
