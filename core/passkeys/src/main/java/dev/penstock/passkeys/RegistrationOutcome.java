package dev.penstock.passkeys;

import java.util.List;

/** What came of checking the answer to a registration. */
public sealed interface RegistrationOutcome permits RegistrationOutcome.Registered, Refused {
  /**
   * A new passkey, to be kept as {@link #credential} says (WebAuthn §7.1 step 27).
   *
   * @param credential with the counter and the backup flags it came with
   * @param transports hints for the browser how to reach the authenticator, sorted; from nobody who
   *     proved anything
   */
  record Registered(Credential credential, List<String> transports) implements RegistrationOutcome {
    public Registered {
      transports = List.copyOf(transports);
    }
  }
}
