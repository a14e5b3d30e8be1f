package dev.penstock.passkeys;

/** What came of checking an agreement that was kept. */
public sealed interface AgreementOutcome permits AgreementOutcome.Signed, Refused {
  /**
   * The key signed exactly this challenge for this relying party, and its authenticator says that
   * its owner was there and was verified.
   *
   * @param counter how often it had signed, as it says
   * @param isBackedUp a copy of the key was somewhere else by then
   */
  record Signed(KeyAlgorithm algorithm, long counter, boolean isBackedUp)
      implements AgreementOutcome {}
}
