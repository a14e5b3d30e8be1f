package dev.penstock.reception;

import dev.penstock.access.Bytes;
import dev.penstock.access.Grant;
import dev.penstock.access.Language;
import dev.penstock.access.OidcSubject;
import dev.penstock.access.PersonId;
import java.util.List;

/** How people are managed by others. */
public final class People {
  People() {}

  /** Everybody, erased ones included. */
  public Answer<List<PersonView>> list(Caller caller) {
    throw new IllegalStateException("not built yet");
  }

  /** One person. */
  public Answer<PersonView> get(Caller caller, PersonId id) {
    throw new IllegalStateException("not built yet");
  }

  /** Somebody new, with a first password. Roles that take two people wait for the second. */
  public Answer<Handed<PersonView>> add(
      Caller caller, String name, String displayName, List<Grant> grants, Language language) {
    throw new IllegalStateException("not built yet");
  }

  /** Another name for others to read. Step-up. */
  public Answer<PersonView> rename(Caller caller, PersonId id, String displayName) {
    throw new IllegalStateException("not built yet");
  }

  /** Nobody comes in as this person any more, and all sessions end. Step-up. */
  public Answer<PersonView> disable(Caller caller, PersonId id) {
    throw new IllegalStateException("not built yet");
  }

  /** The person may come in again. Step-up. */
  public Answer<PersonView> enable(Caller caller, PersonId id) {
    throw new IllegalStateException("not built yet");
  }

  /** The name may be tried again from everywhere. Step-up. */
  public Answer<PersonView> unlock(Caller caller, PersonId id) {
    throw new IllegalStateException("not built yet");
  }

  /** A new first password in place of all ways in. Step-up; two people for who approves. */
  public Answer<Handed<PersonView>> reset(Caller caller, PersonId id) {
    throw new IllegalStateException("not built yet");
  }

  /** Other roles, all of them at once. Step-up; two people where roles approve. */
  public Answer<Change<PersonView>> grant(
      Caller caller, PersonId id, List<Grant> grants, String reason) {
    throw new IllegalStateException("not built yet");
  }

  /** Forgets a person; the pseudonym stays. Step-up; two people. */
  public Answer<Change<PersonView>> erase(Caller caller, PersonId id, String reason) {
    throw new IllegalStateException("not built yet");
  }

  /** Which accounts outside and which client certificates (SHA-256) are this person. Step-up;
   * two people for who approves. */
  public Answer<Change<PersonView>> tie(
      Caller caller, PersonId id, List<OidcSubject> subjects, List<Bytes> certificates) {
    throw new IllegalStateException("not built yet");
  }

  /** A new sealed code for an emergency. Step-up; two people. */
  public Answer<Handed<PersonView>> resetBreakGlass(Caller caller) {
    throw new IllegalStateException("not built yet");
  }
}
