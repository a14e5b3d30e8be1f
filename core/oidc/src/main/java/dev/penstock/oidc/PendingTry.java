package dev.penstock.oidc;

import java.time.Instant;

/** What is remembered of a person who is at the provider now. */
record PendingTry(
    String nonce, String verifier, String browserSecret, String returnTo, Instant startedAt) {
  /** Without its secrets. */
  @Override
  public String toString() {
    return "a try of " + startedAt;
  }
}
