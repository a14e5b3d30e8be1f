package dev.penstock.tiles;

import dev.penstock.merkle.mirror.MirrorSource;
import dev.penstock.merkle.tile.TilePath;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A tile log behind a URL, ours or anybody's. Redirects are followed only where they stay on HTTPS
 * or were HTTP before, and never with a token. What fails in a way that may pass (no connection, an
 * answer cut short, 429, 5xx) is tried again a few times; {@link #retryCount} says how often.
 */
public final class HttpTiles extends TileFiles implements MirrorSource, AutoCloseable {
  /** Enough for a server that restarts, short enough for a person who waits. */
  static final int TRIES_MAX = 4;

  private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
  private static final Duration SILENCE_MAX = Duration.ofSeconds(60);
  private static final int REASON_CHARS_MAX = 200;

  /** Hears what came over the link, and may make the reader wait. */
  public interface Pace {
    /** As fast as it comes. */
    Pace FREE = bytes -> {};

    void moved(int bytes) throws InterruptedException;
  }

  /**
   * How a log is asked.
   *
   * @param token shown with each request, as {@code Authorization: Bearer}
   */
  public record Access(Optional<String> token, Pace pace, Duration firstDelay) {
    /** As anybody may ask. */
    public static final Access OPEN =
        new Access(Optional.empty(), Pace.FREE, Duration.ofMillis(500));
  }

  /** A bundle that the server said it dropped. */
  private record Gone(String path, String why) {}

  private final URI prefix;
  private final Access access;
  private final HttpClient client;
  private final AtomicLong retries = new AtomicLong();
  private volatile Gone lastGone = new Gone("", "");

  private HttpTiles(URI prefix, Access access) {
    this.prefix = prefix;
    this.access = access;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_MAX)
            .followRedirects(
                access.token().isPresent() ? HttpClient.Redirect.NEVER : HttpClient.Redirect.NORMAL)
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
    return at(prefix, Access.OPEN);
  }

  /** The same with a token, or at a pace. */
  public static HttpTiles at(URI prefix, Access access) {
    String scheme = prefix.getScheme();
    if (prefix.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException(prefix + " is not an http or https URL with a host");
    }
    String text = prefix.toString();
    return new HttpTiles(URI.create(text.endsWith("/") ? text : text + "/"), access);
  }

  /** How often something was asked for again. */
  public long retryCount() {
    return retries.get();
  }

  @Override
  public Optional<String> whyGone(long number, int width) throws IOException {
    String path = new TilePath.Entries(number, width).text();
    if (!lastGone.path().equals(path)) {
      Optional<byte[]> _ = get(path, BUNDLE_BYTES_MAX);
    }
    Gone gone = lastGone;
    return gone.path().equals(path) ? Optional.of(gone.why()) : Optional.empty();
  }

  @Override
  Optional<byte[]> get(String path, int bytesMax) throws IOException {
    var asking = HttpRequest.newBuilder(prefix.resolve(path)).timeout(SILENCE_MAX).GET();
    access
        .token()
        .ifPresent(token -> {
          var _ = asking.header("Authorization", "Bearer " + token);
        });
    HttpRequest request = asking.build();
    long delayMs = access.firstDelay().toMillis();
    for (int attempt = 1; ; attempt++) {
      String why;
      try {
        HttpResponse<PacedBody> answer = client.send(request, _ -> new PacedBody());
        int status = answer.statusCode();
        int limit = status == 200 ? bytesMax : BUNDLE_BYTES_MAX;
        byte[] body = answer.body().read(limit, SILENCE_MAX, access.pace());
        switch (status) {
          case 200 -> {
            return Optional.of(body);
          }
          case 404 -> {
            return Optional.empty();
          }
          case 410 -> {
            lastGone = new Gone(path, reason(body));
            return Optional.empty();
          }
          default -> why = "status " + status;
        }
        if (status != 429 && status < 500) {
          throw new RefusedException(request.uri() + ": " + why + hint(status));
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

  private String hint(int status) {
    return status == 401 || status == 403
        ? access.token().isPresent() ? ": the token is not accepted there" : ": it wants a token"
        : "";
  }

  private static String reason(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    return text.substring(0, Math.min(text.length(), REASON_CHARS_MAX));
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
    client.shutdownNow();
    client.close();
  }
}
