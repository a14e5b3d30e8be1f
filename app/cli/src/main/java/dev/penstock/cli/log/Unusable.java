package dev.penstock.cli.log;

/** What was given cannot be used; the message is for the person who gave it. */
final class Unusable extends Exception {
  private static final long serialVersionUID = 1L;

  Unusable(String message) {
    super(message);
  }
}
