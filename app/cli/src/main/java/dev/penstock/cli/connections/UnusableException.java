package dev.penstock.cli.connections;

/** Something that was given and cannot be used; in one line. */
final class UnusableException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableException(String why) {
    super(why);
  }
}
