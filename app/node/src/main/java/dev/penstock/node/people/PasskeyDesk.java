package dev.penstock.node.people;

import dev.penstock.access.Bytes;
import dev.penstock.access.Passkey;
import dev.penstock.cbor.Decoded;
import dev.penstock.passkeys.Assertion;
import dev.penstock.passkeys.AssertionAnswer;
import dev.penstock.passkeys.AssertionOutcome;
import dev.penstock.passkeys.Challenge;
import dev.penstock.passkeys.CounterVerdict;
import dev.penstock.passkeys.Credential;
import dev.penstock.passkeys.CredentialId;
import dev.penstock.passkeys.CredentialKey;
import dev.penstock.passkeys.KeyAlgorithm;
import dev.penstock.passkeys.Refused;
import dev.penstock.passkeys.Registration;
import dev.penstock.passkeys.RegistrationOutcome;
import dev.penstock.passkeys.RelyingParty;
import dev.penstock.passkeys.UserHandle;
import dev.penstock.reception.PasskeyAnswer;
import dev.penstock.reception.PasskeyChecking;
import dev.penstock.reception.RegistrationAnswer;
import dev.penstock.signature.Signatures;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Has passkeys judged as WebAuthn says. Whose a passkey is, and that each challenge is answered
 * once, reception sees to: it hands in the one passkey that the answer is about.
 */
public final class PasskeyDesk implements PasskeyChecking {
  /** Reception keeps by itself whose passkey it is; here each has the same owner. */
  private static final UserHandle OWNER = UserHandle.of(new byte[] {1});

  private final Optional<RelyingParty> party;
  private final Signatures signatures;

  /**
   * A desk.
   *
   * @param party empty where the node has no name that a passkey could be bound to
   */
  public PasskeyDesk(Optional<RelyingParty> party, Signatures signatures) {
    this.party = party;
    this.signatures = signatures;
  }

  @Override
  public boolean isPossible() {
    return party.isPresent();
  }

  @Override
  public Registered register(Bytes challenge, RegistrationAnswer answer) {
    if (party.isEmpty()) {
      return new Registered.NotMade("this node has no name that a passkey could be bound to");
    }
    var registration =
        new Registration(
            party.get(),
            Challenge.of(challenge.toArray()),
            OWNER,
            KeyAlgorithm.all(),
            _ -> Optional.empty());
    RegistrationOutcome outcome =
        registration.check(
            dev.penstock.passkeys.RegistrationAnswer.of(
                answer.credentialId().toArray(),
                answer.clientDataJson().toArray(),
                answer.attestationObject().toArray(),
                List.of()));
    return switch (outcome) {
      case RegistrationOutcome.Registered(var made, var _) ->
          new Registered.Made(
              Bytes.of(made.id().bytes()),
              Bytes.of(made.key().cose()),
              made.counter(),
              made.isBackupEligible(),
              made.isBackedUp());
      case Refused(var step, var reason) -> new Registered.NotMade(step + ": " + reason);
    };
  }

  @Override
  public Asserted check(Bytes challenge, Passkey passkey, PasskeyAnswer answer) {
    if (party.isEmpty()) {
      return new Asserted.Wrong("this node has no name that a passkey could be bound to");
    }
    return switch (CredentialKey.decode(passkey.publicKey().toArray())) {
      case Decoded.Refused<CredentialKey>(var refusal) ->
          new Asserted.Wrong("the key that is kept cannot be read: " + refusal);
      case Decoded.Value<CredentialKey>(var key) -> check(challenge, passkey, key, answer);
    };
  }

  private Asserted check(
      Bytes challenge, Passkey passkey, CredentialKey key, PasskeyAnswer answer) {
    var id = CredentialId.of(passkey.id().toArray());
    var kept =
        new Credential(
            id,
            OWNER,
            key,
            passkey.signatureCount(),
            passkey.isBackupEligible(),
            passkey.isBackedUp());
    AssertionOutcome outcome =
        Assertion.of(party.orElseThrow(), Challenge.of(challenge.toArray()), OWNER, Set.of(id))
            .check(
                AssertionAnswer.of(
                    answer.credentialId().toArray(),
                    answer.clientDataJson().toArray(),
                    answer.authenticatorData().toArray(),
                    answer.signature().toArray(),
                    new byte[0]),
                asked -> asked.equals(id) ? Optional.of(kept) : Optional.empty(),
                signatures);
    return switch (outcome) {
      case AssertionOutcome.Proven(var _, var counter, var isBackedUp, var verdict) ->
          verdict == CounterVerdict.CLONE_SUSPECT
              ? new Asserted.Wrong("the passkey's count did not grow: there may be a copy of it")
              : new Asserted.Right(party.orElseThrow().id(), counter, isBackedUp);
      case Refused(var step, var reason) -> new Asserted.Wrong(step + ": " + reason);
    };
  }
}
