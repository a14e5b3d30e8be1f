package dev.penstock.reception;

import dev.penstock.access.Bytes;
import dev.penstock.access.PersonId;

/**
 * Who sends a request, as far as what was presented tells. That the session still goes on, and what
 * it may do, is looked at again with each use.
 */
public sealed interface Caller {
  Origin origin();

  /** Whoever holds the node's own token: the command line of this machine. It is nobody. */
  record Machine(Origin origin) implements Caller {}

  /** A program with a token of its own. */
  record Service(String id, Origin origin) implements Caller {}

  /**
   * A person in a session, which may be locked.
   *
   * @param csrf the token that the session's pages must send with each change
   */
  record InSession(Bytes session, PersonId person, String csrf, Origin origin) implements Caller {
    /** Says nothing of the token. */
    @Override
    public String toString() {
      return "InSession[" + session + "]";
    }
  }

  /** Nobody that is known, and what to say to whoever it is. */
  record Nobody(Refusal why, Origin origin) implements Caller {}
}
