package dev.penstock.reception;

/**
 * Somebody came in: the session, and the two secrets to leave with the browser.
 *
 * @param secret of the session, for its cookie
 * @param device what makes this device a known one, for a cookie that outlives the session
 */
public record Entry(SessionView session, String secret, String device) {
  /** Says nothing of the secrets. */
  @Override
  public String toString() {
    return "Entry";
  }
}
