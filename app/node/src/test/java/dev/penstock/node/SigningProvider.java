package dev.penstock.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An identity provider on loopback that signs for whomever it was told, and counts its questions.
 */
final class SigningProvider implements AutoCloseable {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final int COORDINATE_BYTES = 32;

  private final HttpServer server;
  private final KeyPair keys;

  /** For each code that was given out: who came, and the nonce that the node asked with. */
  private final Map<String, String[]> codes = new ConcurrentHashMap<>();

  private final AtomicInteger redeemed = new AtomicInteger();

  SigningProvider() throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    keys = generator.generateKeyPair();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var _ = server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How many codes were brought. */
  int redeemed() {
    return redeemed.get();
  }

  /** Signs somebody in who was sent to this address, and gives what the browser brings back. */
  String signIn(String address, String subject) {
    String code = "code-" + codes.size();
    String[] _ = codes.put(code, new String[] {subject, field(address, "nonce")});
    return "code=" + code + "&state=" + field(address, "state");
  }

  /** A field of an address, as it stands there. */
  static String field(String address, String name) {
    return address.replaceAll(".*[?&]" + name + "=([^&]*).*", "$1");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestURI().getPath()) {
        case "/.well-known/openid-configuration" ->
            send(
                exchange,
                200,
                """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/auth", "token_endpoint":\
                 "%1$s/token", "jwks_uri": "%1$s/keys"}\
                """
                    .formatted(issuer()));
        case "/keys" -> send(exchange, 200, key());
        case "/token" -> {
          int _ = redeemed.incrementAndGet();
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          String code = URLDecoder.decode(field("?" + body, "code"), UTF_8);
          String[] who = codes.remove(code);
          if (who == null) {
            send(exchange, 400, "{\"error\": \"invalid_grant\"}");
          } else {
            send(exchange, 200, tokens(who[0], who[1]));
          }
        }
        default -> send(exchange, 404, "{}");
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private String key() {
    var point = ((ECPublicKey) keys.getPublic()).getW();
    return """
    {"keys": [{"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "one", "x": "%s",\
     "y": "%s"}]}\
    """
        .formatted(coordinate(point.getAffineX()), coordinate(point.getAffineY()));
  }

  private static String coordinate(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] fixed = new byte[COORDINATE_BYTES];
    int length = Math.min(bytes.length, COORDINATE_BYTES);
    System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
    return BASE64.encodeToString(Arrays.copyOf(fixed, COORDINATE_BYTES));
  }

  private String tokens(String subject, String nonce) throws GeneralSecurityException {
    long now = Instant.now().getEpochSecond();
    String claims =
        """
        {"iss": "%s", "sub": "%s", "aud": "penstock", "iat": %d, "exp": %d, "nonce": "%s"}\
        """
            .formatted(issuer(), subject, now, now + 300, nonce);
    String signed =
        BASE64.encodeToString("{\"alg\": \"ES256\", \"kid\": \"one\"}".getBytes(UTF_8))
            + "."
            + BASE64.encodeToString(claims.getBytes(UTF_8));
    Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
    signer.initSign(keys.getPrivate());
    signer.update(signed.getBytes(UTF_8));
    return """
    {"access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": "%s.%s"}\
    """
        .formatted(signed, BASE64.encodeToString(signer.sign()));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Nobody answers from now on. */
  @Override
  public void close() {
    server.stop(0);
  }
}
