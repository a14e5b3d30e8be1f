package dev.penstock.tiles;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A tile log behind a URL, ours or anybody's. Redirects are followed only where they stay on HTTPS
 * or were HTTP before. What fails in a way that may pass (no connection, 429, 5xx) is tried again a
 * few times; {@link #retryCount} says how often.
 */
public final class HttpTiles extends TileFiles implements AutoCloseable {
  /** Enough for a server that restarts, short enough for a person who waits. */
  static final int TRIES_MAX = 4;

  private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

  private final URI prefix;
  private final long firstDelayMs;
  private final HttpClient client;
  private final AtomicLong retries = new AtomicLong();

  private HttpTiles(URI prefix, long firstDelayMs) {
    this.prefix = prefix;
    this.firstDelayMs = firstDelayMs;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_MAX)
            .followRedirects(HttpClient.Redirect.NORMAL)
            // Servers exist that answer 400 to the offer of HTTP/2 on a plain connection.
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /**
   * The log whose checkpoint is at {@code <prefix>/checkpoint}.
   *
   * @param prefix an absolute http or https URL
   */
  public static HttpTiles at(URI prefix) {
    return at(prefix, 500);
  }

  static HttpTiles at(URI prefix, long firstDelayMs) {
    String scheme = prefix.getScheme();
    if (prefix.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException(prefix + " is not an http or https URL with a host");
    }
    String text = prefix.toString();
    return new HttpTiles(URI.create(text.endsWith("/") ? text : text + "/"), firstDelayMs);
  }

  /** How often something was asked for again. */
  public long retryCount() {
    return retries.get();
  }

  @Override
  Optional<byte[]> get(String path, int bytesMax) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(prefix.resolve(path)).timeout(ANSWER_MAX).GET().build();
    long delayMs = firstDelayMs;
    for (int attempt = 1; ; attempt++) {
      String why;
      try {
        HttpResponse<byte[]> answer =
            client.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), bytesMax));
        switch (answer.statusCode()) {
          case 200 -> {
            return Optional.of(answer.body());
          }
          case 404, 410 -> {
            return Optional.empty();
          }
          default -> why = "status " + answer.statusCode();
        }
        if (answer.statusCode() != 429 && answer.statusCode() < 500) {
          throw new RefusedException(request.uri() + ": " + why);
        }
      } catch (RefusedException e) {
        throw e;
      } catch (IOException e) {
        why = String.valueOf(e.getMessage());
      } catch (InterruptedException e) {
        throw interrupted(request.uri());
      }
      if (attempt == TRIES_MAX) {
        throw new IOException(request.uri() + ": " + why + ", tried " + attempt + " times");
      }
      var _ = retries.incrementAndGet();
      pause(delayMs, request.uri());
      delayMs *= 2;
    }
  }

  /** An answer that will not change. */
  private static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  private static void pause(long delayMs, URI uri) throws InterruptedIOException {
    try {
      TimeUnit.MILLISECONDS.sleep(delayMs);
    } catch (InterruptedException e) {
      throw interrupted(uri);
    }
  }

  private static InterruptedIOException interrupted(URI uri) {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while asking for " + uri);
  }

  @Override
  public void close() {
    client.close();
  }
}
