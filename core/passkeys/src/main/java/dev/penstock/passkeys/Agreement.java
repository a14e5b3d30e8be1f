package dev.penstock.passkeys;

import dev.penstock.cbor.Decoded;
import dev.penstock.signature.Signatures;
import java.util.Arrays;
import java.util.Optional;

/**
 * A passkey's signature over a request, as it is kept for whoever looks later, and its judge: what
 * of WebAuthn Level 3 §7.2 (Level 2 §7.2 with other numbers) can be checked by bytes alone, years
 * after and without the node. Nothing of it is checked before {@link #check}.
 *
 * <p>Steps 5 and 6, whose key it is, and 22, whether its count grew, need what was known then: who
 * kept it says so, and other records bear it out or not. Any page at the relying party's domain is
 * taken at step 12, since which pages there were is not kept. Step 19 needs the registration.
 *
 * <p>Req: 62443-4-2 CR 2.12
 */
public final class Agreement {
  private static final int SIGNATURE_BYTES_MAX = 1024;

  private final String party;
  private final byte[] publicKey;
  private final byte[] clientData;
  private final byte[] authenticatorData;
  private final byte[] signature;

  private Agreement(
      String party,
      byte[] publicKey,
      byte[] clientData,
      byte[] authenticatorData,
      byte[] signature) {
    this.party = party;
    this.publicKey = publicKey;
    this.clientData = clientData;
    this.authenticatorData = authenticatorData;
    this.signature = signature;
  }

  /**
   * Any text and bytes of any length.
   *
   * @param party the RP ID
   * @param publicKey COSE_Key as it was registered
   */
  public static Agreement of(
      String party,
      byte[] publicKey,
      byte[] clientData,
      byte[] authenticatorData,
      byte[] signature) {
    return new Agreement(
        party, publicKey.clone(), clientData.clone(), authenticatorData.clone(), signature.clone());
  }

  /**
   * Judges it. Never throws for any content.
   *
   * @param challenge SHA-256 of the request
   */
  public AgreementOutcome check(Challenge challenge, Signatures signatures) {
    if (!RelyingParty.isId(party)) {
      // §4: an RP ID is a valid domain string.
      return new Refused(Step.RELYING_PARTY, "no passkey can be bound to that relying party");
    }
    return switch (CredentialKey.decode(publicKey)) {
      case Decoded.Refused<CredentialKey>(var refusal) ->
          new Refused(Step.ALGORITHM, "the key cannot be read: " + refusal);
      case Decoded.Value<CredentialKey>(var key) -> check(challenge, key, signatures);
    };
  }

  private AgreementOutcome check(Challenge challenge, CredentialKey key, Signatures signatures) {
    // Steps 8 to 14.
    Optional<Refused> fault = ClientData.fault(clientData, ClientData.GET, challenge, party);
    if (fault.isPresent()) {
      return fault.get();
    }
    // Step 7, §6.1.
    return switch (AuthenticatorData.decode(authenticatorData)) {
      case Decoded.Refused<AuthenticatorData>(var refusal) ->
          new Refused(Step.AUTHENTICATOR_DATA, refusal.toString());
      case Decoded.Value<AuthenticatorData>(var data) -> check(data, key, signatures);
    };
  }

  private AgreementOutcome check(AuthenticatorData data, CredentialKey key, Signatures signatures) {
    if (data.isAttested()) {
      // §6.1: at authentication no credential may be there.
      return new Refused(Step.AUTHENTICATOR_DATA, "a credential stands in authenticator data");
    }
    // Steps 15 to 18.
    Optional<Refused> fault = Presence.fault(data, party);
    if (fault.isPresent()) {
      return fault.get();
    }
    // Steps 20 and 21. The bound is that of the longest RSA signature.
    byte[] hash = Hash.sha256(clientData);
    byte[] signed = Arrays.copyOf(authenticatorData, authenticatorData.length + hash.length);
    System.arraycopy(hash, 0, signed, authenticatorData.length, hash.length);
    if (signature.length > SIGNATURE_BYTES_MAX || !key.accepts(signatures, signed, signature)) {
      return new Refused(Step.SIGNATURE, "the signature is not the key's");
    }
    return new AgreementOutcome.Signed(key.algorithm(), data.counter(), data.isBackedUp());
  }
}
