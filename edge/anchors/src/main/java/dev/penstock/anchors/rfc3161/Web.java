package dev.penstock.anchors.rfc3161;

import dev.penstock.evidence.record.ByteString;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One question and its answer over HTTP/1.1, whole within a time and a size; no redirects. */
final class Web implements AutoCloseable {
  private final HttpClient client;
  private final Duration timeout;

  Web(Duration timeout) {
    this.timeout = timeout;
    client =
        HttpClient.newBuilder()
            // Some servers take the offer of HTTP/2 for a bad request.
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .build();
  }

  /** An answer, whatever its status. */
  record Answer(int status, ByteString body) {}

  Answer post(
      URI to,
      String type,
      byte[] body,
      Optional<TimestampSettings.Credentials> credentials,
      int bytesMax)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(to)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body));
    credentials.ifPresent(each -> {
      String pair = each.user() + ":" + each.password();
      var _ =
          request.header(
              "Authorization",
              "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    });
    return send(request.build(), bytesMax);
  }

  Answer get(URI from, int bytesMax) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(from).GET().build(), bytesMax);
  }

  /** The client's own timeout ends with the head of the answer; this one covers its body too. */
  private Answer send(HttpRequest request, int bytesMax) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> coming =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), bytesMax));
    try {
      HttpResponse<byte[]> response = coming.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(response.statusCode(), ByteString.of(response.body()));
    } catch (TimeoutException e) {
      throw new HttpTimeoutException(
          request.uri() + " gave no whole answer in " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(request.uri() + ": " + wordsOf(cause), cause);
    } finally {
      boolean _ = coming.cancel(true);
    }
  }

  private static String wordsOf(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
