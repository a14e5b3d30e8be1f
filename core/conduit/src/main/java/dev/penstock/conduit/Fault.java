package dev.penstock.conduit;

/**
 * Why something is no part of a policy.
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
