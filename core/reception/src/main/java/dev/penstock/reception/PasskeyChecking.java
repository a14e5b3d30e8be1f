package dev.penstock.reception;

import dev.penstock.access.Bytes;
import dev.penstock.access.Passkey;

/**
 * Checks what authenticators say (WebAuthn Level 2 §7.1, §7.2), for the host and the origins that
 * it was made for. That a challenge is used once is seen to by reception; that the user was
 * verified must be seen to here.
 */
public interface PasskeyChecking {
  /**
   * True where there can be passkeys at all: they are bound to a host name, and a node may have
   * none that serves.
   */
  boolean isPossible();

  /** Judges the answer to a request for a new passkey. */
  Registered register(Bytes challenge, RegistrationAnswer answer);

  /** Judges a signature by a passkey. */
  Asserted check(Bytes challenge, Passkey passkey, PasskeyAnswer answer);

  /** What came of a registration. */
  sealed interface Registered {
    /** A new passkey. */
    record Made(
        Bytes id,
        Bytes publicKey,
        long signatureCount,
        boolean isBackupEligible,
        boolean isBackedUp)
        implements Registered {}

    /** Not one that can be taken; the reason is for people to read. */
    record NotMade(String reason) implements Registered {}
  }

  /** What came of a signature. */
  sealed interface Asserted {
    /**
     * It is by this passkey, over this challenge, with the user verified.
     *
     * @param party the RP ID that the passkey is bound to
     */
    record Right(String party, long signatureCount, boolean isBackedUp) implements Asserted {}

    /** It is not; the reason is for the record, not for who tried. */
    record Wrong(String reason) implements Asserted {}
  }
}
