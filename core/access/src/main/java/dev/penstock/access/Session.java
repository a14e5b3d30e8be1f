package dev.penstock.access;

import org.jspecify.annotations.Nullable;

/**
 * A person's stay, from coming in to leaving. The secret that opens it is not here.
 *
 * @param id 16 bytes, for lists and records; it opens nothing
 * @param origin where from, for people to read
 * @param isDisplay a control-room display: it looks and does nothing else, so it never locks
 * @param isPasswordChangeDue nothing is allowed before the password is changed
 * @param proof the latest proof; null when somebody outside vouched
 */
public record Session(
    Bytes id,
    PersonId person,
    Way way,
    String origin,
    Moment startedAt,
    Moment lastActiveAt,
    boolean isDisplay,
    boolean isLocked,
    boolean isPasswordChangeDue,
    @Nullable Proof proof) {
  public static final int ID_BYTES = 16;

  public Session {
    Checks.mustBeIn("bytes of a session's id", id.sizeBytes(), ID_BYTES, ID_BYTES);
  }

  public SessionState state() {
    if (isLocked) {
      return SessionState.LOCKED;
    }
    return isPasswordChangeDue ? SessionState.PASSWORD_CHANGE_DUE : SessionState.SIGNED_IN;
  }

  public Session active(Moment now) {
    return new Session(
        id, person, way, origin, startedAt, now, isDisplay, isLocked, isPasswordChangeDue, proof);
  }

  /** Locked: what was proven before does not count any more. */
  public Session locked() {
    return new Session(
        id,
        person,
        way,
        origin,
        startedAt,
        lastActiveAt,
        isDisplay,
        true,
        isPasswordChangeDue,
        null);
  }

  /** Proven again, so it is open. */
  public Session proven(Proof again) {
    return new Session(
        id,
        person,
        way,
        origin,
        startedAt,
        again.at(),
        isDisplay,
        false,
        isPasswordChangeDue,
        again);
  }

  /** The password was changed by the person. */
  public Session passwordChanged() {
    return new Session(
        id, person, way, origin, startedAt, lastActiveAt, isDisplay, isLocked, false, proof);
  }
}
