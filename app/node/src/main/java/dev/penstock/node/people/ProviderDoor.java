package dev.penstock.node.people;

import dev.penstock.access.OidcSubject;
import dev.penstock.node.config.OidcSettings;
import dev.penstock.node.log.LogLevel;
import dev.penstock.node.log.NodeLog;
import dev.penstock.oidc.CodeFlow;
import dev.penstock.oidc.IdToken;
import dev.penstock.oidc.LinkRule;
import dev.penstock.oidc.OidcClient;
import dev.penstock.oidc.OidcOutcome;
import dev.penstock.oidc.OidcReason;
import dev.penstock.oidc.provider.IdentityProvider;
import dev.penstock.reception.Answer;
import dev.penstock.reception.Entry;
import dev.penstock.reception.Origin;
import dev.penstock.reception.SignIns;
import dev.penstock.signature.Signatures;
import dev.penstock.web.OidcDoor;
import java.io.Closeable;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/**
 * The way in by the provider of the settings. Nothing is asked of it before somebody wants to sign
 * in; then only a few ask at a time, and each waits a few seconds at most. Nobody is made or
 * matched by name: whoever comes in was tied to the subject by people who may do that.
 *
 * <p>Req: 62443-4-2 CR 1.1
 */
public final class ProviderDoor implements OidcDoor, Closeable {
  /** Where the provider sends browsers back to, behind this node's own address. */
  public static final String RETURN = "/api/v1/session/oidc/return";

  /** A provider that hangs holds up no more threads of the API than these. */
  static final int AT_ONCE_MAX = 8;

  private static final String UNREACHABLE = "provider-unreachable";
  private static final String EVENT = "provider-failed";

  private final String name;
  private final String home;
  private final IdentityProvider provider;
  private final SignIns signIns;
  private final NodeLog log;
  private final Semaphore turns = new Semaphore(AT_ONCE_MAX);

  private ProviderDoor(
      String name, String home, IdentityProvider provider, SignIns signIns, NodeLog log) {
    this.name = name;
    this.home = home;
    this.provider = provider;
    this.signIns = signIns;
    this.log = log;
  }

  /**
   * What the door stands on.
   *
   * @param home this node's address as browsers have it: scheme, host and perhaps a port
   * @param random must be fit for secrets
   */
  public record Ground(
      String home,
      SignIns signIns,
      Signatures signatures,
      InstantSource clock,
      RandomGenerator random,
      NodeLog log) {}

  /**
   * Opens the door; the provider is not asked.
   *
   * @throws IOException when the file of authorities cannot be used
   */
  public static ProviderDoor open(OidcSettings settings, Ground ground) throws IOException {
    var client =
        new OidcClient(
            settings.issuer(),
            settings.clientId(),
            ground.home() + RETURN,
            settings.secret(),
            List.of("openid"),
            Optional.empty());
    var provider =
        new IdentityProvider(
            client,
            new LinkRule(LinkRule.Claim.NONE),
            ground.signatures(),
            ground.clock(),
            ground.random(),
            settings.authorities());
    return new ProviderDoor(
        settings.name(), ground.home(), provider, ground.signIns(), ground.log());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String home() {
    return home;
  }

  /** The address to enter at the provider. */
  public String redirect() {
    return home + RETURN;
  }

  @Override
  public Begun begin() throws IOException, InterruptedException {
    return switch (asked(() -> provider.begin("/console/"))) {
      case OidcOutcome.Good<CodeFlow.Begun>(var begun) ->
          new Begun(begun.address(), begun.browserSecret());
      case OidcOutcome.Refused<CodeFlow.Begun>(var reason, var detail) ->
          throw unusable(reason, detail);
    };
  }

  @Override
  public Answer<Entry> finish(Origin origin, String kept, String query)
      throws IOException, InterruptedException {
    if (signIns.mayTry(origin) instanceof Answer.Refused<?>(var refusal)) {
      // What would not be judged here costs the provider nothing either.
      return Answer.refused(refusal);
    }
    CodeFlow.Returned back = returned(query);
    OidcOutcome<IdentityProvider.SignedIn> outcome;
    try {
      outcome = asked(() -> provider.finish(back, kept));
    } catch (IOException e) {
      return unreachable(origin, e);
    }
    return switch (outcome) {
      case OidcOutcome.Good<IdentityProvider.SignedIn>(var signedIn) ->
          came(origin, signedIn.who());
      case OidcOutcome.Refused<IdentityProvider.SignedIn>(var reason, var detail) ->
          refused(origin, reason, detail);
    };
  }

  private Answer<Entry> came(Origin origin, IdToken who) {
    return signIns.byOidc(origin, new OidcSubject(who.issuer(), who.subject()));
  }

  private Answer<Entry> refused(Origin origin, OidcReason reason, String detail)
      throws IOException {
    if (isOfProvider(reason)) {
      return unreachable(origin, unusable(reason, detail));
    }
    Answer<Entry> answer = signIns.notVouched(origin, code(reason));
    if (reason == OidcReason.PROVIDER_REFUSED) {
      // A wrong secret or address at the provider looks like this, and only the detail tells.
      say(code(reason), detail);
    }
    return answer;
  }

  /** It is written down that somebody did not come in, and then said. */
  private Answer<Entry> unreachable(Origin origin, IOException why) throws IOException {
    return switch (signIns.notVouched(origin, UNREACHABLE)) {
      case Answer.Refused<Entry>(var refusal) when !refusal.code().equals("sign-in-refused") ->
          Answer.refused(refusal);
      case Answer.Refused<Entry> _, Answer.Given<Entry> _ -> throw why;
    };
  }

  /** What a provider in good order does not say. */
  private static boolean isOfProvider(OidcReason reason) {
    return switch (reason) {
      case METADATA_MALFORMED,
          METADATA_ISSUER,
          METADATA_ADDRESS,
          METADATA_UNSUPPORTED,
          KEYS_MALFORMED,
          ANSWER_MALFORMED,
          TOKEN_MALFORMED,
          USER_INFO_WRONG ->
          true;
      case STATE_UNKNOWN,
          BROWSER_DIFFERS,
          RETURN_ISSUER,
          PROVIDER_REFUSED,
          CODE_MISSING,
          ALGORITHM_REFUSED,
          KEY_UNKNOWN,
          KEY_AMBIGUOUS,
          SIGNATURE_WRONG,
          ISSUER_WRONG,
          SUBJECT_MALFORMED,
          AUDIENCE_WRONG,
          PARTY_WRONG,
          EXPIRED,
          TIME_WRONG,
          NONCE_WRONG,
          AUTH_TIME_WRONG,
          ACCESS_HASH_WRONG ->
          false;
    };
  }

  private IOException unusable(OidcReason reason, String detail) {
    say(code(reason), detail);
    return new IOException(name + ": " + reason.text());
  }

  private static String code(OidcReason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the provider is asked. */
  private interface Question<T> {
    OidcOutcome<T> ask() throws IOException, InterruptedException;
  }

  private <T> OidcOutcome<T> asked(Question<T> question) throws IOException, InterruptedException {
    if (!turns.tryAcquire()) {
      say("busy", "too many wait for it already");
      throw new IOException(name + " does not answer those who wait already");
    }
    try {
      return question.ask();
    } catch (IOException e) {
      say(UNREACHABLE, String.valueOf(e.getMessage()));
      throw e;
    } finally {
      turns.release();
    }
  }

  private void say(String why, String detail) {
    log.say(
        LogLevel.WARNING,
        EVENT,
        "nobody came in by the provider " + name + ": " + detail,
        "why",
        why);
  }

  /** What a browser brings; a name that is there twice is nothing (RFC 6749 §3.1). */
  private static CodeFlow.Returned returned(String query) {
    Map<String, String> found = new HashMap<>();
    Set<String> twice = new HashSet<>();
    for (String pair : query.split("&", -1)) {
      int at = pair.indexOf('=');
      if (at > 0 && found.put(pair.substring(0, at), decoded(pair.substring(at + 1))) != null) {
        var _ = twice.add(pair.substring(0, at));
      }
    }
    boolean _ = found.keySet().removeAll(twice);
    return new CodeFlow.Returned(
        Optional.ofNullable(found.get("state")),
        Optional.ofNullable(found.get("code")),
        Optional.ofNullable(found.get("iss")),
        Optional.ofNullable(found.get("error")));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  @Override
  public void close() {
    provider.close();
  }
}
