package dev.penstock.objects;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Signed requests to one object store and their answers. What fails in a way that may pass (no
 * connection, 409, 429, 5xx) is tried again a few times. No redirect is followed: a store that
 * redirects is in another region, and a signature is for one.
 */
final class StoreLink implements AutoCloseable {
  static final int TRIES_MAX = 4;

  private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

  /** Half a minute, and as long as the bytes take on a link of 16 kbit/s. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

  private static final int BYTES_PER_SECOND_MIN = 2_000;
  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z0-9.]{1,100})</Code>");

  private final StorePlace place;
  private final StoreKeys keys;
  private final RequestSigner signer;
  private final InstantSource clock;
  private final ObjectMirror.Pace pace;
  private final long firstDelayMs;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_MAX)
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  StoreLink(
      StorePlace place,
      StoreKeys keys,
      InstantSource clock,
      ObjectMirror.Pace pace,
      long firstDelayMs) {
    this.place = place;
    this.keys = keys;
    this.signer = new RequestSigner(keys, place.region());
    this.clock = clock;
    this.pace = pace;
    this.firstDelayMs = firstDelayMs;
  }

  /** An answer that is final, whatever its status. */
  static final class Answer {
    private final int status;
    private final byte[] body;

    Answer(int status, byte[] body) {
      this.status = status;
      this.body = body;
    }

    int status() {
      return status;
    }

    byte[] body() {
      return body;
    }

    /** The store's own word for what went wrong; empty when it gave none. */
    String code() {
      int length = Math.min(body.length, 4_096);
      Matcher found = CODE.matcher(new String(body, 0, length, StandardCharsets.UTF_8));
      return found.find() ? found.group(1) : "";
    }
  }

  /** Asks until there is a final answer. */
  Answer ask(
      String method,
      String path,
      SortedMap<String, String> query,
      Map<String, String> headers,
      byte[] body,
      int bytesMax)
      throws IOException {
    long delayMs = firstDelayMs;
    for (int attempt = 1; ; attempt++) {
      String why;
      try {
        pace.moved(body.length);
        Answer answer = once(method, path, query, headers, body, bytesMax);
        pace.moved(answer.body().length);
        int status = answer.status();
        if ((status != 409 && status != 429 && status < 500) || status == 501) {
          return answer;
        }
        why = "status " + status + " " + answer.code();
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        why = String.valueOf(e.getMessage());
      } catch (InterruptedException e) {
        throw interrupted(path);
      }
      if (attempt == TRIES_MAX) {
        throw new IOException(
            method + " " + path + ": " + why.strip() + ", tried " + attempt + " times");
      }
      pause(delayMs, path);
      delayMs *= 2;
    }
  }

  private Answer once(
      String method,
      String path,
      SortedMap<String, String> query,
      Map<String, String> headers,
      byte[] body,
      int bytesMax)
      throws IOException, InterruptedException {
    Instant now = clock.instant();
    String payload = RequestSigner.sha256(body);
    Map<String, String> all = new TreeMap<>(headers);
    var _ = all.put("x-amz-content-sha256", payload);
    var _ = all.put("x-amz-date", RequestSigner.time(now));
    keys.session()
        .ifPresent(token -> {
          var _ = all.put("x-amz-security-token", token);
        });
    URI endpoint = place.endpoint();
    // The client leaves out a port that is the scheme's own, and what is signed must be what is
    // sent.
    int own = "https".equals(endpoint.getScheme()) ? 443 : 80;
    int port = endpoint.getPort() == own ? -1 : endpoint.getPort();
    Map<String, String> signed = new TreeMap<>(all);
    var _ = signed.put("host", endpoint.getHost() + (port < 0 ? "" : ":" + port));
    String authorization =
        signer.authorization(new RequestSigner.Request(method, path, query, signed), payload, now);
    String address =
        endpoint.getScheme()
            + "://"
            + endpoint.getRawAuthority()
            + RequestSigner.encoded(path, true)
            + (query.isEmpty() ? "" : "?" + RequestSigner.query(query));
    Duration patience = ANSWER_MAX.plusSeconds(body.length / BYTES_PER_SECOND_MIN);
    var asking =
        HttpRequest.newBuilder(URI.create(address))
            .timeout(patience)
            .header("Authorization", authorization)
            .method(
                method,
                body.length == 0 && !method.equals("PUT")
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(body));
    all.forEach((name, value) -> {
      var _ = asking.header(name, value);
    });
    return whole(asking.build(), patience.plusSeconds(bytesMax / BYTES_PER_SECOND_MIN), bytesMax);
  }

  /** The client's own timeout ends with the head of the answer; this one covers its body too. */
  private Answer whole(HttpRequest request, Duration patience, int bytesMax)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> coming =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), bytesMax));
    try {
      HttpResponse<byte[]> response = coming.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(response.statusCode(), response.body());
    } catch (TimeoutException e) {
      throw new IOException("no whole answer in " + patience.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String message = cause.getMessage();
      throw new IOException(message == null ? cause.getClass().getSimpleName() : message, cause);
    } finally {
      boolean _ = coming.cancel(true);
    }
  }

  private static void pause(long delayMs, String path) throws InterruptedIOException {
    try {
      TimeUnit.MILLISECONDS.sleep(delayMs);
    } catch (InterruptedException e) {
      throw interrupted(path);
    }
  }

  private static InterruptedIOException interrupted(String path) {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while asking for " + path);
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
