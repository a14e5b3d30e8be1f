package dev.penstock.passkeys;

/** What came of checking the answer to an authentication. */
public sealed interface AssertionOutcome permits AssertionOutcome.Proven, Refused {
  /**
   * The holder of the passkey was there, was verified by the authenticator and signed this
   * challenge.
   *
   * @param credential as it was kept
   * @param counter the new one
   * @param isBackedUp the new state
   * @param verdict on the counter; what follows from a suspect, whoever asked decides
   */
  record Proven(Credential credential, long counter, boolean isBackedUp, CounterVerdict verdict)
      implements AssertionOutcome {
    /** What is to be kept from now on (WebAuthn §7.2 step 24). */
    public Credential updated() {
      return new Credential(
          credential.id(),
          credential.owner(),
          credential.key(),
          counter,
          credential.isBackupEligible(),
          isBackedUp);
    }
  }
}
