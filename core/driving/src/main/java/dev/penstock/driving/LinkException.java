package dev.penstock.driving;

/**
 * The link to a device is of no use any more: it could not be had, it broke, or what came over it
 * is nothing that can be followed. The session it came from is to be closed; the message is one
 * line for the operator.
 */
public final class LinkException extends Exception {
  private static final long serialVersionUID = 1L;

  public LinkException(String message) {
    super(message);
  }

  public LinkException(String message, Throwable cause) {
    super(message, cause);
  }
}
