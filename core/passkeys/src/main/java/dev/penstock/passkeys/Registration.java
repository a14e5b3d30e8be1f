package dev.penstock.passkeys;

import dev.penstock.cbor.Decoded;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A registration that was begun, and the judge of what comes back (WebAuthn Level 3 §7.1).
 *
 * <p>Where the steps are: 1 to 4 happen in the browser, which the page asks as this record says; 5
 * to 11 are {@link ClientData}; 12, the hash of the client data, is only needed for the statements
 * of step 22; 13 is {@link AttestationObject}; 14 to 17 are {@link Presence}; 18 and 19 ask nothing
 * here, backup eligibility and state are kept and shown; 20 and 25 to 27 are below. 21 to 24 judge
 * attestation: the conveyance asked for is "none", so a statement of any format is read and given
 * no weight, which step 24 allows. 28: extensions are ignored. 29, storing, is the caller's.
 *
 * <p>Req: 62443-4-2 CR 1.5, CR 1.9.
 *
 * @param owner whom the passkey will belong to, as told to the authenticator
 * @param offered the algorithms that were asked for
 * @param known whether a credential id is taken, by anybody
 */
public record Registration(
    RelyingParty party,
    Challenge challenge,
    UserHandle owner,
    List<KeyAlgorithm> offered,
    Credentials known) {
  /** More are cut off; there are seven in the registry. */
  private static final int TRANSPORT_COUNT_MAX = 8;

  private static final Pattern TRANSPORT = Pattern.compile("[a-z0-9-]{1,32}");

  public Registration {
    offered = List.copyOf(offered);
    if (offered.isEmpty()) {
      throw new IllegalArgumentException("no algorithm is offered");
    }
  }

  /** Judges one answer. Never throws for any content. */
  public RegistrationOutcome check(RegistrationAnswer answer) {
    Optional<Refused> fault =
        ClientData.fault(answer.clientDataJson(), ClientData.CREATE, challenge, party);
    if (fault.isPresent()) {
      return fault.get();
    }
    // Step 13.
    return switch (AttestationObject.decode(answer.attestationObject())) {
      case Decoded.Refused<AuthenticatorData>(var refusal) ->
          new Refused(Step.AUTHENTICATOR_DATA, refusal.toString());
      case Decoded.Value<AuthenticatorData>(var data) -> check(data, answer);
    };
  }

  private RegistrationOutcome check(AuthenticatorData data, RegistrationAnswer answer) {
    if (!data.isAttested()) {
      // §6.1: at registration the credential must be there.
      return new Refused(Step.AUTHENTICATOR_DATA, "no credential in the authenticator data");
    }
    Optional<Refused> fault = Presence.fault(data, party.id());
    if (fault.isPresent()) {
      return fault.get();
    }
    // Step 20.
    return switch (CredentialKey.decode(data.key())) {
      case Decoded.Refused<CredentialKey>(var refusal) ->
          new Refused(Step.ALGORITHM, refusal.toString());
      case Decoded.Value<CredentialKey>(var key) -> check(data, key, answer);
    };
  }

  private RegistrationOutcome check(
      AuthenticatorData data, CredentialKey key, RegistrationAnswer answer) {
    // Step 20.
    if (!offered.contains(key.algorithm())) {
      return new Refused(Step.ALGORITHM, key.algorithm() + " was not offered");
    }
    // Step 25.
    Optional<CredentialId> id = CredentialId.decode(data.credentialId());
    if (id.isEmpty()) {
      return new Refused(
          Step.CREDENTIAL_ID, "the credential id has not 1.." + CredentialId.BYTES_MAX + " bytes");
    }
    // Not asked by §7.1, which lets either be kept: both must be one, or one of them is not true.
    if (!id.get().isNamed(answer.credentialId())) {
      return new Refused(Step.CREDENTIAL_ID, "browser and authenticator name different ids");
    }
    // Step 26.
    if (known.find(id.get()).isPresent()) {
      return new Refused(Step.CREDENTIAL_UNKNOWN_YET, "the credential is registered already");
    }
    // Step 27.
    return new RegistrationOutcome.Registered(
        new Credential(
            id.get(), owner, key, data.counter(), data.isBackupEligible(), data.isBackedUp()),
        transports(answer.transports()));
  }

  /** §5.8.4: names, also ones that are not known yet; what is no name is dropped. */
  private static List<String> transports(List<String> given) {
    return given.stream()
        .filter(each -> TRANSPORT.matcher(each).matches())
        .distinct()
        .sorted()
        .limit(TRANSPORT_COUNT_MAX)
        .toList();
  }
}
