package dev.penstock.passkeys;

import dev.penstock.cbor.RefusalReason;

/** What {@link CredentialKey#decode} refuses beyond what is not strict CBOR. */
public enum KeyReason implements RefusalReason {
  NOT_A_KEY("this is no COSE_Key with the parameters it needs, \"alg\" among them, and no other"),
  ALGORITHM("the key's algorithm is not one of EdDSA, ES256, RS256"),
  TYPE("the key is not of the type or on the curve of its algorithm"),
  RSA_SIZE("an RSA key has 2,048 to 8,192 bits and an odd exponent of 3 or more, 64 bits at most"),
  RSA_LEADING_ZERO("the numbers of an RSA key start with a byte that is not zero"),
  POINT("no point of the curve, or one with which anybody could sign");

  private final String text;

  KeyReason(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
