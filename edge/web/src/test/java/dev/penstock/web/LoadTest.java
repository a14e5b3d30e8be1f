package dev.penstock.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many ask at once, some too slowly, and what is stored may fail: the node stays up. */
class LoadTest {
  @TempDir Path folder;

  private static WebLimits limits(int queries, Duration queueTime, Duration queryTime) {
    return new WebLimits(
        256,
        queries,
        queueTime,
        queryTime,
        64 * 1024,
        8 * 1024,
        256,
        Duration.ofSeconds(20),
        1_000,
        Duration.ofSeconds(20),
        Duration.ofSeconds(5));
  }

  @Test
  void twoHundredClientsAtOnceAreAllServed() throws Exception {
    Duration long_ = Duration.ofSeconds(60);
    try (var house = new House(folder, limits(4, long_, long_))) {
      List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        var request =
            i % 2 == 0
                ? house.request("/api/v1/records?limit=10").build()
                : house
                    .request("/api/v1/events?source=s" + i + "&point=p")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("x"))
                    .build();
        answers.add(house.client.sendAsync(request, BodyHandlers.ofByteArray()));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get(90, TimeUnit.SECONDS).statusCode())
            .isEqualTo(i % 2 == 0 ? 200 : 201);
      }
      assertThat(house.intake.heard).hasSize(100);
      assertThat(house.incidents).isEmpty();
    }
  }

  @Test
  void whoFindsNoPlaceIsTurnedAwayAndEventsGoOn() throws Exception {
    try (var house = new House(folder, limits(2, Duration.ofMillis(50), Duration.ofSeconds(60)))) {
      // The first event of a name asks what is stored, later ones do not.
      assertThat(house.post("/api/v1/events?source=s&point=p", new byte[1]).statusCode())
          .isEqualTo(201);
      var closed = new CountDownLatch(1);
      house.archive.gate = Optional.of(closed);
      var slow = new ArrayList<CompletableFuture<HttpResponse<byte[]>>>();
      for (int i = 0; i < 2; i++) {
        slow.add(
            house.client.sendAsync(
                house.request("/api/v1/records").build(), BodyHandlers.ofByteArray()));
      }
      House.await(() -> figure(house, "penstock_http_queries ").equals("2"));
      HttpResponse<byte[]> answer = house.get("/api/v1/records");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(House.json(answer).at("/code").asText()).isEqualTo("busy");
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
      assertThat(house.getOpen("/health/live").statusCode()).isEqualTo(200);
      assertThat(house.post("/api/v1/events?source=s&point=p", new byte[1]).statusCode())
          .isEqualTo(201);
      closed.countDown();
      for (var one : slow) {
        assertThat(one.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      }
      // A place is given back after its answer was sent.
      House.await(() -> figure(house, "penstock_http_queries ").equals("0"));
      assertThat(house.get("/api/v1/records").statusCode()).isEqualTo(200);
    }
  }

  private static String figure(House house, String start) {
    try {
      String text = new String(house.get("/metrics").body(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> line.startsWith(start))
          .map(line -> line.substring(start.length()))
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Test
  void aQueryThatTakesTooLongIsEndedAndItsPlaceIsFreeAgain() throws Exception {
    try (var house = new House(folder, limits(1, Duration.ofSeconds(20), Duration.ofSeconds(2)))) {
      house.archive.gate = Optional.of(new CountDownLatch(1));
      HttpResponse<byte[]> answer = house.get("/api/v1/records");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(House.json(answer).at("/code").asText()).isEqualTo("query-too-slow");
      house.archive.gate = Optional.empty();
      House.await(() -> figure(house, "penstock_http_queries ").equals("0"));
      assertThat(house.get("/api/v1/node").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aDiskThatFailsAndAFaultOfOursAreIncidents() throws Exception {
    try (var house = new House(folder)) {
      house.archive.failure = Optional.of(new IOException("sector 7 cannot be read"));
      HttpResponse<byte[]> answer = house.get("/api/v1/records?limit=7");
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(House.json(answer).at("/code").asText()).isEqualTo("store-failed");
      assertThat(House.json(answer).at("/detail").asText())
          .isEqualTo("This is incident 1 in the node's log.");
      assertThat(house.incidents.peek())
          .startsWith("1 GET /api/v1/records ")
          .contains("sector 7")
          .doesNotContain("limit");
      HttpResponse<byte[]> event = house.post("/api/v1/events?source=s&point=p", new byte[1]);
      assertThat(event.statusCode()).isEqualTo(500);
      assertThat(House.json(event).at("/code").asText()).isEqualTo("store-failed");
      house.archive.failure = Optional.empty();
      house.archive.fault = Optional.of(new IllegalStateException("a fault"));
      HttpResponse<byte[]> fault = house.get("/api/v1/sources");
      assertThat(fault.statusCode()).isEqualTo(500);
      assertThat(House.json(fault).at("/code").asText()).isEqualTo("internal");
      assertThat(new String(fault.body(), StandardCharsets.UTF_8)).doesNotContain("a fault");
      assertThat(house.incidents).hasSize(3);
      house.archive.fault = Optional.empty();
      assertThat(house.get("/api/v1/sources").statusCode()).isEqualTo(200);
    }
  }

  /** Connections that send nothing hold no thread that others need, and are closed. */
  @Test
  void clientsThatSayNothingAreLetGo() throws Exception {
    try (var house = new House(folder)) {
      List<Socket> silent = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        Socket socket = Raw.open(house);
        socket.getOutputStream().write("GET /health/li".getBytes(StandardCharsets.US_ASCII));
        silent.add(socket);
      }
      assertThat(house.getOpen("/health/live").statusCode()).isEqualTo(200);
      for (Socket socket : silent) {
        // The end, or a refusal and the end: what matters is that it comes.
        assertThat(Raw.rest(socket)).doesNotContain("200 OK");
        socket.close();
      }
    }
  }

  @Test
  void anEndLetsAnswersThatAreUnderWayComeToTheirEnd() throws Exception {
    var house = new House(folder, limits(2, Duration.ofSeconds(5), Duration.ofSeconds(60)));
    var closed = new CountDownLatch(1);
    house.archive.gate = Optional.of(closed);
    var slow =
        house.client.sendAsync(
            house.request("/api/v1/records").build(), BodyHandlers.ofByteArray());
    House.await(() -> figure(house, "penstock_http_queries ").equals("1"));
    Thread closing = Thread.ofVirtual().start(house.server::close);
    House.await(() -> house.listening.size() == 2);
    closed.countDown();
    assertThat(slow.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    closing.join();
    assertThatThrownBy(() -> house.get("/health/live")).isInstanceOf(IOException.class);
    house.client.close();
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (var house = new House(folder)) {
      var options = new WebOptions("127.0.0.1", house.server.port(), House.LIMITS);
      assertThatThrownBy(() -> WebServer.start(options, house.parts.getFirst()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1 port " + house.server.port());
    }
  }
}
