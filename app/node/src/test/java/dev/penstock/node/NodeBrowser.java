package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser of one person at a node over plain HTTP, which keeps cookies as browsers do. */
final class NodeBrowser {
  static final String PASSWORD = "seven grey herons at noon";
  private static final String SESSION = "/api/v1/session";

  private final HttpClient http;
  private final String origin;
  final Map<String, String> cookies = new LinkedHashMap<>();
  private String csrf = "";

  NodeBrowser(HttpClient http, Node node) {
    this.http = http;
    this.origin = "http://localhost:" + node.webPort().orElseThrow();
  }

  /** The first person of a node. */
  static NodeBrowser ofFirst(HttpClient http, Node node) throws Exception {
    var first = new NodeBrowser(http, node);
    String _ =
        first.done(
            201,
            first.post(
                "/api/v1/set-up",
                """
                {"code": "%s", "name": "ada", "displayName": "Ada", "password": "%s"}\
                """
                    .formatted(node.setUpCode().orElseThrow(), PASSWORD)));
    return first;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(origin + path)));
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return postAs("application/json", path, body);
  }

  HttpResponse<String> postAs(String type, String path, String body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(origin + path))
            .header("Content-Type", type)
            .header("Penstock-Csrf", csrf)
            .POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> signIn(String name, String password)
      throws IOException, InterruptedException {
    return post(SESSION, "{\"name\": \"" + name + "\", \"password\": \"" + password + "\"}");
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    if (!cookies.isEmpty()) {
      var _ =
          request.header(
              "Cookie",
              String.join("; ", cookies.entrySet().stream().map(Map.Entry::toString).toList()));
    }
    HttpResponse<String> answer =
        http.send(request.header("Sec-Fetch-Site", "same-origin").build(), BodyHandlers.ofString());
    for (String cookie : answer.headers().allValues("Set-Cookie")) {
      int at = cookie.indexOf('=');
      String name = cookie.substring(0, at);
      String value = cookie.substring(at + 1).split(";", -1)[0];
      String _ = value.isEmpty() ? cookies.remove(name) : cookies.put(name, value);
    }
    String found = text(answer, "csrf");
    csrf = found.isEmpty() ? csrf : found;
    return answer;
  }

  /** The body of an answer that has this status. */
  String done(int status, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return answer.body();
  }

  /** Where an answer sends the browser. */
  String location(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  /** What is wrong, by the code of the problem. */
  static String problem(HttpResponse<String> answer) {
    return answer.statusCode() + " " + text(answer, "code");
  }

  private static String text(HttpResponse<String> answer, String name) {
    return answer.body().contains("\"" + name + "\":\"") ? first(answer.body(), name) : "";
  }

  /** A field of what is answered there, the first of that name. */
  static String first(String body, String name) {
    Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(body);
    assertThat(found.find()).as(name + " in " + body).isTrue();
    return found.group(1);
  }

  String state() throws IOException, InterruptedException {
    return text(get(SESSION), "state");
  }
}
