package dev.penstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is asked wrongly is told what is wrong with it, and nothing that is asked breaks us. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestsTest {
  private House house;

  @BeforeAll
  void open(@TempDir Path folder) throws IOException {
    house = new House(folder);
  }

  @AfterAll
  void close() {
    house.close();
  }

  private void mustBe(String address, int status, String code) throws Exception {
    assertThat(problem(address, status, code).at("/code").asText()).isEqualTo(code);
  }

  private JsonNode problem(String address, int status, String code) throws Exception {
    return problem(house.get(address), status, code);
  }

  private static JsonNode problem(HttpResponse<byte[]> answer, int status, String code)
      throws IOException {
    JsonNode problem = House.json(answer);
    assertThat(answer.statusCode()).as(problem.toString()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(problem.at("/code").asText()).isEqualTo(code);
    assertThat(problem.at("/status").asInt()).isEqualTo(status);
    assertThat(problem.at("/type").asText()).isEqualTo("tag:penstock.dev,2026:problem:" + code);
    assertThat(problem.at("/title").asText()).isNotEmpty();
    assertThat(problem.at("/detail").asText()).endsWith(".");
    assertThat(problem.at("/remedy").asText()).isNotEmpty();
    return problem;
  }

  @Test
  void anUnknownParameterIsNamedWithThoseThatThereAre() throws Exception {
    JsonNode problem = problem("/api/v1/records?sauce=pump1", 400, "parameter-unknown");
    assertThat(problem.at("/where").asText()).isEqualTo("sauce");
    assertThat(problem.at("/allowed").asText()).contains("source, sourceNumber, point");
    assertThat(problem.has("value")).isFalse();
    assertThat(problem("/metrics?x=1", 400, "parameter-unknown").at("/allowed").asText())
        .isEqualTo("no parameter");
    // The name of a part of the path is none of a query.
    JsonNode inPath = problem("/api/v1/sources/1?number=2", 400, "parameter-unknown");
    assertThat(inPath.at("/where").asText()).isEqualTo("number");
  }

  @Test
  void aParameterIsThereOnce() throws Exception {
    JsonNode problem = problem("/api/v1/records?limit=1&limit=2", 400, "parameter-repeated");
    assertThat(problem.at("/where").asText()).isEqualTo("limit");
  }

  @Test
  void aValueOutOfItsRangeIsShownWithTheRange() throws Exception {
    for (String bad :
        List.of(
            "limit=0",
            "limit=1001",
            "limit=-1",
            "limit=01",
            "limit=1e2",
            "limit=",
            "limit=99999999999999999999",
            "order=sideways",
            "order=OLDEST",
            "sourceNumber=4294967296",
            "from=2026-01-01",
            "from=2026-02-30T00:00:00Z",
            "from=2026-01-01T00:00:00",
            "from=2026-01-01T00:00:60Z",
            "from=2026-01-01T00:00:00.1234567890Z",
            "from=1969-12-31T23:59:59Z",
            "from=2263-01-01T00:00:00Z",
            "from=now",
            "from=2026-01-01T00:00:00+01:00",
            "source=",
            "source=a%0Ab")) {
      JsonNode problem = problem("/api/v1/records?" + bad, 400, "parameter-invalid");
      assertThat(problem.at("/where").asText()).isEqualTo(bad.substring(0, bad.indexOf('=')));
      assertThat(problem.at("/allowed").asText()).as(bad).isNotEmpty();
      assertThat(problem.has("value")).isTrue();
    }
    JsonNode problem =
        problem(
            "/api/v1/records?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
            400,
            "parameter-invalid");
    assertThat(problem.at("/where").asText()).isEqualTo("to");
  }

  @Test
  void whatIsNoQueryIsRefused() throws Exception {
    for (String bad : List.of("limit", "source=%C3%28", "source=%ff", "&limit=1", "limit=1&")) {
      HttpResponse<byte[]> answer = house.get("/api/v1/records?" + bad);
      assertThat(answer.statusCode()).as(bad).isEqualTo(400);
    }
    for (String bad : List.of("source=%4", "source=%zz", "source=%")) {
      String answer = Raw.exchange(house, head("GET", "/api/v1/records?" + bad));
      assertThat(answer).as(bad).startsWith("HTTP/1.1 400 ");
    }
  }

  private String head(String method, String address) {
    return method
        + " "
        + address
        + " HTTP/1.1\r\nHost: 127.0.0.1:"
        + house.server.port()
        + "\r\nAuthorization: Bearer "
        + house.token
        + "\r\n";
  }

  @Test
  void aPointNeedsItsSourceAndNamesOrNumbersAreGivenOnce() throws Exception {
    mustBe("/api/v1/records?point=p", 400, "parameter-missing");
    mustBe("/api/v1/records?source=pump1&sourceNumber=1", 400, "parameter-invalid");
    mustBe("/api/v1/records?source=pump1&point=p&pointNumber=1", 400, "parameter-invalid");
    mustBe("/api/v1/records?source=nobody", 404, "source-unknown");
    mustBe("/api/v1/records?sourceNumber=77", 404, "source-unknown");
    mustBe("/api/v1/records?source=pump1&point=nothing", 404, "point-unknown");
    mustBe("/api/v1/sources/77", 404, "source-unknown");
    mustBe("/api/v1/sources/77/points", 404, "source-unknown");
    mustBe("/api/v1/sources/pump1", 400, "parameter-invalid");
    mustBe("/api/v1/sources?source=nobody", 404, "source-unknown");
    mustBe("/api/v1/records/1.x", 400, "parameter-invalid");
    mustBe("/api/v1/records/1.4096", 400, "parameter-invalid");
    mustBe("/api/v1/records/9223372036854775808.0", 400, "parameter-invalid");
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    mustBe("/nothing", 404, "not-found");
    mustBe("/api/v1", 404, "not-found");
    mustBe("/api/v1/recordss", 404, "not-found");
    mustBe("/api/v2/records", 404, "not-found");
    mustBe("/log/tile/0/000", 404, "not-in-log");
    mustBe("/log/tile/64/000", 404, "not-in-log");
    mustBe("/log/tile/entries/001", 404, "not-in-log");
  }

  @Test
  void anotherMethodIsToldWhichThereAre() throws Exception {
    for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "POST", "FOO")) {
      HttpResponse<byte[]> answer =
          house.send(
              house.request("/api/v1/records").method(method, BodyPublishers.noBody()).build());
      assertThat(answer.statusCode()).as(method).isIn(404, 405, 501);
      JsonNode problem = problem(answer, 405, "method-not-allowed");
      assertThat(problem.at("/detail").asText()).contains("GET, HEAD");
      assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }
    HttpResponse<byte[]> answer = house.get("/api/v1/events?source=s&point=p");
    JsonNode _ = problem(answer, 405, "method-not-allowed");
    assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
  }

  @Test
  void headIsGetWithoutTheBody() throws Exception {
    HttpResponse<byte[]> answer =
        house.send(
            house.request("/api/v1/sources/1").method("HEAD", BodyPublishers.noBody()).build());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    HttpResponse<byte[]> refused =
        house.send(
            HttpRequest.newBuilder(house.at("/api/v1/sources/1"))
                .method("HEAD", BodyPublishers.noBody())
                .build());
    assertThat(refused.statusCode()).isEqualTo(401);
  }

  @Test
  void whatIsNoHttpIsAnsweredAsAProblemToo() throws Exception {
    for (String bad :
        List.of(
            "NONSENSE\r\n",
            "GET /api/v1/records HTTP/9.9\r\n",
            head("GET", "/api/v1/\u0001"),
            head("GET", "/health/live") + "Bad Header: x\r\n",
            head("GET", "/health/live") + "Content-Length: -1\r\n",
            head("GET", "/health/live") + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n")) {
      String answer = Raw.exchange(house, bad);
      assertThat(answer).as(bad).matches("(?s)HTTP/1.1 (400|505) .*");
    }
    assertThat(Raw.exchange(house, head("GET", "/api/v1/\u0001")))
        .contains("application/problem+json", "request-malformed");
  }

  @Test
  void headersAndAddressesHaveAnEnd() throws Exception {
    HttpResponse<byte[]> header =
        house.send(house.request("/health/live").header("X-Big", "x".repeat(20_000)).build());
    assertThat(header.statusCode()).isEqualTo(431);
    JsonNode _ = problem(header, 431, "headers-too-large");
    HttpResponse<byte[]> address = house.get("/api/v1/records?source=" + "x".repeat(20_000));
    JsonNode _ = problem(address, 414, "uri-too-long");
  }

  /** Whatever stands in a query: an answer or a problem, never a fault of ours. */
  @Test
  void noQueryBreaksTheServer() {
    Set<Integer> seen = new HashSet<>();
    Gen<String> names =
        Gen.pick(
            List.of(
                "source",
                "sourceNumber",
                "point",
                "pointNumber",
                "from",
                "to",
                "order",
                "limit",
                "cursor",
                "x",
                ""));
    Gen<String> values =
        Gen.bytes(0, 12)
            .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
            .flatMap(odd ->
                Gen.pick(
                    List.of(
                        odd,
                        "pump1",
                        "0",
                        "1",
                        "7",
                        "1000",
                        "-1",
                        "oldest",
                        "newest",
                        "%",
                        "~",
                        "2026-01-01T00:00:00Z",
                        "9999-12-31T23:59:59Z",
                        "1.0",
                        "\u0000",
                        "ü",
                        "9223372036854775807",
                        "1970-01-01T00:00:00Z",
                        "AQ")));
    Gen<String> part =
        names.flatMap(name ->
            values.map(value -> name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    Property.forAll(Gen.lists(part, 0, 4).map(parts -> String.join("&", parts)))
        .cases(300, 20_000)
        .holds(query -> {
          int status = status("/api/v1/records?" + query);
          assertThat(status).isIn(200, 400, 404);
          seen.add(status);
        });
    assertThat(seen).contains(400);
    assertThat(house.incidents).isEmpty();
  }

  private int status(String address) {
    try {
      return house.get(address).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The same for bytes that no client of manners would send. */
  @Test
  void noBytesBreakTheServer() {
    Property.forAll(Gen.bytes(0, 200))
        .cases(60, 5_000)
        .holds(bytes -> {
          String path = new String(bytes, StandardCharsets.ISO_8859_1);
          String answer;
          try {
            answer = Raw.exchange(house, head("GET", "/api/v1/records?source=" + path));
          } catch (IOException e) {
            // The other side may hang up on what is no request at all.
            answer = "";
          }
          assertThat(answer).doesNotContain("\"code\":\"internal\"", "HTTP/1.1 500");
        });
    assertThat(status("/health/live")).isEqualTo(200);
    assertThat(house.incidents).isEmpty();
  }
}
