package dev.penstock.notices.send.webhook;

import dev.penstock.notices.Errand;
import dev.penstock.notices.send.NoticeSender;
import dev.penstock.notices.send.Secret;
import dev.penstock.notices.send.Sending;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sends notices by HTTP POST. The header {@code Penstock-Signature} holds the second of sending and
 * the HMAC-SHA-256 of that number, a dot and the body: a receiver checks both.
 */
public final class WebhookSender implements NoticeSender {
  /** Request timeout, too early, too many requests: it may be taken later. */
  private static final Set<Integer> LATER = Set.of(408, 425, 429);

  private static final int ANSWER_BYTES_MAX = 1 << 16;

  private final String node;
  private final WebhookOptions options;
  private final InstantSource clock;

  public WebhookSender(String node, WebhookOptions options, InstantSource clock) {
    this.node = node;
    this.options = options;
    this.clock = clock;
  }

  @Override
  public Sending send(Errand errand) throws IOException, InterruptedException {
    byte[] body = NoticeJson.of(node, errand);
    long second = clock.instant().getEpochSecond();
    HttpRequest request =
        HttpRequest.newBuilder(options.url())
            .header("Content-Type", "application/json")
            .header("User-Agent", "Penstock")
            .header(
                "Penstock-Signature", "t=" + second + ",v1=" + sign(options.key(), second, body))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    var client =
        HttpClient.newBuilder()
            // Some servers take the offer of HTTP/2 for a bad request.
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslContext(options.trust().context())
            .connectTimeout(options.limit())
            .build();
    try {
      return judged(status(client, request));
    } finally {
      client.shutdownNow();
      client.close();
    }
  }

  /** Hexadecimal HMAC-SHA-256 over the second, a dot and the body. */
  static String sign(Secret key, long second, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.bytes(), "HmacSHA256"));
      mac.update((second + ".").getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }

  /** The client's own timeout ends with the head of the answer; this one covers its body too. */
  private int status(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    String host = options.url().getHost();
    CompletableFuture<HttpResponse<byte[]>> coming =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
    try {
      return coming.get(options.limit().toMillis(), TimeUnit.MILLISECONDS).statusCode();
    } catch (TimeoutException e) {
      throw new IOException(
          host + " gave no whole answer in " + options.limit().toSeconds() + " s", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String message = cause.getMessage();
      throw new IOException(
          host + ": " + (message == null ? cause.getClass().getSimpleName() : message), cause);
    } finally {
      boolean _ = coming.cancel(true);
    }
  }

  private Sending judged(int status) throws IOException {
    String says = options.url().getHost() + " answers with status " + status;
    if (status >= 200 && status < 300) {
      return Sending.taken();
    }
    if (status >= 300 && status < 400) {
      return new Sending.Refused(says + "; redirects are not followed: set the final address");
    }
    if (status >= 400 && status < 500 && !LATER.contains(status)) {
      return new Sending.Refused(says);
    }
    throw new IOException(says);
  }
}
