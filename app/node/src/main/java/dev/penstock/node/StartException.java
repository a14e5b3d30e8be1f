package dev.penstock.node;

/** A node cannot start; the message says in one line why, and what to do. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  StartException(String message) {
    super(message);
  }
}
