package dev.penstock.passkeys;

/**
 * What is kept of a passkey (WebAuthn §4, "credential record"). Its type is always {@code
 * public-key}, and its user was verified from the first day on, since nothing else is taken here.
 *
 * @param owner the person it belongs to
 * @param counter the last signature counter, 32 bits without sign
 * @param isBackupEligible may be copied to other devices; never changes (§6.1.3)
 * @param isBackedUp was copied when it was last used
 */
public record Credential(
    CredentialId id,
    UserHandle owner,
    CredentialKey key,
    long counter,
    boolean isBackupEligible,
    boolean isBackedUp) {
  private static final long COUNTER_MAX = 0xffff_ffffL;

  public Credential {
    if (counter < 0 || counter > COUNTER_MAX) {
      throw new IllegalArgumentException("counter is " + counter + ", must have 32 bits");
    }
    if (isBackedUp && !isBackupEligible) {
      throw new IllegalArgumentException("backed up, but not eligible for it");
    }
  }
}
