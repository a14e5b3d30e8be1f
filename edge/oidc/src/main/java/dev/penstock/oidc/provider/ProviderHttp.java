package dev.penstock.oidc.provider;

import dev.penstock.oidc.CodeFlow;
import dev.penstock.oidc.WebAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * One question to a provider and its whole answer, within a time and a size. It follows no
 * redirect, keeps no cookie, uses no proxy, and asks over https alone, or over http on this
 * machine.
 */
final class ProviderHttp implements AutoCloseable {
  /** A person waits at the browser meanwhile. */
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** What core/oidc reads at most. */
  static final int BODY_BYTES_MAX = 256 << 10;

  private final HttpClient client;
  private final Duration timeout;

  /** An answer, whatever its status. */
  @SuppressWarnings("ArrayRecordComponent") // It goes from here to its reader and nowhere else.
  record Answer(int status, byte[] body) {}

  ProviderHttp(Optional<Path> authorities, Duration timeout) throws IOException {
    SSLContext trust =
        authorities.isPresent() ? ProviderTrust.with(authorities.get()) : ProviderTrust.ofRuntime();
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .sslContext(trust)
            .build();
  }

  Answer get(String address) throws IOException, InterruptedException {
    return send(request(address).GET().build());
  }

  /** The same with an access token (RFC 6750 §2.1). */
  Answer get(String address, String accessToken) throws IOException, InterruptedException {
    return send(request(address).header("Authorization", "Bearer " + accessToken).GET().build());
  }

  Answer post(CodeFlow.TokenRequest question) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(question.address())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(question.form()));
    if (question.authorization().isPresent()) {
      request = request.header("Authorization", question.authorization().get());
    }
    return send(request.build());
  }

  private static HttpRequest.Builder request(String address) {
    if (!WebAddress.isSafe(address)) {
      throw new IllegalArgumentException("not an address to ask: " + address);
    }
    return HttpRequest.newBuilder(URI.create(address)).header("Accept", "application/json");
  }

  /** The client's own timeout ends with the head of the answer; this one covers its body too. */
  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> coming =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BODY_BYTES_MAX));
    try {
      HttpResponse<byte[]> response = coming.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(response.statusCode(), response.body());
    } catch (TimeoutException e) {
      throw new HttpTimeoutException(
          where(request) + " gave no whole answer in " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String message = cause.getMessage();
      throw new IOException(
          where(request) + ": " + (message == null ? cause.getClass().getSimpleName() : message),
          cause);
    } finally {
      boolean _ = coming.cancel(true);
    }
  }

  private static String where(HttpRequest request) {
    return request.uri().getScheme() + "://" + request.uri().getAuthority();
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
