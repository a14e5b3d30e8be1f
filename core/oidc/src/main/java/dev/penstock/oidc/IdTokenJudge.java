package dev.penstock.oidc;

import dev.penstock.json.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Judges an ID token by all steps of OpenID Connect Core §3.1.3.7, in their order. The first step
 * that fails gives the reason.
 *
 * <p>Req: 62443-4-2 CR 1.1
 */
public final class IdTokenJudge {
  /** How far the clocks of two machines may stand apart. */
  static final Duration LEEWAY = Duration.ofMinutes(1);

  /** OpenID Connect Core §2. */
  private static final int SUBJECT_CHARS_MAX = 255;

  private final OidcClient client;
  private final ProviderKeys keys;

  /**
   * What the token must answer to.
   *
   * @param startedAt when the person was sent to the provider
   */
  record Question(String nonce, Instant startedAt) {}

  IdTokenJudge(OidcClient client, ProviderKeys keys) {
    this.client = client;
    this.keys = keys;
  }

  OidcOutcome<IdToken> judge(
      String compact, Optional<String> accessToken, Question question, Instant now) {
    return SignedToken.read(compact)
        .flatMap(token ->
            token
                .claims(keys)
                .flatMap(claims -> claims(claims, question, now))
                .flatMap(id -> accessHash(id, token.algorithm(), accessToken)));
  }

  private OidcOutcome<IdToken> claims(Json.Object claims, Question question, Instant now) {
    // Step 2.
    if (!claims.text("iss").equals(Optional.of(client.issuer()))) {
      return OidcOutcome.refused(OidcReason.ISSUER_WRONG);
    }
    // Step 3: exactly one audience; no other is trusted here, so none may hold this token.
    if (!audiences(claims).equals(Optional.of(List.of(client.clientId())))) {
      return OidcOutcome.refused(OidcReason.AUDIENCE_WRONG);
    }
    // Steps 4 and 5.
    if (claims.get("azp").isPresent()
        && !claims.text("azp").equals(Optional.of(client.clientId()))) {
      return OidcOutcome.refused(OidcReason.PARTY_WRONG);
    }
    Optional<String> subject =
        claims.text("sub").filter(text -> text.matches("[ -~]{1," + SUBJECT_CHARS_MAX + "}"));
    if (subject.isEmpty()) {
      return OidcOutcome.refused(OidcReason.SUBJECT_MALFORMED);
    }
    Optional<OidcReason> wrongTime = wrongTime(claims, question, now);
    if (wrongTime.isPresent()) {
      return OidcOutcome.refused(wrongTime.get());
    }
    // Step 11.
    boolean isAnswer =
        claims.text("nonce").filter(nonce -> isSame(nonce, question.nonce())).isPresent();
    if (!isAnswer) {
      return OidcOutcome.refused(OidcReason.NONCE_WRONG);
    }
    // Step 13. An older sign-in than was asked for, and none that is told, are the same to us.
    Optional<Instant> signedInAt = time(claims, "auth_time");
    boolean isTold = claims.get("auth_time").isPresent();
    boolean isLongAgo =
        client.maxAge().isPresent()
            && signedInAt
                .filter(at -> !at.plus(client.maxAge().get()).plus(LEEWAY).isBefore(now))
                .isEmpty();
    if (isLongAgo
        || (isTold && signedInAt.isEmpty())
        || signedInAt.filter(at -> at.isAfter(now.plus(LEEWAY))).isPresent()) {
      return OidcOutcome.refused(OidcReason.AUTH_TIME_WRONG);
    }
    return new OidcOutcome.Good<>(new IdToken(client.issuer(), subject.get(), signedInAt, claims));
  }

  /** Steps 9 and 10, and nbf of RFC 7519 §4.1.5. */
  private static Optional<OidcReason> wrongTime(
      Json.Object claims, Question question, Instant now) {
    Optional<Instant> expiresAt = time(claims, "exp");
    if (expiresAt.filter(at -> now.isBefore(at.plus(LEEWAY))).isEmpty()) {
      return Optional.of(OidcReason.EXPIRED);
    }
    Optional<Instant> issuedAt = time(claims, "iat");
    boolean isIssuedForThis =
        issuedAt
            .filter(at -> !at.isAfter(now.plus(LEEWAY)))
            .filter(at -> !at.isBefore(question.startedAt().minus(LEEWAY)))
            .isPresent();
    boolean isEarly =
        claims.get("nbf").isPresent()
            && time(claims, "nbf").filter(at -> !at.isAfter(now.plus(LEEWAY))).isEmpty();
    return isIssuedForThis && !isEarly ? Optional.empty() : Optional.of(OidcReason.TIME_WRONG);
  }

  /** OpenID Connect Core §3.1.3.8: optional, and right where it is there. */
  private static OidcOutcome<IdToken> accessHash(
      IdToken id, JwsAlgorithm algorithm, Optional<String> accessToken) {
    if (id.claims().get("at_hash").isEmpty()) {
      return new OidcOutcome.Good<>(id);
    }
    boolean isRight =
        id.claims()
            .text("at_hash")
            .filter(hash ->
                accessToken.filter(token -> isSame(hash, leftHalf(algorithm, token))).isPresent())
            .isPresent();
    return isRight ? new OidcOutcome.Good<>(id) : OidcOutcome.refused(OidcReason.ACCESS_HASH_WRONG);
  }

  static String leftHalf(JwsAlgorithm algorithm, String token) {
    byte[] digest = digest(algorithm.digest(), token);
    return Base64Url.encode(Arrays.copyOf(digest, digest.length / 2));
  }

  static byte[] digest(String name, String text) {
    try {
      return MessageDigest.getInstance(name).digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no " + name, e);
    }
  }

  static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<List<String>> audiences(Json.Object claims) {
    return claims.text("aud").map(List::of).or(() -> Documents.texts(claims, "aud"));
  }

  /** Seconds since 1970, RFC 7519 §2; a fraction is allowed. */
  private static Optional<Instant> time(Json.Object claims, String name) {
    return claims
        .get(name)
        .flatMap(value ->
            switch (value) {
              case Json.Whole(var seconds) -> instant(BigDecimal.valueOf(seconds));
              case Json.Real(var seconds) -> instant(BigDecimal.valueOf(seconds));
              case Json.Text _, Json.Flag _, Json.Nothing _, Json.Array _, Json.Object _ ->
                  Optional.empty();
            });
  }

  private static Optional<Instant> instant(BigDecimal seconds) {
    // The years 1970 to 9999.
    boolean isSensible =
        seconds.signum() >= 0 && seconds.compareTo(BigDecimal.valueOf(253_402_300_799L)) <= 0;
    return isSensible
        ? Optional.of(Instant.ofEpochMilli(seconds.movePointRight(3).longValue()))
        : Optional.empty();
  }
}
