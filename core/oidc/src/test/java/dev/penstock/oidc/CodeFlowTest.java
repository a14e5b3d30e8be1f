package dev.penstock.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.json.CanonicalJson;
import dev.penstock.json.Json;
import dev.penstock.json.JsonObjectMaker;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkit.Seed;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeFlowTest {
  private static final String REDIRECT = "https://node.example/api/v1/session/oidc/return";

  private final FakeClock clock = FakeClock.of();
  private final OidcClient secretClient = client(Optional.of(ClientSecret.of("s:e&c ret")));
  private final CodeFlow flow = flow(secretClient);
  private final ProviderMetadata provider =
      Good.of(ProviderMetadata.read(CanonicalJson.bytes(metadata()), secretClient));

  private static OidcClient client(Optional<ClientSecret> secret) {
    return new OidcClient(
        Issuer.NAME, "pen stock", REDIRECT, secret, List.of("openid", "email"), Optional.empty());
  }

  private CodeFlow flow(OidcClient client) {
    return new CodeFlow(client, clock, new SplittableRandom(Seed.value()));
  }

  private static Json.Object metadata() {
    return new JsonObjectMaker()
        .put("issuer", Issuer.NAME)
        .put("authorization_endpoint", "https://id.example/auth?tenant=1")
        .put("token_endpoint", "https://id.example/token")
        .put("jwks_uri", "https://id.example/keys")
        .put("userinfo_endpoint", "https://id.example/me")
        .put("response_types_supported", Json.texts(List.of("code", "id_token")))
        .put("code_challenge_methods_supported", Json.texts(List.of("plain", "S256")))
        .put("id_token_signing_alg_values_supported", Json.texts(List.of("PS256", "RS256")))
        .put("token_endpoint_auth_methods_supported", Json.texts(List.of("client_secret_basic")))
        .put("authorization_response_iss_parameter_supported", true)
        .make();
  }

  private static Json.Object metadata(String name, Optional<Json> value) {
    var fields = new LinkedHashMap<String, Json>(metadata().fields());
    fields.remove(name);
    value.ifPresent(each -> fields.put(name, each));
    return new Json.Object(fields);
  }

  private static Map<String, String> form(String text) {
    var found = new HashMap<String, String>();
    for (String pair : text.split("&", -1)) {
      String[] parts = pair.split("=", -1);
      assertThat(parts).hasSize(2);
      assertThat(found.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8)))
          .as("%s twice", parts[0])
          .isNull();
    }
    return found;
  }

  private static Map<String, String> query(CodeFlow.Begun begun) {
    return form(begun.address().substring(begun.address().indexOf('?') + 1));
  }

  private static CodeFlow.Returned back(String state) {
    return new CodeFlow.Returned(
        Optional.of(state), Optional.of("c-1"), Optional.of(Issuer.NAME), Optional.empty());
  }

  @Test
  void theBrowserIsSentWithChallengeStateAndNonce() {
    CodeFlow.Begun begun = flow.begin(provider, "/console/#audit");
    assertThat(begun.address()).startsWith("https://id.example/auth?tenant=1&response_type=code&");
    Map<String, String> query = query(begun);
    assertThat(query)
        .containsEntry("client_id", "pen stock")
        .containsEntry("redirect_uri", REDIRECT)
        .containsEntry("scope", "openid email")
        .containsEntry("code_challenge_method", "S256")
        .doesNotContainKey("max_age")
        .doesNotContainKey("code_verifier");
    CodeGrant grant =
        Good.of(flow.returned(provider, back(query.get("state")), begun.browserSecret()));
    assertThat(grant.returnTo()).isEqualTo("/console/#audit");
    // RFC 7636 §4.6: the verifier is what the challenge was made of.
    String verifier = form(flow.tokenRequest(provider, grant).form()).get("code_verifier");
    assertThat(verifier).hasSize(43);
    assertThat(Base64Url.encode(IdTokenJudge.digest("SHA-256", verifier)))
        .isEqualTo(query.get("code_challenge"));
  }

  /** RFC 7636 appendix B. */
  @Test
  void theChallengeIsThatOfTheStandard() {
    assertThat(
            Base64Url.encode(
                IdTokenJudge.digest("SHA-256", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")))
        .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  }

  @Test
  void noSecretIsGivenTwice() {
    var seen = new HashSet<String>();
    for (int i = 0; i < 100; i++) {
      CodeFlow.Begun begun = flow.begin(provider, "/");
      Map<String, String> query = query(begun);
      for (String secret :
          List.of(
              begun.browserSecret(),
              query.get("state"),
              query.get("nonce"),
              query.get("code_challenge"))) {
        assertThat(secret).hasSize(43);
        assertThat(seen.add(secret)).isTrue();
      }
    }
  }

  @Test
  void anAskedForAgeStandsInTheRequest() {
    var client =
        new OidcClient(
            Issuer.NAME,
            "x",
            REDIRECT,
            Optional.empty(),
            List.of("openid"),
            Optional.of(Duration.ofMinutes(5)));
    assertThat(query(flow(client).begin(provider, "/"))).containsEntry("max_age", "300");
  }

  @Test
  void aSecretClientNamesItselfInTheHeaderAlone() {
    CodeGrant grant = grant(flow);
    CodeFlow.TokenRequest request = flow.tokenRequest(provider, grant);
    assertThat(request.address()).isEqualTo("https://id.example/token");
    // RFC 6749 §2.3.1: pen+stock:s%3Ae%26c+ret
    assertThat(request.authorization()).contains("Basic cGVuK3N0b2NrOnMlM0FlJTI2YytyZXQ=");
    assertThat(form(request.form()))
        .containsOnlyKeys("grant_type", "code", "redirect_uri", "code_verifier")
        .containsEntry("grant_type", "authorization_code")
        .containsEntry("code", "c-1")
        .containsEntry("redirect_uri", REDIRECT);
    assertThat(request.toString()).doesNotContain("Basic ", "c-1");
    assertThat(secretClient.toString()).doesNotContain("s:e&c");
  }

  @Test
  void aPublicClientNamesItselfInTheForm() {
    CodeFlow open = flow(client(Optional.empty()));
    CodeFlow.TokenRequest request = open.tokenRequest(provider, grant(open));
    assertThat(request.authorization()).isEmpty();
    assertThat(form(request.form())).containsEntry("client_id", "pen stock");
  }

  private CodeGrant grant(CodeFlow of) {
    CodeFlow.Begun begun = of.begin(provider, "/");
    return Good.of(of.returned(provider, back(query(begun).get("state")), begun.browserSecret()));
  }

  @Test
  void aReturnIsTakenOnceAndInTime() {
    CodeFlow.Begun first = flow.begin(provider, "/");
    String state = query(first).get("state");
    clock.advance(Duration.ofMinutes(10));
    assertThat(flow.returned(provider, back(state), first.browserSecret()))
        .isInstanceOf(OidcOutcome.Good.class);
    assertThat(Good.reason(flow.returned(provider, back(state), first.browserSecret())))
        .isEqualTo(OidcReason.STATE_UNKNOWN);
    CodeFlow.Begun late = flow.begin(provider, "/");
    clock.advance(Duration.ofMinutes(10).plusMillis(1));
    assertThat(
            Good.reason(
                flow.returned(provider, back(query(late).get("state")), late.browserSecret())))
        .isEqualTo(OidcReason.STATE_UNKNOWN);
    var none =
        new CodeFlow.Returned(
            Optional.empty(), Optional.of("c"), Optional.empty(), Optional.empty());
    assertThat(Good.reason(flow.returned(provider, none, ""))).isEqualTo(OidcReason.STATE_UNKNOWN);
  }

  @Test
  void aReturnInAnotherBrowserIsRefusedAndSpent() {
    CodeFlow.Begun mine = flow.begin(provider, "/");
    CodeFlow.Begun theirs = flow.begin(provider, "/");
    String state = query(mine).get("state");
    assertThat(Good.reason(flow.returned(provider, back(state), theirs.browserSecret())))
        .isEqualTo(OidcReason.BROWSER_DIFFERS);
    assertThat(Good.reason(flow.returned(provider, back(state), mine.browserSecret())))
        .isEqualTo(OidcReason.STATE_UNKNOWN);
  }

  /** RFC 9207 §2.4. */
  @Test
  void aReturnOfAnotherIssuerIsRefused() {
    for (Optional<String> issuer :
        List.of(Optional.<String>empty(), Optional.of("https://evil.example"))) {
      assertThat(Good.reason(returned(provider, issuer))).isEqualTo(OidcReason.RETURN_ISSUER);
    }
    ProviderMetadata silent =
        Good.of(
            ProviderMetadata.read(
                CanonicalJson.bytes(
                    metadata("authorization_response_iss_parameter_supported", Optional.empty())),
                secretClient));
    assertThat(returned(silent, Optional.empty())).isInstanceOf(OidcOutcome.Good.class);
    assertThat(Good.reason(returned(silent, Optional.of("https://evil.example"))))
        .isEqualTo(OidcReason.RETURN_ISSUER);
  }

  private OidcOutcome<CodeGrant> returned(ProviderMetadata at, Optional<String> issuer) {
    CodeFlow.Begun begun = flow.begin(at, "/");
    var back =
        new CodeFlow.Returned(
            Optional.of(query(begun).get("state")), Optional.of("c"), issuer, Optional.empty());
    return flow.returned(at, back, begun.browserSecret());
  }

  @Test
  void aRefusalOfTheProviderIsToldInPrintableWords() {
    CodeFlow.Begun begun = flow.begin(provider, "/");
    var back =
        new CodeFlow.Returned(
            Optional.of(query(begun).get("state")),
            Optional.of("c"),
            Optional.of(Issuer.NAME),
            Optional.of("access_denied\u001b[2J" + "x".repeat(200)));
    assertThat(flow.returned(provider, back, begun.browserSecret()))
        .isInstanceOfSatisfying(
            OidcOutcome.Refused.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(OidcReason.PROVIDER_REFUSED);
              assertThat(refused.detail()).startsWith("access_denied?[2Jxx").hasSize(103);
            });
    CodeFlow.Begun empty = flow.begin(provider, "/");
    var noCode =
        new CodeFlow.Returned(
            Optional.of(query(empty).get("state")),
            Optional.of(""),
            Optional.of(Issuer.NAME),
            Optional.empty());
    assertThat(Good.reason(flow.returned(provider, noCode, empty.browserSecret())))
        .isEqualTo(OidcReason.CODE_MISSING);
  }

  @Test
  void whenTooManyWaitTheOldestGoes() {
    CodeFlow.Begun first = flow.begin(provider, "/");
    CodeFlow.Begun second = flow.begin(provider, "/");
    for (int i = 1; i < PendingTries.COUNT_MAX; i++) {
      assertThat(flow.begin(provider, "/")).isNotNull();
    }
    assertThat(
            Good.reason(
                flow.returned(provider, back(query(first).get("state")), first.browserSecret())))
        .isEqualTo(OidcReason.STATE_UNKNOWN);
    assertThat(flow.returned(provider, back(query(second).get("state")), second.browserSecret()))
        .isInstanceOf(OidcOutcome.Good.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "console",
        "",
        "/a\nb",
        "javascript:x",
        "/\t/evil.example"
      })
  void nobodyIsSentAwayFromThisNodeAfterwards(String returnTo) {
    CodeFlow.Begun begun = flow.begin(provider, returnTo);
    assertThat(
            Good.of(flow.returned(provider, back(query(begun).get("state")), begun.browserSecret()))
                .returnTo())
        .isEqualTo("/");
  }

  @Test
  void theAnswerToTheCodeIsHeldToItsForm() {
    String good = "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"id_token\":\"x\"}";
    assertThat(answer(200, good)).isInstanceOf(OidcOutcome.Good.class);
    assertThat(Good.reason(answer(400, "{\"error\":\"invalid_grant\"}")))
        .isEqualTo(OidcReason.PROVIDER_REFUSED);
    assertThat(Good.reason(answer(500, good))).isEqualTo(OidcReason.ANSWER_MALFORMED);
    for (String text :
        List.of(
            "<html>",
            "[]",
            "{}",
            good.replace("\"id_token\"", "\"other\""),
            good.replace("\"access_token\"", "\"other\""),
            good.replace("bearer", "DPoP"),
            good.replace("\"a\"", "\"a\\r\\nX: y\""))) {
      assertThat(Good.reason(answer(200, text))).isEqualTo(OidcReason.ANSWER_MALFORMED);
    }
  }

  private OidcOutcome<TokenAnswer> answer(int status, String text) {
    return flow.answer(status, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theWholeFlowSaysWhoSignedIn() {
    CodeFlow.Begun begun = flow.begin(provider, "/");
    CodeGrant grant =
        Good.of(flow.returned(provider, back(query(begun).get("state")), begun.browserSecret()));
    Json.Object claims =
        new JsonObjectMaker()
            .put("iss", Issuer.NAME)
            .put("sub", "7")
            .put("aud", "pen stock")
            .put("exp", clock.instant().getEpochSecond() + 60)
            .put("iat", clock.instant().getEpochSecond())
            .put("nonce", query(begun).get("nonce"))
            .make();
    Json.Object answer =
        new JsonObjectMaker()
            .put("access_token", "a")
            .put("token_type", "Bearer")
            .put("id_token", Issuer.token("RS256", claims))
            .make();
    TokenAnswer tokens = Good.of(flow.answer(200, CanonicalJson.bytes(answer)));
    IdToken id = Good.of(flow.judge(grant, tokens, Issuer.allKeys()));
    assertThat(id.subject()).isEqualTo("7");
    // Another try's answer is not taken for this one.
    CodeFlow.Begun other = flow.begin(provider, "/");
    CodeGrant otherGrant =
        Good.of(flow.returned(provider, back(query(other).get("state")), other.browserSecret()));
    assertThat(Good.reason(flow.judge(otherGrant, tokens, Issuer.allKeys())))
        .isEqualTo(OidcReason.NONCE_WRONG);
  }

  @ParameterizedTest
  @CsvSource({
    "issuer, , METADATA_MALFORMED",
    "issuer, https://id.example/realm/, METADATA_ISSUER",
    "issuer, https://id.example, METADATA_ISSUER",
    "token_endpoint, , METADATA_MALFORMED",
    "token_endpoint, http://id.example/token, METADATA_ADDRESS",
    "jwks_uri, , METADATA_MALFORMED",
    "jwks_uri, file:///etc/passwd, METADATA_ADDRESS",
    "authorization_endpoint, javascript:alert(1), METADATA_ADDRESS",
    "authorization_endpoint, https://id.example/auth#x, METADATA_ADDRESS",
    "userinfo_endpoint, https://user:pw@id.example/, METADATA_ADDRESS",
  })
  void aConfigurationThatIsWrongInOnePlaceIsRefused(String name, String value, OidcReason due) {
    Json.Object changed = metadata(name, Optional.ofNullable(value).map(Json::of));
    assertThat(Good.reason(ProviderMetadata.read(CanonicalJson.bytes(changed), secretClient)))
        .isEqualTo(due);
  }

  @ParameterizedTest
  @CsvSource({
    "response_types_supported, id_token",
    "code_challenge_methods_supported, plain",
    "id_token_signing_alg_values_supported, HS256",
    "token_endpoint_auth_methods_supported, private_key_jwt"
  })
  void aProviderThatCannotDoWhatIsNeededIsRefused(String name, String only) {
    Json.Object changed = metadata(name, Optional.of(Json.texts(List.of(only))));
    assertThat(Good.reason(ProviderMetadata.read(CanonicalJson.bytes(changed), secretClient)))
        .isEqualTo(OidcReason.METADATA_UNSUPPORTED);
    Json.Object silent = metadata(name, Optional.empty());
    assertThat(ProviderMetadata.read(CanonicalJson.bytes(silent), secretClient))
        .isInstanceOf(OidcOutcome.Good.class);
  }

  @Test
  void theAddressOfTheConfigurationFollowsFromTheIssuer() {
    assertThat(ProviderMetadata.addressFor("https://id.example"))
        .isEqualTo("https://id.example/.well-known/openid-configuration");
    assertThat(ProviderMetadata.addressFor("https://id.example/a/"))
        .isEqualTo("https://id.example/a/.well-known/openid-configuration");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://id.example",
        "https://",
        "https:///x",
        "https://a b",
        "https://a/%",
        "https://a/%g0",
        "https://u@a",
        "https://a:0/",
        "https://a:65535555/",
        "HTTPS://a",
        "http://127.0.0.1.evil/",
        "http://localhost.evil",
        "http://127.0.0.2",
        "https://a/\u00e9",
        "https://a/<x>"
      })
  void onlySafeAddressesCount(String address) {
    assertThat(WebAddress.isSafe(address)).isFalse();
    assertThatThrownBy(() ->
            new OidcClient(
                address, "x", REDIRECT, Optional.empty(), List.of("openid"), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a", "https://a.b-c.example:8443/x/y?z=1&w=%2F", "http://localhost:3000/",
        "http://127.0.0.1:1/x", "http://[::1]:8080", "https://[2001:db8::1]/x"
      })
  void httpsAndLoopbackCount(String address) {
    assertThat(WebAddress.isSafe(address)).isTrue();
  }
}
