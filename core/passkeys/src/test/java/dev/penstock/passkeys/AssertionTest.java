package dev.penstock.passkeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.passkeys.AssertionOutcome.Proven;
import dev.penstock.testkit.passkeys.Cbor;
import dev.penstock.testkit.passkeys.PasskeyDraft;
import dev.penstock.testkit.passkeys.PasskeyKind;
import dev.penstock.testkit.passkeys.SoftPasskey;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * WebAuthn Level 3 §7.2, a test for each step that can refuse.
 *
 * <p>Req: 62443-4-2 CR 1.1 RE(2), CR 1.9.
 */
class AssertionTest {
  private final Site site = new Site();
  private final SoftPasskey passkey = SoftPasskey.make(PasskeyKind.ES256, Site.ANNA.bytes());
  private Credential credential;

  @BeforeEach
  void register() {
    credential = site.registered(passkey);
  }

  private PasskeyDraft draft() {
    return Site.request(passkey);
  }

  private void refusedAt(Step step, PasskeyDraft draft) {
    refusedAt(step, site.signIn(draft));
  }

  private static void refusedAt(Step step, AssertionOutcome outcome) {
    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(((Refused) outcome).step()).as(outcome.toString()).isEqualTo(step);
    assertThat(((Refused) outcome).reason()).isNotBlank();
    assertThat(step.authentication()).isPositive();
  }

  private static Proven proven(AssertionOutcome outcome) {
    assertThat(outcome).isInstanceOf(Proven.class);
    return (Proven) outcome;
  }

  @ParameterizedTest
  @EnumSource(
      value = PasskeyKind.class,
      names = {"ES256", "EDDSA", "RS256"})
  void anHonestAnswerProvesWhoIsThere(PasskeyKind kind) {
    SoftPasskey honest = SoftPasskey.make(kind, Site.ANNA.bytes());
    Credential kept = site.registered(honest);
    Proven proven = proven(site.signIn(Site.request(honest).counter(5)));
    assertThat(proven.credential()).isEqualTo(kept);
    assertThat(proven.counter()).isEqualTo(5);
    assertThat(proven.verdict()).isEqualTo(CounterVerdict.HIGHER);
    assertThat(proven.updated())
        .isEqualTo(new Credential(kept.id(), Site.ANNA, kept.key(), 5, false, false));
  }

  /** What is kept is bytes; a key that was read again is the same. */
  @ParameterizedTest
  @EnumSource(
      value = PasskeyKind.class,
      names = {"ES256", "EDDSA", "RS256"})
  void aKeyOfOneAlgorithmTakesNoOther(PasskeyKind kind) {
    SoftPasskey other = SoftPasskey.make(kind, Site.ANNA.bytes());
    byte[] foreign = other.sign(new byte[0]);
    PasskeyDraft draft = draft();
    refusedAt(
        Step.SIGNATURE,
        site.check(
            Assertion.ofAnybody(Site.PARTY, Site.CHALLENGE),
            AssertionAnswer.of(
                draft.credentialId(),
                draft.clientDataJson(),
                draft.authenticatorData(),
                foreign,
                draft.userHandle())));
  }

  // Step 5.
  @Test
  void onlyAnAllowedCredentialIsTaken() {
    SoftPasskey second = SoftPasskey.make(PasskeyKind.EDDSA, Site.ANNA.bytes());
    Credential other = site.registered(second);
    var asked = Assertion.of(Site.PARTY, Site.CHALLENGE, Site.ANNA, Set.of(other.id()));
    refusedAt(Step.ALLOWED, site.check(asked, Site.assertionOf(draft())));
    var _ = proven(site.check(asked, Site.assertionOf(Site.request(second))));
    var both =
        Assertion.of(Site.PARTY, Site.CHALLENGE, Site.ANNA, Set.of(other.id(), credential.id()));
    var _ = proven(site.check(both, Site.assertionOf(draft())));
  }

  // Step 6, the person was not known before.
  @Test
  void whoeverSignsInNamesItself() {
    refusedAt(
        Step.OWNER,
        site.check(Assertion.ofAnybody(Site.PARTY, Site.CHALLENGE), answer(new byte[0])));
    refusedAt(
        Step.OWNER,
        site.check(Assertion.ofAnybody(Site.PARTY, Site.CHALLENGE), answer(Site.BERT.bytes())));
    refusedAt(
        Step.OWNER,
        site.check(Assertion.ofAnybody(Site.PARTY, Site.CHALLENGE), answer(new byte[100])));
    refusedAt(Step.OWNER, Site.request(SoftPasskey.make(PasskeyKind.EDDSA, Site.ANNA.bytes())));
  }

  // Step 6, the person was known before.
  @Test
  void aKnownPersonUsesAnOwnPasskey() {
    var anna = Assertion.of(Site.PARTY, Site.CHALLENGE, Site.ANNA, Set.of());
    var bert = Assertion.of(Site.PARTY, Site.CHALLENGE, Site.BERT, Set.of());
    var _ = proven(site.check(anna, answer(Site.ANNA.bytes())));
    var _ = proven(site.check(anna, answer(new byte[0])));
    refusedAt(Step.OWNER, site.check(anna, answer(Site.BERT.bytes())));
    refusedAt(Step.OWNER, site.check(bert, answer(Site.ANNA.bytes())));
    refusedAt(Step.OWNER, site.check(bert, answer(Site.BERT.bytes())));
    refusedAt(Step.OWNER, site.check(bert, answer(new byte[0])));
  }

  private AssertionAnswer answer(byte[] userHandle) {
    PasskeyDraft draft = draft();
    return AssertionAnswer.of(
        draft.credentialId(),
        draft.clientDataJson(),
        draft.authenticatorData(),
        draft.signature(),
        userHandle);
  }

  // Steps 8 to 14; their spellings are shown in RegistrationTest.
  @Test
  void theClientDataIsOfThisCeremony() {
    refusedAt(Step.CLIENT_DATA, draft().member("type", "webauthn.get"));
    refusedAt(Step.TYPE, draft().member("type", "\"webauthn.create\""));
    refusedAt(Step.TYPE, draft().member("type", "\"payment.get\""));
    refusedAt(Step.CHALLENGE, draft().member("challenge", "\"AAAA\""));
    refusedAt(Step.ORIGIN, draft().member("origin", "\"https://evil.example\""));
    refusedAt(Step.CROSS_ORIGIN, draft().member("crossOrigin", "true"));
    refusedAt(Step.TOP_ORIGIN, draft().member("topOrigin", "\"https://evil.example\""));
  }

  /** Another request has another digest. */
  @Test
  void anApprovalIsOfOneRequest() {
    byte[] digest = Hash.sha256("{\"kind\":\"shred\"}");
    byte[] other = Hash.sha256("{\"kind\":\"roles.grant\"}");
    PasskeyDraft draft = passkey.get(Site.ID, Site.ORIGIN, digest);
    var asked = Assertion.of(Site.PARTY, Challenge.of(digest), Site.ANNA, Set.of());
    var _ = proven(site.check(asked, Site.assertionOf(draft)));
    var otherAsked = Assertion.of(Site.PARTY, Challenge.of(other), Site.ANNA, Set.of());
    refusedAt(Step.CHALLENGE, site.check(otherAsked, Site.assertionOf(draft)));
  }

  // Step 7, §6.1.
  @Test
  void theAuthenticatorDataHasItsForm() {
    refusedAt(Step.AUTHENTICATOR_DATA, draft().with(PasskeyDraft.AT));
    refusedAt(Step.AUTHENTICATOR_DATA, draft().with(PasskeyDraft.ED));
    refusedAt(Step.AUTHENTICATOR_DATA, draft().behind(new byte[1]));
    byte[] extensions = Cbor.map("credBlob", true);
    var _ = proven(site.signIn(draft().with(PasskeyDraft.ED).behind(extensions)));
    PasskeyDraft draft = draft();
    byte[] whole = draft.authenticatorData();
    for (int length = 0; length < whole.length; length++) {
      refusedAt(
          Step.AUTHENTICATOR_DATA,
          site.check(
              Assertion.ofAnybody(Site.PARTY, Site.CHALLENGE),
              AssertionAnswer.of(
                  draft.credentialId(),
                  draft.clientDataJson(),
                  Arrays.copyOf(whole, length),
                  draft.signature(),
                  draft.userHandle())));
    }
  }

  // Step 15.
  @Test
  void itIsMadeForThisRelyingParty() {
    refusedAt(Step.RELYING_PARTY, draft().rpId("other.example"));
  }

  // Step 16.
  @Test
  void somebodyIsThere() {
    refusedAt(Step.USER_PRESENT, draft().lacking(PasskeyDraft.UP));
  }

  // Step 17.
  @Test
  void whoeverIsThereIsVerified() {
    refusedAt(Step.USER_VERIFIED, draft().lacking(PasskeyDraft.UV));
  }

  // Step 18.
  @Test
  void nothingIsBackedUpThatCannotBe() {
    refusedAt(Step.BACKUP_STATE, draft().with(PasskeyDraft.BS));
  }

  // Step 19.
  @Test
  void backupEligibilityNeverChanges() {
    refusedAt(Step.BACKUP_ELIGIBILITY, draft().with(PasskeyDraft.BE));
    site.keep(new Credential(credential.id(), Site.ANNA, credential.key(), 0, true, false));
    refusedAt(Step.BACKUP_ELIGIBILITY, draft());
    Proven proven = proven(site.signIn(draft().with(PasskeyDraft.BE | PasskeyDraft.BS)));
    assertThat(proven.isBackedUp()).isTrue();
    assertThat(proven.updated().isBackedUp()).isTrue();
    assertThat(proven.credential().isBackedUp()).isFalse();
  }

  // Steps 20 and 21.
  @Test
  void theSignatureIsOverTheseBytes() {
    PasskeyDraft draft = draft();
    PasskeyDraft later = draft().counter(1);
    for (byte[] signature :
        new byte[][] {later.signature(), new byte[0], new byte[64], new byte[2000]}) {
      refusedAt(
          Step.SIGNATURE,
          site.check(
              Assertion.ofAnybody(Site.PARTY, Site.CHALLENGE),
              AssertionAnswer.of(
                  draft.credentialId(),
                  draft.clientDataJson(),
                  draft.authenticatorData(),
                  signature,
                  draft.userHandle())));
    }
  }

  @Test
  void aMemberThatSaysNothingToUsIsSignedToo() {
    PasskeyDraft draft = draft().member("more", "1");
    byte[] signature = draft.signature();
    refusedAt(
        Step.SIGNATURE,
        site.check(
            Assertion.ofAnybody(Site.PARTY, Site.CHALLENGE),
            AssertionAnswer.of(
                draft.credentialId(),
                draft.member("more", "2").clientDataJson(),
                draft.authenticatorData(),
                signature,
                draft.userHandle())));
  }

  // Step 22, §6.1.1.
  @Test
  void aCounterThatDoesNotRiseIsASuspect() {
    assertThat(verdict(0, 0)).isEqualTo(CounterVerdict.NOT_COUNTED);
    assertThat(verdict(0, 1)).isEqualTo(CounterVerdict.HIGHER);
    assertThat(verdict(7, 8)).isEqualTo(CounterVerdict.HIGHER);
    assertThat(verdict(7, 7)).isEqualTo(CounterVerdict.CLONE_SUSPECT);
    assertThat(verdict(7, 6)).isEqualTo(CounterVerdict.CLONE_SUSPECT);
    assertThat(verdict(7, 0)).isEqualTo(CounterVerdict.CLONE_SUSPECT);
    // 32 bits without sign.
    assertThat(verdict(0x7fff_ffffL, 0x8000_0000L)).isEqualTo(CounterVerdict.HIGHER);
    assertThat(verdict(0xffff_ffffL, 1)).isEqualTo(CounterVerdict.CLONE_SUSPECT);
  }

  private CounterVerdict verdict(long kept, long given) {
    site.keep(new Credential(credential.id(), Site.ANNA, credential.key(), kept, false, false));
    Proven proven = proven(site.signIn(draft().counter((int) given)));
    assertThat(proven.counter()).isEqualTo(given);
    return proven.verdict();
  }
}
