package dev.penstock.access;

/** What a session is good for just now. */
public enum SessionState {
  SIGNED_IN("signed-in"),
  /** Somebody was away: only unlocking and ending go. */
  LOCKED("locked"),
  /** Somebody else has seen the password: only changing it and ending go. */
  PASSWORD_CHANGE_DUE("password-change-due");

  private final String wireName;

  SessionState(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}
