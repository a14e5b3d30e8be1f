package dev.penstock.reception;

import dev.penstock.access.Bytes;
import dev.penstock.access.Language;
import dev.penstock.reception.Answer.Nothing;

/** What people do with their own account. */
public final class Account {
  Account() {}

  /** The own account. */
  public Answer<AccountView> view(Caller caller) {
    throw new IllegalStateException("not built yet");
  }

  /** Changes the password; the old one proves who asks. All other sessions of the person end. */
  public Answer<Nothing> changePassword(Caller caller, String old, String changed) {
    throw new IllegalStateException("not built yet");
  }

  /** A secret for an authenticator app. Step-up when there is one already. */
  public Answer<TotpBegun> beginTotp(Caller caller) {
    throw new IllegalStateException("not built yet");
  }

  /** A code of the app shows that it has the secret. */
  public Answer<Nothing> confirmTotp(Caller caller, String totp) {
    throw new IllegalStateException("not built yet");
  }

  /** No app any more. Step-up. */
  public Answer<Nothing> removeTotp(Caller caller) {
    throw new IllegalStateException("not built yet");
  }

  /** A request for a new passkey. Step-up. */
  public Answer<RegistrationBegun> beginPasskey(Caller caller, String label) {
    throw new IllegalStateException("not built yet");
  }

  /** The answer to it. */
  public Answer<AccountView.PasskeyItem> finishPasskey(Caller caller, RegistrationAnswer answer) {
    throw new IllegalStateException("not built yet");
  }

  /** Without that passkey any more. Step-up. */
  public Answer<Nothing> removePasskey(Caller caller, Bytes id) {
    throw new IllegalStateException("not built yet");
  }

  /** The language of the console. */
  public Answer<Nothing> speak(Caller caller, Language language) {
    throw new IllegalStateException("not built yet");
  }
}
