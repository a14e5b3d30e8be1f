package dev.penstock.anchors.witness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends one request and takes one answer, of so many bytes and in so much time at most. */
final class WitnessHttp {
  private final HttpClient client;
  private final Duration timeout;

  /** What came back. */
  @SuppressWarnings("ArrayRecordComponent")
  record Response(int status, Optional<String> contentType, byte[] body) {}

  WitnessHttp(HttpClient client, Duration timeout) {
    this.client = client;
    this.timeout = timeout;
  }

  Response post(URI address, byte[] body, int bytesMax) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address)
            .version(HttpClient.Version.HTTP_1_1)
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    return send(request, bytesMax);
  }

  Response get(URI address, int bytesMax) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address).version(HttpClient.Version.HTTP_1_1).GET().build();
    return send(request, bytesMax);
  }

  /** The time runs until the answer is whole: a peer that trickles is one that does not answer. */
  private Response send(HttpRequest request, int bytesMax)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), bytesMax));
    try {
      HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Response(
          response.statusCode(), response.headers().firstValue("Content-Type"), response.body());
    } catch (ExecutionException e) {
      String why = String.valueOf(e.getCause());
      throw new IOException("no answer from " + request.uri() + ": " + why, e.getCause());
    } catch (TimeoutException e) {
      throw new IOException(
          "no whole answer from " + request.uri() + " in " + timeout.toMillis() + " ms", e);
    } finally {
      boolean _ = answer.cancel(true);
    }
  }
}
