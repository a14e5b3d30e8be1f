package dev.penstock.connections;

/**
 * Why something cannot stand where it stands.
 *
 * @param what is wrong
 * @param allowed what may stand there
 * @param advice what to do about it
 */
public record Fault(String what, String allowed, String advice) {
  /** The three in one line. */
  public String text() {
    return what + "; allowed: " + allowed + "; " + advice;
  }
}
