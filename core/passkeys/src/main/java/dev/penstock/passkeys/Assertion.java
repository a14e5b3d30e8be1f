package dev.penstock.passkeys;

import dev.penstock.cbor.Decoded;
import dev.penstock.signature.Signatures;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An authentication that was begun, and the judge of what comes back (WebAuthn Level 3 §7.2).
 *
 * <p>Where the steps are: 1 to 4 happen in the browser; 5 to 7 are below; 8 to 14 are {@link
 * ClientData}; 15 to 18 are {@link Presence}; 19 to 22 are below; 23: extensions are ignored. 24,
 * keeping what is new, is the caller's, from {@link AssertionOutcome.Proven#updated};
 * "uvInitialized" has nothing to update, as user verification is always required. 25 is the
 * caller's too.
 *
 * <p>That a challenge is answered once and in time is for who gave it out. One thread at a time is
 * not needed: nothing is kept between two checks.
 *
 * <p>Req: 62443-4-2 CR 1.1 RE(2), CR 1.9.
 */
public final class Assertion {
  private final RelyingParty party;
  private final Challenge challenge;
  private final @Nullable UserHandle person;
  private final Set<CredentialId> allowed;

  private Assertion(
      RelyingParty party,
      Challenge challenge,
      @Nullable UserHandle person,
      Set<CredentialId> allowed) {
    this.party = party;
    this.challenge = challenge;
    this.person = person;
    this.allowed = allowed;
  }

  /** Asks whoever is there to say who they are: the passkey must name its owner. */
  public static Assertion ofAnybody(RelyingParty party, Challenge challenge) {
    return new Assertion(party, challenge, null, Set.of());
  }

  /**
   * Asks one person, who is known already.
   *
   * @param allowed {@code allowCredentials}; when empty, any passkey of the person will do
   */
  public static Assertion of(
      RelyingParty party, Challenge challenge, UserHandle person, Set<CredentialId> allowed) {
    return new Assertion(party, challenge, person, Set.copyOf(allowed));
  }

  /** Judges one answer. Never throws for any content. */
  public AssertionOutcome check(AssertionAnswer answer, Credentials known, Signatures signatures) {
    Optional<CredentialId> id = CredentialId.decode(answer.credentialId());
    // Step 5.
    if (!allowed.isEmpty() && id.filter(allowed::contains).isEmpty()) {
      return new Refused(Step.ALLOWED, "the credential is none of those that were asked for");
    }
    // Step 6.
    Optional<Credential> credential = id.flatMap(known::find);
    if (credential.isEmpty()) {
      return new Refused(Step.OWNER, "the credential is not known here");
    }
    Optional<Refused> fault =
        ownerFault(credential.get(), answer.userHandle())
            .or(() -> ClientData.fault(answer.clientDataJson(), ClientData.GET, challenge, party));
    if (fault.isPresent()) {
      return fault.get();
    }
    return switch (AuthenticatorData.decode(answer.authenticatorData())) {
      case Decoded.Refused<AuthenticatorData>(var refusal) ->
          new Refused(Step.AUTHENTICATOR_DATA, refusal.toString());
      case Decoded.Value<AuthenticatorData>(var data) ->
          check(data, credential.get(), answer, signatures);
    };
  }

  /** Step 6: the credential is the known person's, or that of the person whose handle came. */
  private Optional<Refused> ownerFault(Credential credential, byte[] userHandle) {
    UserHandle expected = person;
    if (expected == null && userHandle.length == 0) {
      return Optional.of(new Refused(Step.OWNER, "no user handle, and nobody was named before"));
    }
    if (expected != null && !credential.owner().equals(expected)) {
      return Optional.of(new Refused(Step.OWNER, "the credential belongs to somebody else"));
    }
    if (userHandle.length > 0 && !credential.owner().isSameAs(userHandle)) {
      return Optional.of(new Refused(Step.OWNER, "the user handle is not the owner's"));
    }
    return Optional.empty();
  }

  private AssertionOutcome check(
      AuthenticatorData data,
      Credential credential,
      AssertionAnswer answer,
      Signatures signatures) {
    if (data.isAttested()) {
      // §6.1: at authentication no credential may be there.
      return new Refused(Step.AUTHENTICATOR_DATA, "a credential stands in authenticator data");
    }
    Optional<Refused> fault = Presence.fault(data, party.id());
    if (fault.isPresent()) {
      return fault.get();
    }
    // Step 19, §6.1.3. Step 19.3, a policy on the state itself: there is none.
    if (data.isBackupEligible() != credential.isBackupEligible()) {
      return new Refused(Step.BACKUP_ELIGIBILITY, "backup eligibility is not what it was");
    }
    // Steps 20 and 21.
    byte[] signed = join(answer.authenticatorData(), Hash.sha256(answer.clientDataJson()));
    if (!credential.key().accepts(signatures, signed, answer.signature())) {
      return new Refused(Step.SIGNATURE, "the signature is not the credential's");
    }
    // Step 22.
    return new AssertionOutcome.Proven(
        credential,
        data.counter(),
        data.isBackedUp(),
        CounterVerdict.of(credential.counter(), data.counter()));
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
