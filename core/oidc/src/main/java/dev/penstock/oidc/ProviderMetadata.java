package dev.penstock.oidc;

import dev.penstock.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0 §3), as far as a sign-in needs it.
 *
 * @param isIssuerReturned whether each return names the issuer (RFC 9207 §3)
 */
public record ProviderMetadata(
    String issuer,
    String authorizationEndpoint,
    String tokenEndpoint,
    String keysAddress,
    Optional<String> userInfoEndpoint,
    boolean isIssuerReturned) {
  /** Where the document of an issuer lies (OpenID Connect Discovery §4). */
  public static String addressFor(String issuer) {
    String stem = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return stem + "/.well-known/openid-configuration";
  }

  /** Reads the document, and refuses what this client cannot work with. */
  public static OidcOutcome<ProviderMetadata> read(byte[] document, OidcClient client) {
    return Documents.read(document, OidcReason.METADATA_MALFORMED)
        .flatMap(found -> of(found, client));
  }

  private static OidcOutcome<ProviderMetadata> of(Json.Object found, OidcClient client) {
    Optional<String> issuer = found.text("issuer");
    if (issuer.isEmpty()) {
      return OidcOutcome.refused(OidcReason.METADATA_MALFORMED, "issuer is missing");
    }
    // Discovery §4.3: exactly the one that was asked for.
    if (!issuer.get().equals(client.issuer())) {
      return OidcOutcome.refused(OidcReason.METADATA_ISSUER, Documents.shown(issuer.get()));
    }
    for (String name : List.of("authorization_endpoint", "token_endpoint", "jwks_uri")) {
      Optional<String> address = found.text(name);
      if (address.isEmpty()) {
        return OidcOutcome.refused(OidcReason.METADATA_MALFORMED, name + " is missing");
      }
      if (!WebAddress.isSafe(address.get())) {
        return OidcOutcome.refused(OidcReason.METADATA_ADDRESS, name);
      }
    }
    Optional<String> userInfo = found.text("userinfo_endpoint");
    if (userInfo.isPresent() && !WebAddress.isSafe(userInfo.get())) {
      return OidcOutcome.refused(OidcReason.METADATA_ADDRESS, "userinfo_endpoint");
    }
    Optional<String> unsupported = unsupported(found, client);
    if (unsupported.isPresent()) {
      return OidcOutcome.refused(OidcReason.METADATA_UNSUPPORTED, unsupported.get());
    }
    return new OidcOutcome.Good<>(
        new ProviderMetadata(
            issuer.get(),
            found.text("authorization_endpoint").orElseThrow(),
            found.text("token_endpoint").orElseThrow(),
            found.text("jwks_uri").orElseThrow(),
            userInfo,
            found
                .get("authorization_response_iss_parameter_supported")
                .equals(Optional.of(Json.of(true)))));
  }

  /** What the provider's own lists leave out; a list that is absent says nothing. */
  private static Optional<String> unsupported(Json.Object found, OidcClient client) {
    if (leavesOut(found, "response_types_supported", List.of("code"))) {
      return Optional.of("response type code");
    }
    // RFC 8414 §2: absent where PKCE is not offered, and then a provider ignores the challenge.
    if (leavesOut(found, "code_challenge_methods_supported", List.of("S256"))) {
      return Optional.of("PKCE with S256");
    }
    if (leavesOut(found, "id_token_signing_alg_values_supported", JwsAlgorithm.names())) {
      return Optional.of("signatures by " + String.join(", ", JwsAlgorithm.names()));
    }
    if (client.secret().isPresent()
        && leavesOut(
            found, "token_endpoint_auth_methods_supported", List.of("client_secret_basic"))) {
      return Optional.of("client_secret_basic");
    }
    return Optional.empty();
  }

  private static boolean leavesOut(Json.Object found, String name, List<String> anyOf) {
    return Documents.texts(found, name)
        .filter(texts -> texts.stream().noneMatch(anyOf::contains))
        .isPresent();
  }
}
