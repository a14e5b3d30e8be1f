package dev.penstock.oidc.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import dev.penstock.json.CanonicalJson;
import dev.penstock.json.Json;
import dev.penstock.json.JsonObjectMaker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider on loopback that signs by Ed25519 and can be told to go wrong. */
final class FakeProvider implements AutoCloseable {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final HttpServer server;
  private final InstantSource clock;
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
  private final CountDownLatch end = new CountDownLatch(1);

  /** How a path answers instead, if it does. */
  final Map<String, Fault> faults = new ConcurrentHashMap<>();

  /** What the next sign-ins are given. */
  private final Map<String, String> noncesByCode = new ConcurrentHashMap<>();

  private final Map<String, String> challengesByCode = new ConcurrentHashMap<>();
  private volatile KeyPair pair = pair();
  private volatile String keyId = "k1";
  volatile String subjectOfUserInfo = "s1";
  volatile String lastAuthorization = "";

  enum Fault {
    STATUS_500,
    REDIRECT,
    HUGE,
    TRICKLE,
    GARBAGE,
    OTHER_ISSUER
  }

  FakeProvider(InstantSource clock) throws IOException {
    this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), clock);
  }

  FakeProvider(HttpServer server, InstantSource clock) {
    this.clock = clock;
    this.server = server;
    var _ = server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String issuer() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return scheme + "://localhost:" + server.getAddress().getPort();
  }

  int asked(String path) {
    return asked.getOrDefault(path, new AtomicInteger()).get();
  }

  /** From now on another key signs. */
  void rotate(String newId) {
    pair = pair();
    keyId = newId;
  }

  /** A person signs in: the code that the browser brings back. */
  String signIn(Map<String, String> query) {
    String code = "code-" + noncesByCode.size();
    noncesByCode.put(code, query.get("nonce"));
    challengesByCode.put(code, query.get("code_challenge"));
    return code;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    int _ = asked.computeIfAbsent(path, _ -> new AtomicInteger()).incrementAndGet();
    try (exchange) {
      Optional<Fault> fault = Optional.ofNullable(faults.get(path));
      if (fault.isPresent() && fault.get() != Fault.OTHER_ISSUER) {
        goWrong(exchange, fault.get());
        return;
      }
      switch (path) {
        case "/.well-known/openid-configuration" ->
            send(
                exchange,
                200,
                configuration(fault.isPresent() ? "https://evil.example" : issuer()));
        case "/keys" -> send(exchange, 200, keys());
        case "/token" -> token(exchange);
        case "/me" -> userInfo(exchange);
        default -> exchange.sendResponseHeaders(404, -1);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private void goWrong(HttpExchange exchange, Fault fault) throws IOException {
    switch (fault) {
      case STATUS_500 -> exchange.sendResponseHeaders(500, -1);
      case REDIRECT -> {
        exchange.getResponseHeaders().set("Location", issuer() + "/elsewhere");
        exchange.sendResponseHeaders(302, -1);
      }
      case HUGE -> {
        exchange.sendResponseHeaders(200, 0);
        byte[] blanks = new byte[1 << 16];
        Arrays.fill(blanks, (byte) ' ');
        for (int i = 0; i < 8; i++) {
          exchange.getResponseBody().write(blanks);
        }
      }
      case TRICKLE -> {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write('{');
        exchange.getResponseBody().flush();
        try {
          end.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      case GARBAGE, OTHER_ISSUER -> {
        byte[] body = "<html>".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Json configuration(String issuer) {
    return new JsonObjectMaker()
        .put("issuer", issuer)
        .put("authorization_endpoint", issuer() + "/auth")
        .put("token_endpoint", issuer() + "/token")
        .put("jwks_uri", issuer() + "/keys")
        .put("userinfo_endpoint", issuer() + "/me")
        .put("authorization_response_iss_parameter_supported", true)
        .make();
  }

  private Json keys() {
    byte[] spki = pair.getPublic().getEncoded();
    Json key =
        new JsonObjectMaker()
            .put("kty", "OKP")
            .put("crv", "Ed25519")
            .put("kid", keyId)
            .put(
                "x", BASE64.encodeToString(Arrays.copyOfRange(spki, spki.length - 32, spki.length)))
            .make();
    return new JsonObjectMaker().put("keys", Json.array(List.of(key))).make();
  }

  private void token(HttpExchange exchange) throws IOException, GeneralSecurityException {
    lastAuthorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    Map<String, String> form =
        form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    String code = form.getOrDefault("code", "");
    String challenge =
        BASE64.encodeToString(
            MessageDigest.getInstance("SHA-256")
                .digest(form.getOrDefault("code_verifier", "").getBytes(StandardCharsets.UTF_8)));
    String nonce = noncesByCode.remove(code);
    if (nonce == null || !challenge.equals(challengesByCode.remove(code))) {
      send(exchange, 400, new JsonObjectMaker().put("error", "invalid_grant").make());
      return;
    }
    long now = clock.instant().getEpochSecond();
    Json claims =
        new JsonObjectMaker()
            .put("iss", issuer())
            .put("sub", "s1")
            .put("aud", "penstock")
            .put("iat", now)
            .put("exp", now + 60)
            .put("nonce", nonce)
            .make();
    Json header = new JsonObjectMaker().put("alg", "EdDSA").put("kid", keyId).make();
    String signed =
        BASE64.encodeToString(CanonicalJson.bytes(header))
            + "."
            + BASE64.encodeToString(CanonicalJson.bytes(claims));
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(pair.getPrivate());
    signer.update(signed.getBytes(StandardCharsets.US_ASCII));
    Json answer =
        new JsonObjectMaker()
            .put("access_token", "access-1")
            .put("token_type", "Bearer")
            .put("id_token", signed + "." + BASE64.encodeToString(signer.sign()))
            .make();
    send(exchange, 200, answer);
  }

  private void userInfo(HttpExchange exchange) throws IOException {
    if (!"Bearer access-1".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      exchange.sendResponseHeaders(401, -1);
      return;
    }
    send(
        exchange,
        200,
        new JsonObjectMaker()
            .put("sub", subjectOfUserInfo)
            .put("preferred_username", "ada")
            .make());
  }

  private static void send(HttpExchange exchange, int status, Json body) throws IOException {
    byte[] bytes = CanonicalJson.bytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** A form or query, taken apart. */
  static Map<String, String> form(String text) {
    var found = new HashMap<String, String>();
    for (String pair : text.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      found.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return found;
  }

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
  }
}
