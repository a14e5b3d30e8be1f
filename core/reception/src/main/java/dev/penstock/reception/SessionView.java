package dev.penstock.reception;

import dev.penstock.access.Action;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a console learns of its own session.
 *
 * @param open null when nobody is signed in
 */
public record SessionView(State state, @Nullable Open open) {
  /** Where somebody stands at the door. */
  public enum State {
    SET_UP_NEEDED("set-up-needed"),
    SIGNED_OUT("signed-out"),
    PASSWORD_CHANGE_DUE("password-change-due"),
    LOCKED("locked"),
    SIGNED_IN("signed-in");

    private final String wireName;

    State(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /**
   * A session that goes on.
   *
   * @param actions what may be done somewhere at least; nothing unless signed in
   * @param steppedUpUntil until when the latest proof counts for critical actions; null if not
   */
  public record Open(
      PersonView person,
      Set<Action> actions,
      String csrf,
      boolean isDisplay,
      Instant startedAt,
      Instant locksAt,
      Instant endsAt,
      @Nullable Instant steppedUpUntil) {
    /** Says nothing of the token. */
    @Override
    public String toString() {
      return "Open[" + person.id() + "]";
    }
  }
}
