package dev.penstock.oidc.provider;

import dev.penstock.oidc.CodeFlow;
import dev.penstock.oidc.CodeGrant;
import dev.penstock.oidc.IdToken;
import dev.penstock.oidc.LinkRule;
import dev.penstock.oidc.OidcClient;
import dev.penstock.oidc.OidcOutcome;
import dev.penstock.oidc.OidcReason;
import dev.penstock.oidc.ProviderKeys;
import dev.penstock.oidc.ProviderMetadata;
import dev.penstock.oidc.TokenAnswer;
import dev.penstock.signature.Signatures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The identity provider that people of this node sign in at. Its configuration and its keys are
 * fetched when they are needed and kept for an hour; a key that is not known fetches the keys
 * again, once a minute at most. Safe for use by several threads; each call waits some seconds at
 * most and throws when the provider cannot be reached.
 *
 * <p>Req: 62443-4-2 CR 1.1
 */
public final class IdentityProvider implements AutoCloseable {
  /** A key that the provider takes back is believed no longer than this. */
  static final Duration KEPT_MAX = Duration.ofHours(1);

  /** Whoever can bring tokens with invented key ids must not make us ask the provider for each. */
  static final Duration REFETCH_MIN = Duration.ofMinutes(1);

  private final OidcClient client;
  private final LinkRule rule;
  private final Signatures signatures;
  private final InstantSource clock;
  private final CodeFlow flow;
  private final ProviderHttp http;
  private final Duration timeout;

  /** One fetch at a time, so that a provider that hangs is asked once and not by each caller. */
  private final ReentrantLock fetching = new ReentrantLock();

  private @Nullable Kept<ProviderMetadata> metadata;
  private @Nullable Kept<ProviderKeys> keys;
  private Instant keysAskedAt = Instant.EPOCH;

  private record Kept<T>(T value, Instant at) {}

  /** Who signed in, and what the browser is to see now. */
  public record SignedIn(IdToken who, String returnTo) {}

  /** What can go wrong with the world while something is fetched. */
  private interface Fetch<T> {
    OidcOutcome<T> run() throws IOException, InterruptedException;
  }

  /**
   * A provider; nothing is asked yet.
   *
   * @param random must be fit for secrets
   * @param authorities a PEM file of certificates to trust besides those of the Java runtime
   */
  public IdentityProvider(
      OidcClient client,
      LinkRule rule,
      Signatures signatures,
      InstantSource clock,
      RandomGenerator random,
      Optional<Path> authorities)
      throws IOException {
    this(client, rule, signatures, clock, random, authorities, ProviderHttp.TIMEOUT);
  }

  IdentityProvider(
      OidcClient client,
      LinkRule rule,
      Signatures signatures,
      InstantSource clock,
      RandomGenerator random,
      Optional<Path> authorities,
      Duration timeout)
      throws IOException {
    this.client = client;
    this.rule = rule;
    this.signatures = signatures;
    this.clock = clock;
    this.flow = new CodeFlow(client, clock, random);
    this.http = new ProviderHttp(authorities, timeout);
    this.timeout = timeout;
  }

  /** Where the browser goes to sign in, and what it must hold when it returns. */
  public OidcOutcome<CodeFlow.Begun> begin(String returnTo)
      throws IOException, InterruptedException {
    return metadata().map(found -> flow.begin(found, returnTo));
  }

  /** Who signed in, by what the browser brought back. */
  public OidcOutcome<SignedIn> finish(CodeFlow.Returned back, String browserSecret)
      throws IOException, InterruptedException {
    return switch (metadata()) {
      case OidcOutcome.Refused<ProviderMetadata>(var reason, var detail) ->
          OidcOutcome.refused(reason, detail);
      case OidcOutcome.Good<ProviderMetadata>(var provider) ->
          switch (flow.returned(provider, back, browserSecret)) {
            case OidcOutcome.Refused<CodeGrant>(var reason, var detail) ->
                OidcOutcome.refused(reason, detail);
            case OidcOutcome.Good<CodeGrant>(var grant) ->
                redeem(provider, grant).map(who -> new SignedIn(who, grant.returnTo()));
          };
    };
  }

  private OidcOutcome<IdToken> redeem(ProviderMetadata provider, CodeGrant grant)
      throws IOException, InterruptedException {
    ProviderHttp.Answer answer = http.post(flow.tokenRequest(provider, grant));
    return switch (flow.answer(answer.status(), answer.body())) {
      case OidcOutcome.Refused<TokenAnswer>(var reason, var detail) ->
          OidcOutcome.refused(reason, detail);
      case OidcOutcome.Good<TokenAnswer>(var tokens) ->
          switch (judge(provider, grant, tokens)) {
            case OidcOutcome.Refused<IdToken> refused -> refused;
            case OidcOutcome.Good<IdToken>(var who) -> completed(provider, who, tokens);
          };
    };
  }

  private OidcOutcome<IdToken> judge(ProviderMetadata provider, CodeGrant grant, TokenAnswer tokens)
      throws IOException, InterruptedException {
    OidcOutcome<IdToken> first = judge(grant, tokens, keys(provider, false));
    boolean areKeysOld =
        first instanceof OidcOutcome.Refused<IdToken>(var reason, var _)
            && (reason == OidcReason.KEY_UNKNOWN || reason == OidcReason.SIGNATURE_WRONG);
    return areKeysOld ? judge(grant, tokens, keys(provider, true)) : first;
  }

  private OidcOutcome<IdToken> judge(
      CodeGrant grant, TokenAnswer tokens, OidcOutcome<ProviderKeys> found) {
    return found.flatMap(each -> flow.judge(grant, tokens, each));
  }

  /** Many providers tell name and mail at the user info endpoint alone. */
  private OidcOutcome<IdToken> completed(ProviderMetadata provider, IdToken who, TokenAnswer tokens)
      throws IOException, InterruptedException {
    if (!rule.needsMoreOf(who) || provider.userInfoEndpoint().isEmpty()) {
      return new OidcOutcome.Good<>(who);
    }
    ProviderHttp.Answer answer = http.get(provider.userInfoEndpoint().get(), tokens.accessToken());
    return answer.status() == 200
        ? who.with(answer.body())
        : OidcOutcome.refused(OidcReason.USER_INFO_WRONG, "status " + answer.status());
  }

  private OidcOutcome<ProviderMetadata> metadata() throws IOException, InterruptedException {
    return alone(() -> {
      Kept<ProviderMetadata> kept = metadata;
      if (kept != null && isFresh(kept.at())) {
        return new OidcOutcome.Good<>(kept.value());
      }
      OidcOutcome<ProviderMetadata> found =
          fetched(ProviderMetadata.addressFor(client.issuer()), OidcReason.METADATA_MALFORMED)
              .flatMap(body -> ProviderMetadata.read(body, client));
      if (found instanceof OidcOutcome.Good<ProviderMetadata>(var value)) {
        metadata = new Kept<>(value, clock.instant());
      }
      return found;
    });
  }

  private OidcOutcome<ProviderKeys> keys(ProviderMetadata provider, boolean mayBeOld)
      throws IOException, InterruptedException {
    return alone(() -> {
      Kept<ProviderKeys> kept = keys;
      boolean isAskedLately = clock.instant().isBefore(keysAskedAt.plus(REFETCH_MIN));
      if (kept != null && (mayBeOld ? isAskedLately : isFresh(kept.at()))) {
        return new OidcOutcome.Good<>(kept.value());
      }
      keysAskedAt = clock.instant();
      OidcOutcome<ProviderKeys> found =
          fetched(provider.keysAddress(), OidcReason.KEYS_MALFORMED)
              .flatMap(body -> ProviderKeys.read(body, signatures));
      if (found instanceof OidcOutcome.Good<ProviderKeys>(var value)) {
        keys = new Kept<>(value, clock.instant());
      }
      return found;
    });
  }

  /** The body of a document that must be there. */
  private OidcOutcome<byte[]> fetched(String address, OidcReason whenNone)
      throws IOException, InterruptedException {
    ProviderHttp.Answer answer = http.get(address);
    return answer.status() == 200
        ? new OidcOutcome.Good<>(answer.body())
        : OidcOutcome.refused(whenNone, "status " + answer.status());
  }

  private <T> OidcOutcome<T> alone(Fetch<T> fetch) throws IOException, InterruptedException {
    if (!fetching.tryLock(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IOException(client.issuer() + " is being asked already and does not answer");
    }
    try {
      return fetch.run();
    } finally {
      fetching.unlock();
    }
  }

  private boolean isFresh(Instant at) {
    return clock.instant().isBefore(at.plus(KEPT_MAX));
  }

  @Override
  public void close() {
    http.close();
  }
}
