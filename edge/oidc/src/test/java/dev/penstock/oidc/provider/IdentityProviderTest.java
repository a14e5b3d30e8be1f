package dev.penstock.oidc.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.penstock.oidc.ClientSecret;
import dev.penstock.oidc.CodeFlow;
import dev.penstock.oidc.LinkRule;
import dev.penstock.oidc.OidcClient;
import dev.penstock.oidc.OidcOutcome;
import dev.penstock.oidc.OidcReason;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkit.Seed;
import dev.penstock.testkit.tls.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Req: 62443-4-2 CR 1.1 */
class IdentityProviderTest {
  private static final String CONFIGURATION = "/.well-known/openid-configuration";

  @TempDir Path folder;

  private final FakeClock clock = FakeClock.of();
  private FakeProvider fake;
  private IdentityProvider provider;

  @BeforeEach
  void start() throws IOException {
    fake = new FakeProvider(clock);
    provider = provider(fake, LinkRule.Claim.NONE, Optional.empty(), Duration.ofSeconds(5));
  }

  @AfterEach
  void stop() {
    provider.close();
    fake.close();
  }

  private IdentityProvider provider(
      FakeProvider at, LinkRule.Claim claim, Optional<Path> authorities, Duration timeout)
      throws IOException {
    var client =
        new OidcClient(
            at.issuer(),
            "penstock",
            "https://node.example/return",
            Optional.of(ClientSecret.of("secret")),
            List.of("openid"),
            Optional.empty());
    return new IdentityProvider(
        client,
        new LinkRule(claim),
        new JdkSignatures(),
        clock,
        new SplittableRandom(Seed.value()),
        authorities,
        timeout);
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

  private OidcOutcome<IdentityProvider.SignedIn> signIn() throws IOException, InterruptedException {
    return signIn(fake, provider);
  }

  private static OidcOutcome<IdentityProvider.SignedIn> signIn(
      FakeProvider fake, IdentityProvider provider) throws IOException, InterruptedException {
    CodeFlow.Begun begun = good(provider.begin("/console/"));
    Map<String, String> query =
        FakeProvider.form(begun.address().substring(begun.address().indexOf('?') + 1));
    return provider.finish(
        new CodeFlow.Returned(
            Optional.of(query.get("state")),
            Optional.of(fake.signIn(query)),
            Optional.of(fake.issuer()),
            Optional.empty()),
        begun.browserSecret());
  }

  @Test
  void aPersonSignsInAndTheProviderIsAskedForWhatIsNeeded()
      throws IOException, InterruptedException {
    IdentityProvider.SignedIn first = good(signIn());
    assertThat(first.who().subject()).isEqualTo("s1");
    assertThat(first.returnTo()).isEqualTo("/console/");
    assertThat(fake.lastAuthorization).isEqualTo("Basic cGVuc3RvY2s6c2VjcmV0");
    assertThat(good(signIn()).who().subject()).isEqualTo("s1");
    assertThat(fake.asked(CONFIGURATION)).isEqualTo(1);
    assertThat(fake.asked("/keys")).isEqualTo(1);
    assertThat(fake.asked("/token")).isEqualTo(2);
    assertThat(fake.asked("/me")).isZero();
    clock.advance(IdentityProvider.KEPT_MAX);
    assertThat(good(signIn()).who().subject()).isEqualTo("s1");
    assertThat(fake.asked(CONFIGURATION)).isEqualTo(2);
    assertThat(fake.asked("/keys")).isEqualTo(2);
  }

  @Test
  void aNewKeyIsFetchedOnceAMinuteAtMost() throws IOException, InterruptedException {
    assertThat(good(signIn()).who().subject()).isEqualTo("s1");
    fake.rotate("k2");
    assertThat(reason(signIn())).isEqualTo(OidcReason.KEY_UNKNOWN);
    assertThat(fake.asked("/keys")).isEqualTo(1);
    clock.advance(IdentityProvider.REFETCH_MIN);
    assertThat(good(signIn()).who().subject()).isEqualTo("s1");
    assertThat(fake.asked("/keys")).isEqualTo(2);
    fake.rotate("k3");
    for (int i = 0; i < 5; i++) {
      assertThat(reason(signIn())).isEqualTo(OidcReason.KEY_UNKNOWN);
    }
    assertThat(fake.asked("/keys")).isEqualTo(2);
    // Another key under the same name.
    clock.advance(IdentityProvider.REFETCH_MIN);
    assertThat(good(signIn()).who().subject()).isEqualTo("s1");
    fake.rotate("k3");
    assertThat(reason(signIn())).isEqualTo(OidcReason.SIGNATURE_WRONG);
    clock.advance(IdentityProvider.REFETCH_MIN);
    assertThat(good(signIn()).who().subject()).isEqualTo("s1");
  }

  @Test
  void aClaimThatTheTokenLacksIsAskedForWhereItIsTold() throws IOException, InterruptedException {
    try (var asking =
        provider(
            fake, LinkRule.Claim.PREFERRED_USERNAME, Optional.empty(), Duration.ofSeconds(5))) {
      assertThat(good(signIn(fake, asking)).who().claim("preferred_username")).contains("ada");
      assertThat(fake.asked("/me")).isEqualTo(1);
      fake.subjectOfUserInfo = "s2";
      assertThat(reason(signIn(fake, asking))).isEqualTo(OidcReason.USER_INFO_WRONG);
      fake.faults.put("/me", FakeProvider.Fault.STATUS_500);
      assertThat(reason(signIn(fake, asking))).isEqualTo(OidcReason.USER_INFO_WRONG);
    }
  }

  @Test
  void aCodeIsRedeemedOnce() throws IOException, InterruptedException {
    CodeFlow.Begun begun = good(provider.begin("/"));
    Map<String, String> query =
        FakeProvider.form(begun.address().substring(begun.address().indexOf('?') + 1));
    var back =
        new CodeFlow.Returned(
            Optional.of(query.get("state")),
            Optional.of(fake.signIn(query)),
            Optional.of(fake.issuer()),
            Optional.empty());
    assertThat(good(provider.finish(back, begun.browserSecret())).who().subject()).isEqualTo("s1");
    assertThat(reason(provider.finish(back, begun.browserSecret())))
        .isEqualTo(OidcReason.STATE_UNKNOWN);
    assertThat(fake.asked("/token")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "/.well-known/openid-configuration, STATUS_500, METADATA_MALFORMED",
    "/.well-known/openid-configuration, REDIRECT, METADATA_MALFORMED",
    "/.well-known/openid-configuration, GARBAGE, METADATA_MALFORMED",
    "/.well-known/openid-configuration, OTHER_ISSUER, METADATA_ISSUER",
  })
  void aConfigurationThatIsNoneEndsTheSignInAtItsBeginning(
      String path, FakeProvider.Fault fault, OidcReason due)
      throws IOException, InterruptedException {
    fake.faults.put(path, fault);
    assertThat(reason(provider.begin("/"))).isEqualTo(due);
    assertThat(fake.asked("/elsewhere")).isZero();
    fake.faults.clear();
    assertThat(good(signIn()).who().subject()).isEqualTo("s1");
  }

  @ParameterizedTest
  @CsvSource({
    "/keys, STATUS_500, KEYS_MALFORMED",
    "/keys, REDIRECT, KEYS_MALFORMED",
    "/keys, GARBAGE, KEYS_MALFORMED",
    "/token, STATUS_500, ANSWER_MALFORMED",
    "/token, REDIRECT, ANSWER_MALFORMED",
    "/token, GARBAGE, ANSWER_MALFORMED",
  })
  void anAnswerThatIsNoneEndsTheSignIn(String path, FakeProvider.Fault fault, OidcReason due)
      throws IOException, InterruptedException {
    fake.faults.put(path, fault);
    assertThat(reason(signIn())).isEqualTo(due);
    assertThat(fake.asked("/elsewhere")).isZero();
    fake.faults.clear();
    assertThat(good(signIn()).who().subject()).isEqualTo("s1");
  }

  @ParameterizedTest
  @EnumSource(
      value = FakeProvider.Fault.class,
      names = {"HUGE", "TRICKLE"})
  void anAnswerThatIsTooLongOrTooSlowIsGivenUp(FakeProvider.Fault fault) throws IOException {
    try (var hasty =
        provider(fake, LinkRule.Claim.NONE, Optional.empty(), Duration.ofMillis(500))) {
      fake.faults.put(CONFIGURATION, fault);
      assertThatThrownBy(() -> hasty.begin("/"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(fake.issuer());
    }
  }

  @Test
  void aProviderThatIsGoneIsSaidToBe() {
    fake.close();
    assertThatThrownBy(() -> provider.begin("/"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(fake.issuer());
  }

  @Test
  void theCertificateOfTheProviderMustBeTrusted()
      throws IOException, InterruptedException, GeneralSecurityException {
    var certificates = new Certificates(folder);
    certificates.authority("plant");
    certificates.certificate("id", "plant", "CN=id", "-ext", "san=dns:localhost");
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificates.sender("plant", "id")));
    try (var secure = new FakeProvider(server, clock);
        var trusting =
            provider(
                secure,
                LinkRule.Claim.NONE,
                Optional.of(certificates.pem("plant")),
                Duration.ofSeconds(5));
        var bare = provider(secure, LinkRule.Claim.NONE, Optional.empty(), Duration.ofSeconds(5))) {
      assertThat(good(signIn(secure, trusting)).who().issuer()).startsWith("https://localhost:");
      assertThatThrownBy(() -> bare.begin("/")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aFileWithoutCertificatesIsRefusedAtTheStart() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing\n");
    Path absent = folder.resolve("absent.pem");
    for (Path file : List.of(empty, absent)) {
      assertThatThrownBy(
              () -> provider(fake, LinkRule.Claim.NONE, Optional.of(file), Duration.ofSeconds(5)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file.getFileName().toString());
    }
  }
}
