package dev.penstock.oidc;

import dev.penstock.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A token in JWS compact form (RFC 7515 §7.1), read and not yet believed. */
final class SignedToken {
  /** Tokens with many groups of a person reach some 10 KiB. */
  private static final int CHARS_MAX = 64 << 10;

  private final JwsAlgorithm algorithm;
  private final Optional<String> keyId;
  private final byte[] signed;
  private final byte[] signature;
  private final Json.Object claims;

  private SignedToken(
      JwsAlgorithm algorithm,
      Optional<String> keyId,
      byte[] signed,
      byte[] signature,
      Json.Object claims) {
    this.algorithm = algorithm;
    this.keyId = keyId;
    this.signed = signed;
    this.signature = signature;
    this.claims = claims;
  }

  static OidcOutcome<SignedToken> read(String compact) {
    if (compact.length() > CHARS_MAX) {
      return malformed("longer than " + CHARS_MAX + " characters");
    }
    List<String> parts = List.of(compact.split("\\.", -1));
    if (parts.size() != 3) {
      // Five parts would be an encrypted one (RFC 7516).
      return malformed(parts.size() + " parts instead of 3");
    }
    Optional<byte[]> header = Base64Url.decode(parts.get(0));
    Optional<byte[]> payload = Base64Url.decode(parts.get(1));
    Optional<byte[]> signature = Base64Url.decode(parts.get(2));
    if (header.isEmpty() || payload.isEmpty() || signature.isEmpty()) {
      return malformed("not base64url");
    }
    byte[] signed = (parts.get(0) + "." + parts.get(1)).getBytes(StandardCharsets.US_ASCII);
    return Documents.read(header.get(), OidcReason.TOKEN_MALFORMED)
        .flatMap(head ->
            Documents.read(payload.get(), OidcReason.TOKEN_MALFORMED)
                .flatMap(claims -> of(head, claims, signed, signature.get())));
  }

  private static OidcOutcome<SignedToken> of(
      Json.Object header, Json.Object claims, byte[] signed, byte[] signature) {
    // RFC 7515 §4.1.11: extensions that must be understood; this reader understands none.
    if (header.get("crit").isPresent()) {
      return malformed("critical extensions");
    }
    Optional<Json> keyId = header.get("kid");
    if (keyId.isPresent() && !(keyId.get() instanceof Json.Text)) {
      return malformed("a key id that is no text");
    }
    String name = header.text("alg").orElse("");
    return JwsAlgorithm.of(name)
        .<OidcOutcome<SignedToken>>map(algorithm ->
            new OidcOutcome.Good<>(
                new SignedToken(algorithm, header.text("kid"), signed, signature, claims)))
        .orElseGet(() -> OidcOutcome.refused(OidcReason.ALGORITHM_REFUSED, Documents.shown(name)));
  }

  private static <T> OidcOutcome<T> malformed(String why) {
    return OidcOutcome.refused(OidcReason.TOKEN_MALFORMED, why);
  }

  JwsAlgorithm algorithm() {
    return algorithm;
  }

  /**
   * The claims, once a key of the provider has signed them. Keys that the token brings count not.
   */
  OidcOutcome<Json.Object> claims(ProviderKeys keys) {
    return keys.keyFor(algorithm, keyId)
        .flatMap(check ->
            check.accepts(signed, signature)
                ? new OidcOutcome.Good<>(claims)
                : OidcOutcome.refused(OidcReason.SIGNATURE_WRONG));
  }
}
