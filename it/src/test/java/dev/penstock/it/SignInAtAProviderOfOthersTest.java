package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.it.peers.OidcProviderProcess;
import dev.penstock.it.peers.Peers;
import dev.penstock.oidc.ClientSecret;
import dev.penstock.oidc.CodeFlow;
import dev.penstock.oidc.LinkRule;
import dev.penstock.oidc.OidcClient;
import dev.penstock.oidc.OidcOutcome;
import dev.penstock.oidc.OidcReason;
import dev.penstock.oidc.provider.IdentityProvider;
import dev.penstock.signature.JdkSignatures;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * People sign in at a certified provider of another make, through its pages.
 *
 * <p>Req: 62443-4-2 CR 1.1
 */
class SignInAtAProviderOfOthersTest {
  private static final String REDIRECT = "https://node.example/api/v1/session/oidc/return";
  private static final String SECRET = "a secret: with + and %";
  private static final Pattern ACTION = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");

  /** A sign-in with consent takes eight; more are a circle. */
  private static final int STEPS_MAX = 20;

  @TempDir Path folder;

  private OidcProviderProcess peer;

  @BeforeEach
  void start() throws IOException {
    peer = Peers.ofThisMachine().oidcProvider(folder, REDIRECT);
  }

  @AfterEach
  void stop() {
    if (peer != null) {
      peer.close();
    }
  }

  private IdentityProvider client(String id, Optional<String> secret) throws IOException {
    var client =
        new OidcClient(
            peer.issuer(),
            id,
            REDIRECT,
            secret.map(ClientSecret::of),
            List.of("openid", "profile", "email"),
            Optional.of(Duration.ofMinutes(5)));
    return new IdentityProvider(
        client,
        new LinkRule(LinkRule.Claim.PREFERRED_USERNAME),
        new JdkSignatures(),
        InstantSource.system(),
        new SecureRandom(),
        Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"by-rs256", "by-es256", "by-eddsa"})
  void aPersonSignsInWhateverTheProviderSignsBy(String id)
      throws IOException, InterruptedException {
    try (IdentityProvider provider = client(id, Optional.of(SECRET))) {
      assertAdaSignsIn(provider);
    }
  }

  @Test
  void aClientWithoutSecretIsHeldByItsVerifierAlone() throws IOException, InterruptedException {
    try (IdentityProvider provider = client("public", Optional.empty())) {
      assertAdaSignsIn(provider);
    }
  }

  private void assertAdaSignsIn(IdentityProvider provider)
      throws IOException, InterruptedException {
    Instant before = Instant.now();
    CodeFlow.Begun begun = good(provider.begin("/console/"));
    Map<String, String> back = browse(begun.address(), "ada");
    // RFC 9207: this provider names itself in each return.
    assertThat(back).containsEntry("iss", peer.issuer());
    IdentityProvider.SignedIn found = good(provider.finish(returned(back), begun.browserSecret()));
    assertThat(found.returnTo()).isEqualTo("/console/");
    assertThat(found.who().issuer()).isEqualTo(peer.issuer());
    assertThat(found.who().subject()).isEqualTo("ada");
    assertThat(found.who().signedInAt())
        .hasValueSatisfying(
            at -> assertThat(at).isBetween(before.minusSeconds(2), Instant.now().plusSeconds(2)));
    // Its ID tokens carry no names: these come from its user info endpoint.
    assertThat(found.who().claim("preferred_username")).contains("ada.plant");
    assertThat(found.who().claim("email")).contains("ada@plant.example");
    assertThat(reason(provider.finish(returned(back), begun.browserSecret())))
        .isEqualTo(OidcReason.STATE_UNKNOWN);
  }

  @Test
  void aWrongSecretIsRefusedByTheProvider() throws IOException, InterruptedException {
    try (IdentityProvider provider = client("by-es256", Optional.of("another secret"))) {
      CodeFlow.Begun begun = good(provider.begin("/"));
      Map<String, String> back = browse(begun.address(), "ada");
      assertThat(provider.finish(returned(back), begun.browserSecret()))
          .isInstanceOfSatisfying(
              OidcOutcome.Refused.class,
              refused -> {
                assertThat(refused.reason()).isEqualTo(OidcReason.PROVIDER_REFUSED);
                assertThat(refused.detail()).contains("invalid_client");
              });
    }
  }

  @Test
  void theCodeOfAnotherTryIsRefusedByTheProvider() throws IOException, InterruptedException {
    try (IdentityProvider provider = client("by-es256", Optional.of(SECRET))) {
      Map<String, String> others = browse(good(provider.begin("/")).address(), "eve");
      CodeFlow.Begun begun = good(provider.begin("/"));
      var mixed = new HashMap<String, String>(browse(begun.address(), "ada"));
      mixed.put("code", others.get("code"));
      // RFC 7636 §4.6: the verifier of this try is not the one that code belongs to.
      assertThat(provider.finish(returned(mixed), begun.browserSecret()))
          .isInstanceOfSatisfying(
              OidcOutcome.Refused.class,
              refused -> assertThat(refused.detail()).contains("invalid_grant"));
    }
  }

  /** What a person does with a browser, up to the return to this node. */
  private static Map<String, String> browse(String from, String person)
      throws IOException, InterruptedException {
    try (HttpClient browser =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .build()) {
      URI at = URI.create(from);
      HttpRequest request = HttpRequest.newBuilder(at).build();
      for (int step = 0; step < STEPS_MAX; step++) {
        HttpResponse<String> page = browser.send(request, HttpResponse.BodyHandlers.ofString());
        Optional<String> location = page.headers().firstValue("Location");
        if (location.isPresent()) {
          at = at.resolve(location.get());
          if (at.toString().startsWith(REDIRECT)) {
            return query(at);
          }
          request = HttpRequest.newBuilder(at).build();
          continue;
        }
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        Matcher form = ACTION.matcher(page.body());
        assertThat(form.find()).as(page.body()).isTrue();
        at = at.resolve(form.group(1));
        String filled =
            page.body().contains("name=\"login\"")
                ? "prompt=login&login=" + person + "&password=x"
                : "prompt=consent";
        request =
            HttpRequest.newBuilder(at)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(filled))
                .build();
      }
      throw new AssertionError("the provider sends the browser in circles, now to " + at);
    }
  }

  private static Map<String, String> query(URI at) {
    var found = new HashMap<String, String>();
    for (String pair : at.getRawQuery().split("&", -1)) {
      String[] parts = pair.split("=", 2);
      found.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return found;
  }

  private static CodeFlow.Returned returned(Map<String, String> back) {
    return new CodeFlow.Returned(
        Optional.ofNullable(back.get("state")),
        Optional.ofNullable(back.get("code")),
        Optional.ofNullable(back.get("iss")),
        Optional.ofNullable(back.get("error")));
  }

  private static <T> T good(OidcOutcome<T> outcome) {
    return switch (outcome) {
      case OidcOutcome.Good<T>(var value) -> value;
      case OidcOutcome.Refused<T> refused -> throw new AssertionError(refused.text());
    };
  }

  private static OidcReason reason(OidcOutcome<?> outcome) {
    return switch (outcome) {
      case OidcOutcome.Good<?> good -> throw new AssertionError("taken: " + good);
      case OidcOutcome.Refused<?>(var reason, var _) -> reason;
    };
  }
}
