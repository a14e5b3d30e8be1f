package dev.penstock.crypto;

import dev.penstock.signature.SignatureCheck;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.Signer;
import dev.penstock.signature.Signers;
import dev.penstock.signature.SigningException;
import dev.penstock.signature.VerificationKey;

/** A provider that loaded, with our checks in front of it; not yet trusted. */
record Candidate(String name, String version, Signatures signatures, Signers signers)
    implements Signatures, Signers {

  /** A way to a provider, tried only when nothing before it passed. */
  interface Source {
    String name();

    /** Loads the provider; the message of the exception tells an operator why it cannot. */
    Candidate load() throws ProviderAbsentException;
  }

  @Override
  public SignatureCheck check(VerificationKey key) {
    return signatures.check(key);
  }

  @Override
  public Signer signer(VerificationKey key, byte[] rawPrivate) throws SigningException {
    return signers.signer(key, rawPrivate);
  }
}
