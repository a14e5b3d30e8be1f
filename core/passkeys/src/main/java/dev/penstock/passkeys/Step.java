package dev.penstock.passkeys;

/**
 * The steps at which an answer can be refused, with their numbers in WebAuthn Level 3, §7.1 for
 * registration and §7.2 for authentication; 0 where a ceremony has no such step. The names are
 * stable codes and go into records.
 */
public enum Step {
  /** The credential is one of those that were asked for. */
  ALLOWED(0, 5),
  /** The credential is known, and belongs to the person whose handle came with it. */
  OWNER(0, 6),
  /** The client data is UTF-8 and JSON. */
  CLIENT_DATA(6, 9),
  /** The client data is of this ceremony. */
  TYPE(7, 10),
  CHALLENGE(8, 11),
  ORIGIN(9, 12),
  CROSS_ORIGIN(10, 13),
  TOP_ORIGIN(11, 14),
  /** Attestation object, or authenticator data, have their form (§6.5.4, §6.1). */
  AUTHENTICATOR_DATA(13, 7),
  RELYING_PARTY(14, 15),
  USER_PRESENT(15, 16),
  USER_VERIFIED(16, 17),
  BACKUP_STATE(17, 18),
  BACKUP_ELIGIBILITY(0, 19),
  /** The key is one, and of an algorithm that was offered. */
  ALGORITHM(20, 0),
  CREDENTIAL_ID(25, 0),
  CREDENTIAL_UNKNOWN_YET(26, 0),
  SIGNATURE(0, 21);

  private final int registration;
  private final int authentication;

  Step(int registration, int authentication) {
    this.registration = registration;
    this.authentication = authentication;
  }

  /** The number in §7.1, or 0. */
  public int registration() {
    return registration;
  }

  /** The number in §7.2, or 0. */
  public int authentication() {
    return authentication;
  }
}
