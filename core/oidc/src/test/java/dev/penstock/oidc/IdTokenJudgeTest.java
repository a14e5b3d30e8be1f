package dev.penstock.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.json.CanonicalJson;
import dev.penstock.json.Json;
import dev.penstock.json.JsonObjectMaker;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * OpenID Connect Core §3.1.3.7, step by step: each claim changed alone, and each bit.
 *
 * <p>Req: 62443-4-2 CR 1.1
 */
class IdTokenJudgeTest {
  private static final Instant NOW = Instant.parse("2026-11-22T04:30:00Z");
  private static final long SECONDS = NOW.getEpochSecond();
  private static final String ACCESS = "access-token-1";
  private static final IdTokenJudge.Question QUESTION =
      new IdTokenJudge.Question("n-1", NOW.minusSeconds(30));

  private static OidcClient client(Optional<Duration> maxAge) {
    return new OidcClient(
        Issuer.NAME,
        "penstock",
        "https://node.example/return",
        Optional.empty(),
        List.of("openid"),
        maxAge);
  }

  private static Json.Object claims() {
    return new JsonObjectMaker()
        .put("iss", Issuer.NAME)
        .put("sub", "248289761001")
        .put("aud", "penstock")
        .put("exp", SECONDS + 300)
        .put("iat", SECONDS - 1)
        .put("nonce", "n-1")
        .put("auth_time", SECONDS - 20)
        .make();
  }

  private static Json.Object with(String name, Optional<Json> value) {
    var fields = new LinkedHashMap<String, Json>(claims().fields());
    fields.remove(name);
    value.ifPresent(each -> fields.put(name, each));
    return new Json.Object(fields);
  }

  private static OidcOutcome<IdToken> judge(String token) {
    return judge(token, Optional.empty());
  }

  private static OidcOutcome<IdToken> judge(String token, Optional<Duration> maxAge) {
    return new IdTokenJudge(client(maxAge), Issuer.allKeys())
        .judge(token, Optional.of(ACCESS), QUESTION, NOW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "ES256", "EdDSA"})
  void aGoodTokenSaysWhoSignedIn(String algorithm) {
    IdToken id = Good.of(judge(Issuer.token(algorithm, claims())));
    assertThat(id.subject()).isEqualTo("248289761001");
    assertThat(id.issuer()).isEqualTo(Issuer.NAME);
    assertThat(id.signedInAt()).contains(NOW.minusSeconds(20));
  }

  @Test
  void ed25519MayBeNamedByItsNewerName() {
    String token =
        Issuer.token(Issuer.header("Ed25519", Optional.of("k-EdDSA")), claims(), Issuer.ED);
    assertThat(Good.of(judge(token)).subject()).isEqualTo("248289761001");
  }

  static Stream<Arguments> changedClaims() {
    return Stream.of(
        changed("iss", null, OidcReason.ISSUER_WRONG),
        changed("iss", Json.of(Issuer.NAME + "/"), OidcReason.ISSUER_WRONG),
        changed("iss", Json.of(1), OidcReason.ISSUER_WRONG),
        changed("sub", null, OidcReason.SUBJECT_MALFORMED),
        changed("sub", Json.of(""), OidcReason.SUBJECT_MALFORMED),
        changed("sub", Json.of(5), OidcReason.SUBJECT_MALFORMED),
        changed("sub", Json.of("a\nb"), OidcReason.SUBJECT_MALFORMED),
        changed("sub", Json.of("a".repeat(256)), OidcReason.SUBJECT_MALFORMED),
        changed("aud", null, OidcReason.AUDIENCE_WRONG),
        changed("aud", Json.of("other"), OidcReason.AUDIENCE_WRONG),
        changed("aud", Json.of("Penstock"), OidcReason.AUDIENCE_WRONG),
        changed("aud", Json.texts(List.of()), OidcReason.AUDIENCE_WRONG),
        changed("aud", Json.texts(List.of("penstock", "other")), OidcReason.AUDIENCE_WRONG),
        changed("aud", Json.array(List.of(Json.of(1))), OidcReason.AUDIENCE_WRONG),
        changed("azp", Json.of("other"), OidcReason.PARTY_WRONG),
        changed("azp", Json.nothing(), OidcReason.PARTY_WRONG),
        changed("exp", null, OidcReason.EXPIRED),
        changed("exp", Json.of(SECONDS - 60), OidcReason.EXPIRED),
        changed("exp", Json.of("" + (SECONDS + 300)), OidcReason.EXPIRED),
        changed("exp", Json.of(1e300), OidcReason.EXPIRED),
        changed("iat", null, OidcReason.TIME_WRONG),
        changed("iat", Json.of(SECONDS + 61), OidcReason.TIME_WRONG),
        changed("iat", Json.of(SECONDS - 91), OidcReason.TIME_WRONG),
        changed("iat", Json.of(-1), OidcReason.TIME_WRONG),
        changed("nbf", Json.of(SECONDS + 61), OidcReason.TIME_WRONG),
        changed("nbf", Json.of("now"), OidcReason.TIME_WRONG),
        changed("nonce", null, OidcReason.NONCE_WRONG),
        changed("nonce", Json.of("n-2"), OidcReason.NONCE_WRONG),
        changed("nonce", Json.of("n-1 "), OidcReason.NONCE_WRONG),
        changed("auth_time", Json.of(SECONDS + 61), OidcReason.AUTH_TIME_WRONG),
        changed("auth_time", Json.of("soon"), OidcReason.AUTH_TIME_WRONG),
        changed("at_hash", Json.of("AAAA"), OidcReason.ACCESS_HASH_WRONG),
        changed("at_hash", Json.of(1), OidcReason.ACCESS_HASH_WRONG),
        changed(
            "at_hash",
            Json.of(IdTokenJudge.leftHalf(JwsAlgorithm.ES256, "another token")),
            OidcReason.ACCESS_HASH_WRONG));
  }

  private static Arguments changed(String name, Json value, OidcReason reason) {
    return Arguments.of(name, Optional.ofNullable(value), reason);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("changedClaims")
  void eachClaimChangedAloneIsRefusedForItsReason(
      String name, Optional<Json> value, OidcReason reason) {
    assertThat(Good.reason(judge(Issuer.token("ES256", with(name, value))))).isEqualTo(reason);
  }

  static Stream<Arguments> claimsAtTheirEdge() {
    return Stream.of(
        Arguments.of("exp", Json.of(SECONDS - 59)),
        Arguments.of("exp", Json.of(SECONDS - 59.5)),
        Arguments.of("iat", Json.of(SECONDS + 60)),
        Arguments.of("iat", Json.of(SECONDS - 90)),
        Arguments.of("nbf", Json.of(SECONDS + 60)),
        Arguments.of("auth_time", Json.of(SECONDS + 60)),
        Arguments.of("aud", Json.texts(List.of("penstock"))),
        Arguments.of("azp", Json.of("penstock")),
        Arguments.of("sub", Json.of("a".repeat(255))),
        Arguments.of("at_hash", Json.of(IdTokenJudge.leftHalf(JwsAlgorithm.ES256, ACCESS))),
        Arguments.of("groups", Json.texts(List.of("x", "y"))));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("claimsAtTheirEdge")
  void clocksMayStandAMinuteApart(String name, Json value) {
    assertThat(judge(Issuer.token("ES256", with(name, Optional.of(value)))))
        .isInstanceOf(OidcOutcome.Good.class);
  }

  @Test
  void anAskedForAgeOfTheSignInIsHeldTo() {
    Optional<Duration> maxAge = Optional.of(Duration.ofMinutes(5));
    assertThat(judge(Issuer.token("ES256", claims()), maxAge)).isInstanceOf(OidcOutcome.Good.class);
    for (Optional<Json> value :
        List.of(Optional.<Json>empty(), Optional.of(Json.of(SECONDS - 361)))) {
      String token = Issuer.token("ES256", with("auth_time", value));
      assertThat(Good.reason(judge(token, maxAge))).isEqualTo(OidcReason.AUTH_TIME_WRONG);
      assertThat(judge(token)).isInstanceOf(OidcOutcome.Good.class);
    }
  }

  @Test
  void anAccessHashWithoutAccessTokenIsRefused() {
    String hash = IdTokenJudge.leftHalf(JwsAlgorithm.ES256, ACCESS);
    String token = Issuer.token("ES256", with("at_hash", Optional.of(Json.of(hash))));
    var judge = new IdTokenJudge(client(Optional.empty()), Issuer.allKeys());
    assertThat(Good.reason(judge.judge(token, Optional.empty(), QUESTION, NOW)))
        .isEqualTo(OidcReason.ACCESS_HASH_WRONG);
  }

  /** The hash of the example in OpenID Connect Core appendix A.3. */
  @Test
  void theAccessHashIsThatOfTheStandard() {
    assertThat(
            IdTokenJudge.leftHalf(
                JwsAlgorithm.RS256, "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"))
        .isEqualTo("77QmUPtjPfzWtF2AnpK9RQ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "ES256", "EdDSA"})
  void everyBitOfTheSignatureCounts(String algorithm) {
    String token = Issuer.token(algorithm, claims());
    int dot = token.lastIndexOf('.');
    byte[] signature = Base64Url.decode(token.substring(dot + 1)).orElseThrow();
    for (int bit = 0; bit < signature.length * 8; bit++) {
      byte[] changed = signature.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      String other = token.substring(0, dot + 1) + Base64Url.encode(changed);
      assertThat(Good.reason(judge(other))).as("bit %d", bit).isEqualTo(OidcReason.SIGNATURE_WRONG);
    }
    for (byte[] other : List.of(new byte[0], new byte[64], new byte[256], new byte[4096])) {
      String forged = token.substring(0, dot + 1) + Base64Url.encode(other);
      assertThat(Good.reason(judge(forged))).isEqualTo(OidcReason.SIGNATURE_WRONG);
    }
  }

  @Test
  void aTokenWithAnyBitChangedIsRefused() {
    String token = Issuer.token("EdDSA", claims());
    Property.forAll(Gen.ints(0, token.length() * 7 - 1))
        .cases(1_000, 20_000)
        .holds(bit -> {
          byte[] bytes = token.getBytes(StandardCharsets.US_ASCII);
          bytes[bit / 7] ^= (byte) (1 << bit % 7);
          assertThat(judge(new String(bytes, StandardCharsets.US_ASCII)))
              .isInstanceOf(OidcOutcome.Refused.class);
        });
  }

  @Test
  void garbageIsRefusedAndNothingThrows() {
    Property.forAll(Gen.seeds())
        .cases(500, 50_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          byte[] header = new byte[random.nextInt(40)];
          byte[] claims = new byte[random.nextInt(40)];
          random.nextBytes(header);
          random.nextBytes(claims);
          String token = Base64Url.encode(header) + "." + Base64Url.encode(claims) + ".AA";
          assertThat(Good.reason(judge(token))).isEqualTo(OidcReason.TOKEN_MALFORMED);
        });
    Stream.of("", ".", "..", "...", "a.b", "a.b.c.d.e", "=.=.=", "x".repeat(70_000))
        .forEach(
            token -> assertThat(Good.reason(judge(token))).isEqualTo(OidcReason.TOKEN_MALFORMED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none", "None", "", "HS256", "HS384", "HS512", "RS1", "RS384", "PS256", "ES384", "es256",
        "Ed448", "dir"
      })
  void otherAlgorithmsAreRefusedBeforeAnyKeyIsAsked(String algorithm) {
    String token =
        Issuer.token(Issuer.header(algorithm, Optional.of("k-ES256")), claims(), Issuer.EC);
    assertThat(Good.reason(judge(token))).isEqualTo(OidcReason.ALGORITHM_REFUSED);
    String unsigned = token.substring(0, token.lastIndexOf('.') + 1);
    assertThat(Good.reason(judge(unsigned))).isEqualTo(OidcReason.ALGORITHM_REFUSED);
  }

  /** The public key of the provider taken as a shared secret: the classic confusion. */
  @Test
  void aPublicKeyIsNoSharedSecret() throws GeneralSecurityException {
    String signed =
        Base64Url.encode(CanonicalJson.bytes(Issuer.header("HS256", Optional.of("k-RS256"))))
            + "."
            + Base64Url.encode(CanonicalJson.bytes(claims()));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Issuer.RSA.getPublic().getEncoded(), "HmacSHA256"));
    String forged =
        signed + "." + Base64Url.encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    assertThat(Good.reason(judge(forged))).isEqualTo(OidcReason.ALGORITHM_REFUSED);
  }

  @ParameterizedTest
  @CsvSource({
    "RS256, k-ES256",
    "ES256, k-RS256",
    "EdDSA, k-ES256",
    "ES256, k-EdDSA",
    "RS256, k-EdDSA"
  })
  void aKeyIsUsedWithItsOwnAlgorithmOnly(String algorithm, String keyId) {
    String token =
        Issuer.token(
            Issuer.header(algorithm, Optional.of(keyId)), claims(), Issuer.pairFor(algorithm));
    assertThat(Good.reason(judge(token))).isEqualTo(OidcReason.KEY_UNKNOWN);
  }

  @Test
  void aTokenThatBringsItsOwnKeyIsNotBelievedForIt() {
    var stranger = Issuer.pair("EC", 256);
    Json.Object header =
        new JsonObjectMaker()
            .put("alg", "ES256")
            .put("kid", "k-ES256")
            .put("jwk", Issuer.jwk(stranger.getPublic()).make())
            .put("jku", "https://evil.example/keys")
            .make();
    assertThat(Good.reason(judge(Issuer.token(header, claims(), stranger))))
        .isEqualTo(OidcReason.SIGNATURE_WRONG);
  }

  @Test
  void whatMustBeUnderstoodIsNot() {
    Json.Object critical =
        new JsonObjectMaker()
            .put("alg", "ES256")
            .put("b64", false)
            .put("crit", Json.texts(List.of("b64")))
            .make();
    assertThat(Good.reason(judge(Issuer.token(critical, claims(), Issuer.EC))))
        .isEqualTo(OidcReason.TOKEN_MALFORMED);
    Json.Object numbered = new JsonObjectMaker().put("alg", "ES256").put("kid", 1).make();
    assertThat(Good.reason(judge(Issuer.token(numbered, claims(), Issuer.EC))))
        .isEqualTo(OidcReason.TOKEN_MALFORMED);
  }

  @Test
  void aNameThatStandsTwiceInAHeaderIsRefused() {
    String header = "{\"alg\":\"ES256\",\"alg\":\"none\"}";
    String signed =
        Base64Url.encode(header.getBytes(StandardCharsets.UTF_8))
            + "."
            + Base64Url.encode(CanonicalJson.bytes(claims()));
    String token = signed + "." + Base64Url.encode(Issuer.sign(signed, Issuer.EC));
    assertThat(Good.reason(judge(token))).isEqualTo(OidcReason.TOKEN_MALFORMED);
  }
}
