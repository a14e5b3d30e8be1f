package dev.penstock.keys;

/** A home of keys did not do what was asked; the reason tells whether it ever will. */
public final class KeyHomeException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** No key of this id lives here. */
    NO_SUCH_KEY,
    /** The key was made for another use. */
    OTHER_USE,
    /** Homes of this kind have no keys of this algorithm. */
    NOT_SUPPORTED,
    /** More than one key could be meant: a person must say which. */
    AMBIGUOUS,
    /** The key is the current one of its use and may not be destroyed. */
    IN_USE,
    /** The home is full. */
    FULL,
    /** The home was closed. */
    CLOSED,
    /** Disk or token failed. */
    FAILED
  }

  private final Reason reason;

  KeyHomeException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  KeyHomeException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
