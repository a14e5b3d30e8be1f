package dev.penstock.oidc;

/** A code that the provider gave to a person whose try was waiting here. */
public final class CodeGrant {
  private final String code;
  private final PendingTry begun;

  CodeGrant(String code, PendingTry begun) {
    this.code = code;
    this.begun = begun;
  }

  String code() {
    return code;
  }

  PendingTry begun() {
    return begun;
  }

  /** What the browser is to see now, as it was given at the beginning. */
  public String returnTo() {
    return begun.returnTo();
  }
}
