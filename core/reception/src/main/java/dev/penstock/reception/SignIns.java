package dev.penstock.reception;

import dev.penstock.access.Bytes;
import dev.penstock.access.OidcSubject;
import dev.penstock.reception.Answer.Nothing;
import org.jspecify.annotations.Nullable;

/** The door: how people come in, prove themselves again, and leave. */
public final class SignIns {
  SignIns() {}

  /** What a console learns of its session; for anybody. */
  public SessionView view(Caller caller) {
    throw new IllegalStateException("not built yet");
  }

  /** The first person comes, with the one-time code, and is administrator. */
  public Answer<Entry> setUp(
      Origin origin, String code, String name, String displayName, String password) {
    throw new IllegalStateException("not built yet");
  }

  /** By a name and a password, and the code of an app for who has one. The sealed code of an
   * emergency is a password under its own name. */
  public Answer<Entry> byPassword(
      Origin origin, String name, String password, @Nullable String totp) {
    throw new IllegalStateException("not built yet");
  }

  /** A challenge for any passkey; to come in, to unlock or to step up. */
  public Answer<PasskeyBegun> beginPasskey(Origin origin) {
    throw new IllegalStateException("not built yet");
  }

  /** By a passkey. */
  public Answer<Entry> byPasskey(Origin origin, PasskeyAnswer answer) {
    throw new IllegalStateException("not built yet");
  }

  /** By a client certificate that the TLS listener has verified; its SHA-256. */
  public Answer<Entry> byCertificate(Origin origin, Bytes fingerprint) {
    throw new IllegalStateException("not built yet");
  }

  /** By a provider outside, whose word has been verified. */
  public Answer<Entry> byOidc(Origin origin, OidcSubject subject) {
    throw new IllegalStateException("not built yet");
  }

  /** The same person is back at a locked session. */
  public Answer<SessionView> unlock(Caller caller, Proving proving) {
    throw new IllegalStateException("not built yet");
  }

  /** The person leaves for a while. */
  public Answer<SessionView> lock(Caller caller) {
    throw new IllegalStateException("not built yet");
  }

  /** The person leaves. */
  public Answer<Nothing> end(Caller caller) {
    throw new IllegalStateException("not built yet");
  }

  /** The person proves again to be that person, for critical actions. */
  public Answer<SessionView> stepUp(Caller caller, Proving proving) {
    throw new IllegalStateException("not built yet");
  }
}
