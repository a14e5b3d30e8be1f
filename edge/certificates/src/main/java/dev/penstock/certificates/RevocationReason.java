package dev.penstock.certificates;

/** Why a certificate is not to be believed any more, RFC 5280 §5.3.1. */
public enum RevocationReason {
  /** Nobody says. */
  UNSPECIFIED(0),
  /** Its key is, or may be, in wrong hands. */
  KEY_COMPROMISE(1),
  /** Another one took its place. */
  SUPERSEDED(4),
  /** What it was for is over: a person left, a device is gone. */
  CESSATION(5),
  /** Its owner may no longer do what it was for. */
  PRIVILEGE_WITHDRAWN(9);

  private final int code;

  RevocationReason(int code) {
    this.code = code;
  }

  /** The number of the standard. */
  int code() {
    return code;
  }
}
