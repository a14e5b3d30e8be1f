package dev.penstock.passkeys;

import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.Signatures;
import dev.penstock.testkit.passkeys.PasskeyDraft;
import dev.penstock.testkit.passkeys.SoftPasskey;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A relying party with its passkeys in memory. */
final class Site implements Credentials {
  static final String ID = "penstock.example";
  static final String ORIGIN = "https://penstock.example:8443";
  static final RelyingParty PARTY = new RelyingParty(ID, "Penstock", List.of(ORIGIN));
  static final UserHandle ANNA = UserHandle.of("anna's pseudonym".getBytes(StandardCharsets.UTF_8));
  static final UserHandle BERT = UserHandle.of("bert's pseudonym".getBytes(StandardCharsets.UTF_8));
  static final Signatures SIGNATURES = new JdkSignatures();

  /** Given out in all tests that do not ask for another. */
  static final Challenge CHALLENGE = Challenge.random(new SplittableRandom(7));

  private final Map<CredentialId, Credential> credentials = new HashMap<>();

  @Override
  public Optional<Credential> find(CredentialId id) {
    return Optional.ofNullable(credentials.get(id));
  }

  void keep(Credential credential) {
    Credential _ = credentials.put(credential.id(), credential);
  }

  static PasskeyDraft creation(SoftPasskey passkey) {
    return passkey.create(ID, ORIGIN, CHALLENGE.bytes());
  }

  static PasskeyDraft request(SoftPasskey passkey) {
    return passkey.get(ID, ORIGIN, CHALLENGE.bytes());
  }

  static RegistrationAnswer registrationOf(PasskeyDraft draft) {
    return RegistrationAnswer.of(
        draft.credentialId(),
        draft.clientDataJson(),
        draft.attestationObject(),
        List.of("usb", "internal"));
  }

  static AssertionAnswer assertionOf(PasskeyDraft draft) {
    return AssertionAnswer.of(
        draft.credentialId(),
        draft.clientDataJson(),
        draft.authenticatorData(),
        draft.signature(),
        draft.userHandle());
  }

  RegistrationOutcome register(PasskeyDraft draft) {
    return new Registration(PARTY, CHALLENGE, ANNA, KeyAlgorithm.all(), this)
        .check(registrationOf(draft));
  }

  /** Registers honestly and keeps what came of it. */
  Credential registered(SoftPasskey passkey) {
    var outcome = (RegistrationOutcome.Registered) register(creation(passkey));
    keep(outcome.credential());
    return outcome.credential();
  }

  AssertionOutcome signIn(PasskeyDraft draft) {
    return check(Assertion.ofAnybody(PARTY, CHALLENGE), assertionOf(draft));
  }

  AssertionOutcome check(Assertion asked, AssertionAnswer answer) {
    return asked.check(answer, this, SIGNATURES);
  }
}
