package dev.penstock.oidc;

/** The tokens that a provider gave for a code, read and not yet believed. */
public final class TokenAnswer {
  private final String idToken;
  private final String accessToken;

  TokenAnswer(String idToken, String accessToken) {
    this.idToken = idToken;
    this.accessToken = accessToken;
  }

  String idToken() {
    return idToken;
  }

  /** What opens the provider's user info endpoint; it is shown to nobody else. */
  public String accessToken() {
    return accessToken;
  }
}
