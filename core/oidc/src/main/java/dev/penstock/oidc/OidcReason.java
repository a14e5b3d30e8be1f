package dev.penstock.oidc;

/** Why a step of a sign-in was refused. The names are stable codes and go into access records. */
public enum OidcReason {
  METADATA_MALFORMED("the provider's configuration is no such document"),
  METADATA_ISSUER("the provider's configuration is of another issuer"),
  METADATA_ADDRESS("the provider's configuration names an address that is no https"),
  METADATA_UNSUPPORTED("the provider does not offer what this node needs"),
  KEYS_MALFORMED("the provider's keys are no such document"),
  STATE_UNKNOWN("nobody here waits for this return, or no longer"),
  BROWSER_DIFFERS("the return comes from another browser than the one that left"),
  RETURN_ISSUER("the return is of another issuer"),
  PROVIDER_REFUSED("the provider refused"),
  CODE_MISSING("the return carries no code"),
  ANSWER_MALFORMED("the provider's answer to the code is none"),
  TOKEN_MALFORMED("the ID token is no such token"),
  ALGORITHM_REFUSED("the ID token is signed in a way that does not count"),
  KEY_UNKNOWN("the ID token is signed by a key that the provider does not publish"),
  KEY_AMBIGUOUS("the ID token does not say which of several keys signed it"),
  SIGNATURE_WRONG("the signature of the ID token is wrong"),
  ISSUER_WRONG("the ID token is of another issuer"),
  SUBJECT_MALFORMED("the ID token names no subject"),
  AUDIENCE_WRONG("the ID token is not for this node alone"),
  PARTY_WRONG("the ID token was issued to another party"),
  EXPIRED("the ID token has expired"),
  TIME_WRONG("the ID token was issued at a time that cannot be"),
  NONCE_WRONG("the ID token is not the answer to this sign-in"),
  AUTH_TIME_WRONG("the person's last sign-in at the provider is too long ago or unknown"),
  ACCESS_HASH_WRONG("the ID token belongs to another access token"),
  USER_INFO_WRONG("the provider's account of the person is malformed or of another person");

  private final String text;

  OidcReason(String text) {
    this.text = text;
  }

  /** The same in plain words, without a full stop. */
  public String text() {
    return text;
  }
}
