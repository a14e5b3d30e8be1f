package dev.penstock.anchors.evm;

import dev.penstock.merkle.Decoded;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Asks a node over HTTP in the words of JSON-RPC 2.0, one question at a time, each with an end in
 * time and its answer with an end in bytes. HTTP/1.1 only: hardhat answers 400 to an offer of
 * HTTP/2. One thread at a time.
 */
final class JsonRpc implements AutoCloseable {
  private static final int OK = 200;

  /** What a node says of a failure is shown to people; more than this is no sentence. */
  private static final int MESSAGE_LENGTH_MAX = 300;

  private final EvmSettings settings;
  private final HttpClient client;
  private long id;

  private JsonRpc(EvmSettings settings, HttpClient client) {
    this.settings = settings;
    this.client = client;
  }

  /** Opens nothing yet; whoever opens it closes it. */
  static JsonRpc open(EvmSettings settings) {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.waits().request())
            .build();
    return new JsonRpc(settings, client);
  }

  /** A parameter that is text without anything to escape. */
  static String text(String value) {
    if (!value.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != '"' && c != '\\')) {
      throw new IllegalArgumentException("not plain text: " + value);
    }
    return '"' + value + '"';
  }

  /**
   * Asks, and gives the result.
   *
   * @param parameters each as JSON
   * @throws NodeException.Declined when the node answered with an error of its own
   */
  Json call(String method, List<String> parameters) throws NodeException, InterruptedException {
    id++;
    String question =
        parameters.stream()
            .collect(
                Collectors.joining(
                    ",",
                    "{\"jsonrpc\":\"2.0\",\"id\":"
                        + id
                        + ",\"method\":"
                        + text(method)
                        + ",\"params\":[",
                    "]}"));
    return result(method, exchange(question));
  }

  private byte[] exchange(String question) throws NodeException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(settings.node())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(question, StandardCharsets.UTF_8))
            .build();
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), settings.answerBytesMax()));
    try {
      // The client's own time limit ends with the answer's head; this one holds for all of it.
      HttpResponse<byte[]> response =
          exchange.get(settings.waits().request().toNanos(), TimeUnit.NANOSECONDS);
      if (response.statusCode() != OK) {
        throw new NodeException(node() + " answered with HTTP status " + response.statusCode());
      }
      return response.body();
    } catch (TimeoutException e) {
      throw new NodeException(
          node() + " did not answer in " + settings.waits().request().toMillis() + " ms", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new NodeException(node() + " cannot be asked: " + why(cause), cause);
    } finally {
      boolean _ = exchange.cancel(true);
    }
  }

  private static String why(Throwable cause) {
    String message = cause instanceof IOException ? cause.getMessage() : null;
    return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
  }

  private Json result(String method, byte[] answer) throws NodeException {
    if (!(JsonReader.decode(answer) instanceof Decoded.Value<Json>(Json.Fields(var fields)))) {
      throw new NodeException(node() + " answered " + method + " with what is no JSON object");
    }
    if (!new Json.Numeral(Long.toString(id)).equals(fields.get("id"))
        || !new Json.Text("2.0").equals(fields.get("jsonrpc"))) {
      throw new NodeException(node() + " answered another question than " + method);
    }
    if (fields.get("error") instanceof Json.Fields error) {
      throw new NodeException.Declined(
          node() + " answered " + method + " with an error: " + message(error));
    }
    Json result = fields.get("result");
    if (result == null) {
      throw new NodeException(node() + " answered " + method + " with neither result nor error");
    }
    return result;
  }

  private static String message(Json.Fields error) {
    String words =
        error.get("message").orElse(new Json.Nothing()) instanceof Json.Text(var text)
            ? text
            : "no words";
    String shown =
        words.length() <= MESSAGE_LENGTH_MAX
            ? words
            : words.substring(0, MESSAGE_LENGTH_MAX) + "...";
    return shown.replaceAll("\\p{Cntrl}", " ");
  }

  /** The node, for people. */
  String node() {
    return "the node at " + settings.nodeShown();
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
