package dev.penstock.crypto;

/** A provider is not on this machine, or does not load on it. */
final class ProviderAbsentException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  ProviderAbsentException(String reason, Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  /** For an operator. */
  String reason() {
    return reason;
  }
}
