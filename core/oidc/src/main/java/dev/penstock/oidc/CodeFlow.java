package dev.penstock.oidc;

import dev.penstock.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * One sign-in after the other at one provider: the address a browser is sent to, what of its return
 * is believed, the request that redeems the code, and what of the answer is believed (OpenID
 * Connect Core §3.1, RFC 7636, RFC 9207, RFC 9700 §2.1). Safe for use by several threads.
 *
 * <p>Each try belongs to the browser that began it: it holds a secret of its own in a cookie, so
 * that nobody can be signed in by a link that another began.
 *
 * <p>Req: 62443-4-2 CR 1.1
 */
public final class CodeFlow {
  /** 256 bits: state, nonce, the browser's secret, and the verifier (RFC 7636 §4.1). */
  private static final int SECRET_BYTES = 32;

  private static final int TOKEN_CHARS_MAX = 64 << 10;

  /** Neither a second slash nor a backslash, which browsers take for the name of a host. */
  private static final Pattern LOCAL =
      Pattern.compile("/(?!/)[A-Za-z0-9._~!$&'()*+,;=:@/?#%-]{0,500}");

  private final OidcClient client;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final PendingTries pending;

  /**
   * A flow of this client.
   *
   * @param random must be fit for secrets; one caller at a time asks it
   */
  public CodeFlow(OidcClient client, InstantSource clock, RandomGenerator random) {
    this.client = client;
    this.clock = clock;
    this.random = random;
    this.pending = new PendingTries(clock);
  }

  /**
   * A try that has begun.
   *
   * @param address where the browser goes now
   * @param browserSecret what it must hold when it returns
   */
  public record Begun(String address, String browserSecret) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "a try";
    }
  }

  /** What a browser brings back (RFC 6749 §4.1.2, RFC 9207 §2). */
  public record Returned(
      Optional<String> state,
      Optional<String> code,
      Optional<String> issuer,
      Optional<String> error) {
    /** Without the code. */
    @Override
    public String toString() {
      return "a return";
    }
  }

  /** The request that redeems a code (RFC 6749 §4.1.3): a form to post. */
  public record TokenRequest(String address, String form, Optional<String> authorization) {
    /** Without its secrets. */
    @Override
    public String toString() {
      return "a token request to " + address;
    }
  }

  /** Begins a try: what the browser is to see afterwards, a path of this node, is kept with it. */
  public Begun begin(ProviderMetadata provider, String returnTo) {
    String state;
    String nonce;
    String verifier;
    String browserSecret;
    synchronized (random) {
      state = secret();
      nonce = secret();
      verifier = secret();
      browserSecret = secret();
    }
    var form =
        new Form()
            .with("response_type", "code")
            .with("client_id", client.clientId())
            .with("redirect_uri", client.redirect())
            .with("scope", String.join(" ", client.scopes()))
            .with("state", state)
            .with("nonce", nonce)
            // RFC 7636 §4.2.
            .with("code_challenge", Base64Url.encode(IdTokenJudge.digest("SHA-256", verifier)))
            .with("code_challenge_method", "S256");
    if (client.maxAge().isPresent()) {
      form = form.with("max_age", Long.toString(client.maxAge().get().toSeconds()));
    }
    pending.add(
        state, new PendingTry(nonce, verifier, browserSecret, local(returnTo), clock.instant()));
    String endpoint = provider.authorizationEndpoint();
    char join = endpoint.indexOf('?') < 0 ? '?' : '&';
    return new Begun(endpoint + join + form.text(), browserSecret);
  }

  /** Takes a try out of those that wait: each return is looked at once. */
  public OidcOutcome<CodeGrant> returned(
      ProviderMetadata provider, Returned back, String browserSecret) {
    Optional<PendingTry> found = back.state().flatMap(pending::take);
    if (found.isEmpty()) {
      return OidcOutcome.refused(OidcReason.STATE_UNKNOWN);
    }
    PendingTry begun = found.get();
    if (!IdTokenJudge.isSame(begun.browserSecret(), browserSecret)) {
      return OidcOutcome.refused(OidcReason.BROWSER_DIFFERS);
    }
    // RFC 9207 §2.4: right where it is there, and there where the provider promises it.
    boolean isIssuerDue = back.issuer().isPresent() || provider.isIssuerReturned();
    if (isIssuerDue && !back.issuer().equals(Optional.of(client.issuer()))) {
      return OidcOutcome.refused(OidcReason.RETURN_ISSUER);
    }
    if (back.error().isPresent()) {
      return OidcOutcome.refused(OidcReason.PROVIDER_REFUSED, Documents.shown(back.error().get()));
    }
    return back.code()
        .filter(code -> !code.isEmpty() && code.length() <= TOKEN_CHARS_MAX)
        .<OidcOutcome<CodeGrant>>map(code -> new OidcOutcome.Good<>(new CodeGrant(code, begun)))
        .orElseGet(() -> OidcOutcome.refused(OidcReason.CODE_MISSING));
  }

  public TokenRequest tokenRequest(ProviderMetadata provider, CodeGrant grant) {
    var form =
        new Form()
            .with("grant_type", "authorization_code")
            .with("code", grant.code())
            .with("redirect_uri", client.redirect())
            .with("code_verifier", grant.begun().verifier());
    if (client.secret().isEmpty()) {
      // RFC 6749 §3.2.1: who shows no secret names itself.
      return new TokenRequest(
          provider.tokenEndpoint(),
          form.with("client_id", client.clientId()).text(),
          Optional.empty());
    }
    // RFC 6749 §2.3.1: both are encoded before they are joined.
    String pair = Form.encode(client.clientId()) + ":" + Form.encode(client.secret().get().value());
    String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
    return new TokenRequest(provider.tokenEndpoint(), form.text(), Optional.of("Basic " + basic));
  }

  /** Reads the answer to a token request, whatever its status (RFC 6749 §5). */
  public OidcOutcome<TokenAnswer> answer(int status, byte[] body) {
    return Documents.read(body, OidcReason.ANSWER_MALFORMED)
        .flatMap(found -> {
          if (status >= 500) {
            // RFC 6749 §5.2 knows no such refusal: it is out of order.
            return OidcOutcome.refused(OidcReason.ANSWER_MALFORMED, "status " + status);
          }
          if (status != 200) {
            return OidcOutcome.refused(
                OidcReason.PROVIDER_REFUSED,
                "status " + status + " " + Documents.shown(found.text("error").orElse("")));
          }
          Optional<String> idToken = found.text("id_token");
          Optional<String> accessToken =
              found.text("access_token").filter(text -> text.matches("[!-~]{1,65536}"));
          boolean isBearer =
              found.text("token_type").filter("bearer"::equalsIgnoreCase).isPresent();
          return idToken.isEmpty() || accessToken.isEmpty() || !isBearer
              ? OidcOutcome.refused(OidcReason.ANSWER_MALFORMED, fieldsOf(found))
              : new OidcOutcome.Good<>(new TokenAnswer(idToken.get(), accessToken.get()));
        });
  }

  /** Whether the answer says who signed in. */
  public OidcOutcome<IdToken> judge(CodeGrant grant, TokenAnswer answer, ProviderKeys keys) {
    return new IdTokenJudge(client, keys)
        .judge(
            answer.idToken(),
            Optional.of(answer.accessToken()),
            new IdTokenJudge.Question(grant.begun().nonce(), grant.begun().startedAt()),
            clock.instant());
  }

  /** What leads away from this node, or is no path, becomes the front page. */
  private static String local(String returnTo) {
    return LOCAL.matcher(returnTo).matches() ? returnTo : "/";
  }

  private static String fieldsOf(Json.Object found) {
    return "fields " + Documents.shown(String.join(", ", found.fields().keySet()));
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Base64Url.encode(bytes);
  }
}
