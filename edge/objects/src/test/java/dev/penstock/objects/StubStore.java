package dev.penstock.objects;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A bucket on loopback that keeps to what it is asked, checks signatures, and enforces locks. */
final class StubStore implements AutoCloseable {
  static final StoreKeys KEYS = new StoreKeys("stub-id", "stub-secret", Optional.empty());
  static final Instant NOW = Instant.parse("2026-03-03T10:00:05Z");
  private static final String BUCKET = "/plant7";

  private final HttpServer server;

  /** Objects by path, with the end of their lock. */
  final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();

  final Map<String, String> lockedUntil = new ConcurrentSkipListMap<>();
  final AtomicInteger failuresLeft = new AtomicInteger();

  /** A put is done, and its answer is lost on the way. */
  final AtomicInteger answersToLose = new AtomicInteger();

  volatile boolean isLockable = true;
  volatile String refusal = "";

  private StubStore(HttpServer server) {
    this.server = server;
  }

  static StubStore start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var stub = new StubStore(server);
    var _ = server.createContext("/", stub::answer);
    server.start();
    return stub;
  }

  StorePlace place(String prefix) {
    return new StorePlace(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
        "eu-central-1",
        "plant7",
        prefix);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        send(exchange, 503, "<Code>SlowDown</Code>");
      } else if (!refusal.isEmpty()) {
        send(exchange, 403, "<Code>" + refusal + "</Code>");
      } else if (!isSigned(exchange, body)) {
        send(exchange, 403, "<Code>SignatureDoesNotMatch</Code>");
      } else if (!path.equals(BUCKET) && !path.startsWith(BUCKET + "/")) {
        send(exchange, 404, "<Code>NoSuchBucket</Code>");
      } else if (path.equals(BUCKET)) {
        send(
            exchange,
            isLockable ? 200 : 404,
            isLockable
                ? "<X><ObjectLockEnabled>Enabled</ObjectLockEnabled></X>"
                : "<Code>ObjectLockConfigurationNotFoundError</Code>");
      } else {
        object(exchange, path, body);
      }
    }
  }

  private void object(HttpExchange exchange, String path, byte[] body) throws IOException {
    byte[] there = objects.get(path);
    switch (exchange.getRequestMethod()) {
      case "PUT" -> put(exchange, path, body, there != null);
      case "GET" -> {
        if (there == null) {
          send(exchange, 404, "<Code>NoSuchKey</Code>");
        } else {
          exchange.sendResponseHeaders(200, there.length == 0 ? -1 : there.length);
          exchange.getResponseBody().write(there);
        }
      }
      case "HEAD" -> exchange.sendResponseHeaders(there == null ? 404 : 200, -1);
      case "DELETE" -> send(exchange, lockedUntil.containsKey(path) ? 403 : 204, "");
      default -> send(exchange, 405, "");
    }
  }

  private void put(HttpExchange exchange, String path, byte[] body, boolean isThere)
      throws IOException {
    String md5 = exchange.getRequestHeaders().getFirst("Content-MD5");
    String mode = exchange.getRequestHeaders().getFirst("x-amz-object-lock-mode");
    String until = exchange.getRequestHeaders().getFirst("x-amz-object-lock-retain-until-date");
    if (!md5(body).equals(md5)) {
      send(exchange, 400, "<Code>BadDigest</Code>");
    } else if ("*".equals(exchange.getRequestHeaders().getFirst("If-None-Match")) && isThere) {
      send(exchange, 412, "<Code>PreconditionFailed</Code>");
    } else if (mode != null && !isLockable) {
      send(exchange, 400, "<Code>InvalidRequest</Code>");
    } else {
      byte[] _ = objects.put(path, body);
      if ("COMPLIANCE".equals(mode)) {
        String _ = lockedUntil.put(path, until);
      }
      if (answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new IOException("the answer is lost");
      }
      send(exchange, 200, "");
    }
  }

  /** Signs what came once more, with the headers that it says are signed. */
  private static boolean isSigned(HttpExchange exchange, byte[] body) {
    String shown = exchange.getRequestHeaders().getFirst("Authorization");
    int from = shown.indexOf("SignedHeaders=") + "SignedHeaders=".length();
    Map<String, String> headers = new TreeMap<>();
    for (String name : shown.substring(from, shown.indexOf(',', from)).split(";", -1)) {
      String _ = headers.put(name, exchange.getRequestHeaders().getFirst(name));
    }
    String hash = RequestSigner.sha256(body);
    var query = new TreeMap<String, String>();
    if (exchange.getRequestURI().getQuery() != null) {
      String _ = query.put(exchange.getRequestURI().getQuery().replace("=", ""), "");
    }
    var request =
        new RequestSigner.Request(
            exchange.getRequestMethod(), exchange.getRequestURI().getPath(), query, headers);
    String expected = new RequestSigner(KEYS, "eu-central-1").authorization(request, hash, NOW);
    return expected.equals(shown) && hash.equals(headers.get("x-amz-content-sha256"));
  }

  private static String md5(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean isEmpty = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, isEmpty ? -1 : bytes.length);
    if (!isEmpty) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
