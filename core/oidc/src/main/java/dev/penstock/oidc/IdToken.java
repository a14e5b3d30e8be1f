package dev.penstock.oidc;

import dev.penstock.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Who the provider says signed in, after all checks.
 *
 * @param subject the person, by the one name that the provider never gives to another
 * @param signedInAt when the person signed in there, if it says so
 * @param claims all that it says of the person
 */
public record IdToken(
    String issuer, String subject, Optional<Instant> signedInAt, Json.Object claims) {
  /** A claim that is a text of at most 255 characters. */
  public Optional<String> claim(String name) {
    return claims.text(name).filter(text -> !text.isEmpty() && text.length() <= 255);
  }

  /**
   * The same with what the provider's user info endpoint adds (OpenID Connect Core §5.3.2): only of
   * the same subject, and what was signed stays.
   */
  public OidcOutcome<IdToken> with(byte[] userInfo) {
    return Documents.read(userInfo, OidcReason.USER_INFO_WRONG)
        .flatMap(found -> {
          if (!found.text("sub").equals(Optional.of(subject))) {
            return OidcOutcome.refused(OidcReason.USER_INFO_WRONG, "another subject");
          }
          var all = new LinkedHashMap<String, Json>(found.fields());
          all.putAll(claims.fields());
          return new OidcOutcome.Good<>(
              new IdToken(issuer, subject, signedInAt, new Json.Object(all)));
        });
  }
}
