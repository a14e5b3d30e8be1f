package dev.penstock.reception;

import dev.penstock.access.Action;
import dev.penstock.access.Permissions;
import dev.penstock.access.PersonId;
import dev.penstock.access.Scope;
import dev.penstock.evidence.record.Details;
import dev.penstock.reception.Answer.Nothing;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Who stands at the desk: it tells callers apart, says what they may do, and holds the parts that
 * do the rest. All methods may be called by many threads at once; none holds a lock while it
 * hashes.
 */
public final class Reception {
  Reception() {}

  /**
   * Opens the desk with the book as it was kept. A request that was being carried out when the node
   * stopped is failed: nobody knows what came of it, and it is not tried again.
   */
  public static Reception open(Ground ground) throws IOException {
    throw new IOException("not built yet: " + ground);
  }

  /** Who sends a request. A wrong token, session or CSRF token makes nobody, with the refusal. */
  public Caller caller(Presented presented) {
    throw new IllegalStateException("not built yet");
  }

  /** Whether the caller may do this there. Counts as activity unless the console asks by itself;
   * a refusal is written down. */
  public Answer<Nothing> authorise(
      Caller caller, Action action, Scope scope, boolean isBackground) {
    throw new IllegalStateException("not built yet");
  }

  /** Where the caller may do this, for lists that show a part; refused when nowhere. */
  public Answer<Permissions.Reach> reach(Caller caller, Action action, boolean isBackground) {
    throw new IllegalStateException("not built yet");
  }

  /** Writes down that the caller saw something sensitive: once for each kind of thing and minute.
   * Refused when it cannot be written: then it must not be shown. */
  public Answer<Nothing> viewed(Caller caller, Action action, String kind) {
    throw new IllegalStateException("not built yet");
  }

  /** Writes down what the caller is about to do, such as an export or a change elsewhere, each
   * time. Refused when it cannot be written: then it must not be done. */
  public Answer<Nothing> doing(Caller caller, Action action, String object, Details details) {
    throw new IllegalStateException("not built yet");
  }

  /** Writes down that what was announced by {@link #doing} did not work. */
  public Answer<Nothing> failed(Caller caller, Action action, String object, Details details) {
    throw new IllegalStateException("not built yet");
  }

  /** A new one-time code for the set-up, in place of the one before; refused when it is done. */
  public Answer<String> newSetUpCode() {
    throw new IllegalStateException("not built yet");
  }

  /** The zones that the plant has: grants for others end, those of people and of programs. */
  public Answer<Nothing> zonesAre(Set<String> zones) {
    throw new IllegalStateException("not built yet");
  }

  /** Writes down which sessions and requests have ended by time. Call it every minute or so. */
  public void settle() {
    throw new IllegalStateException("not built yet");
  }

  /** The name to read beside a pseudonym; empty for one unknown or erased. */
  public Optional<String> displayName(PersonId id) {
    throw new IllegalStateException("not built yet");
  }

  /** How many requests wait for a second person. */
  public int approvalsOpen() {
    throw new IllegalStateException("not built yet");
  }

  /** Whether the first person has come. */
  public boolean isSetUp() {
    throw new IllegalStateException("not built yet");
  }

  /** The door. */
  public SignIns signIns() {
    throw new IllegalStateException("not built yet");
  }

  /** The own account. */
  public Account account() {
    throw new IllegalStateException("not built yet");
  }

  /** The people. */
  public People people() {
    throw new IllegalStateException("not built yet");
  }

  /** The service accounts. */
  public Tokens tokens() {
    throw new IllegalStateException("not built yet");
  }

  /** The sessions. */
  public Sessions sessions() {
    throw new IllegalStateException("not built yet");
  }

  /** The requests for a second person. */
  public Approvals approvals() {
    throw new IllegalStateException("not built yet");
  }
}
