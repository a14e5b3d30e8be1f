package dev.penstock.reception;

/** A secret for an authenticator app, shown once; it counts when a code of it was confirmed. */
public record TotpBegun(String base32, String uri) {
  /** Says nothing of the secret. */
  @Override
  public String toString() {
    return "TotpBegun";
  }
}
