package dev.penstock.oidc;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * This node as its identity provider knows it.
 *
 * @param issuer the provider, spelled as it spells itself
 * @param redirect the address of this node that the browser comes back to
 * @param secret absent for a public client, which PKCE alone protects
 * @param scopes what is asked for; the first is openid
 * @param maxAge how long ago the person may have signed in at the provider, if that matters
 */
public record OidcClient(
    String issuer,
    String clientId,
    String redirect,
    Optional<ClientSecret> secret,
    List<String> scopes,
    Optional<Duration> maxAge) {
  private static final int SCOPES_MAX = 20;

  public OidcClient {
    scopes = List.copyOf(scopes);
    if (!WebAddress.isIssuer(issuer)) {
      throw new IllegalArgumentException(
          "issuer is " + issuer + ", must be https (http on loopback) without query or fragment");
    }
    if (!WebAddress.isSafe(redirect)) {
      throw new IllegalArgumentException(
          "redirect is " + redirect + ", must be https (http on loopback) without fragment");
    }
    if (!clientId.matches("[ -~]{1,255}")) {
      throw new IllegalArgumentException("client id must be 1..255 printable ASCII characters");
    }
    // RFC 6749 §3.3 for the characters, OpenID Connect Core §3.1.2.1 for openid.
    if (scopes.size() > SCOPES_MAX
        || !scopes.contains("openid")
        || !scopes.stream().allMatch(scope -> scope.matches("[!#-\\[\\]-~]{1,100}"))) {
      throw new IllegalArgumentException(
          "scopes are " + scopes + ", must be at most " + SCOPES_MAX + " with openid among them");
    }
    if (maxAge.filter(Duration::isNegative).isPresent()) {
      throw new IllegalArgumentException("max age is " + maxAge + ", must not be negative");
    }
  }
}
