package dev.penstock.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.json.Json;
import dev.penstock.json.JsonObjectMaker;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProviderKeysTest {
  private static final Json.Object CLAIMS = new JsonObjectMaker().put("sub", "x").make();

  private static OidcOutcome<Json.Object> claims(
      ProviderKeys keys, String algorithm, Optional<String> id, KeyPair pair) {
    return SignedToken.read(Issuer.token(Issuer.header(algorithm, id), CLAIMS, pair))
        .flatMap(token -> token.claims(keys));
  }

  private static JsonObjectMaker ec() {
    return Issuer.jwk(Issuer.EC.getPublic());
  }

  @Test
  void aKeyIsFoundByItsId() {
    var other = Issuer.pair("EC", 256);
    ProviderKeys keys =
        Issuer.keys(
            ec().put("kid", "one").make(), Issuer.jwk(other.getPublic()).put("kid", "two").make());
    assertThat(claims(keys, "ES256", Optional.of("one"), Issuer.EC))
        .isInstanceOf(OidcOutcome.Good.class);
    assertThat(Good.reason(claims(keys, "ES256", Optional.of("two"), Issuer.EC)))
        .isEqualTo(OidcReason.SIGNATURE_WRONG);
    assertThat(Good.reason(claims(keys, "ES256", Optional.of("three"), Issuer.EC)))
        .isEqualTo(OidcReason.KEY_UNKNOWN);
    assertThat(Good.reason(claims(keys, "ES256", Optional.empty(), Issuer.EC)))
        .isEqualTo(OidcReason.KEY_AMBIGUOUS);
  }

  @Test
  void withoutAnIdTheOnlyKeyOfItsKindIsTaken() {
    ProviderKeys keys = Issuer.keys(ec().make(), Issuer.jwk(Issuer.RSA.getPublic()).make());
    assertThat(claims(keys, "ES256", Optional.empty(), Issuer.EC))
        .isInstanceOf(OidcOutcome.Good.class);
    assertThat(Good.reason(claims(keys, "EdDSA", Optional.empty(), Issuer.ED)))
        .isEqualTo(OidcReason.KEY_UNKNOWN);
  }

  @Test
  void aKeyIsNotUsedForWhatItIsNotFor() {
    for (JsonObjectMaker key :
        List.of(
            ec().put("use", "enc"),
            ec().put("use", 1),
            ec().put("key_ops", Json.texts(List.of("sign"))),
            ec().put("key_ops", "verify"),
            ec().put("alg", "ES384"),
            ec().put("alg", "RS256"))) {
      assertThat(Good.reason(claims(Issuer.keys(key.make()), "ES256", Optional.empty(), Issuer.EC)))
          .isEqualTo(OidcReason.KEY_UNKNOWN);
    }
    Json fit =
        ec().put("use", "sig")
            .put("alg", "ES256")
            .put("key_ops", Json.texts(List.of("verify")))
            .make();
    assertThat(claims(Issuer.keys(fit), "ES256", Optional.empty(), Issuer.EC))
        .isInstanceOf(OidcOutcome.Good.class);
  }

  @Test
  void weakAndBrokenKeysArePassedOver() {
    var small = Issuer.pair("RSA", 1024);
    String y = ec().make().text("y").orElseThrow();
    ProviderKeys keys =
        Issuer.keys(
            Issuer.jwk(small.getPublic()).make(),
            new JsonObjectMaker().put("kty", "RSA").put("n", "AQAB").put("e", "AQAB").make(),
            new JsonObjectMaker().put("kty", "RSA").make(),
            new JsonObjectMaker()
                .put("kty", "RSA")
                .put("n", "A".repeat(4_000))
                .put("e", "Aw")
                .make(),
            new JsonObjectMaker()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", "AA")
                .put("y", y)
                .make(),
            new JsonObjectMaker()
                .put("kty", "EC")
                .put("crv", "P-384")
                .put("x", y)
                .put("y", y)
                .make(),
            new JsonObjectMaker().put("kty", "OKP").put("crv", "X25519").put("x", y).make(),
            new JsonObjectMaker().put("kty", "oct").put("k", "AAAA").make(),
            Json.of("no key"));
    assertThat(keys.count()).isZero();
    assertThat(Good.reason(claims(keys, "RS256", Optional.empty(), small)))
        .isEqualTo(OidcReason.KEY_UNKNOWN);
  }

  @Test
  void pointsOffTheCurveAcceptNothing() {
    String zeros = Base64Url.encode(new byte[32]);
    ProviderKeys keys =
        Issuer.keys(
            new JsonObjectMaker()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", zeros)
                .put("y", zeros)
                .make(),
            new JsonObjectMaker().put("kty", "OKP").put("crv", "Ed25519").put("x", zeros).make());
    assertThat(Good.reason(claims(keys, "ES256", Optional.empty(), Issuer.EC)))
        .isEqualTo(OidcReason.SIGNATURE_WRONG);
    assertThat(Good.reason(claims(keys, "EdDSA", Optional.empty(), Issuer.ED)))
        .isEqualTo(OidcReason.SIGNATURE_WRONG);
  }

  @Test
  void whatIsNoKeySetIsRefused() {
    for (String text : List.of("", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[],\"keys\":[]}")) {
      assertThat(Good.reason(read(text.getBytes(StandardCharsets.UTF_8))))
          .isEqualTo(OidcReason.KEYS_MALFORMED);
    }
    Json[] many = Collections.nCopies(101, ec().make()).toArray(Json[]::new);
    assertThat(Good.reason(read(Issuer.keySet(many)))).isEqualTo(OidcReason.KEYS_MALFORMED);
    Property.forAll(Gen.bytes(0, 60))
        .cases(300, 30_000)
        .holds(bytes -> assertThat(read(bytes)).isInstanceOf(OidcOutcome.Refused.class));
  }

  private static OidcOutcome<ProviderKeys> read(byte[] bytes) {
    return ProviderKeys.read(bytes, Issuer.SIGNATURES);
  }
}
