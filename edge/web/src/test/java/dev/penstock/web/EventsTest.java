package dev.penstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Listening;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event becomes a message like any other, and is answered when it is durable and not before. */
class EventsTest {
  private static final String EVENTS = "/api/v1/events?source=press1&point=shift-log";

  @TempDir Path folder;

  private House house;

  @BeforeEach
  void open() throws IOException {
    house = new House(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static String code(HttpResponse<byte[]> answer) throws IOException {
    return House.json(answer).at("/code").asText();
  }

  @Test
  void theBodyIsKeptByteByByteWithItsTypeAndItsTimes() throws Exception {
    byte[] body = "{\"level\": 3.10}\n\u0000".getBytes(StandardCharsets.UTF_8);
    HttpResponse<byte[]> answer =
        house.post(EVENTS + "&time=2026-01-31T23:59:59.5%2B01:00&repeated=true", body);
    assertThat(answer.statusCode()).isEqualTo(201);
    Heard heard = house.intake.heard.remove();
    assertThat(heard.payload().bytes().bytes()).isEqualTo(body);
    assertThat(heard.payload().contentType()).isEqualTo("application/json");
    assertThat(heard.payload().flags()).isEqualTo(Payload.DUPLICATE);
    assertThat(heard.listener()).isEqualTo("http");
    assertThat(heard.source()).isEqualTo("press1");
    assertThat(heard.point()).isEqualTo("shift-log");
    assertThat(heard.sourceTime()).isEqualTo(Instant.parse("2026-01-31T22:59:59.5Z"));
    assertThat(heard.receivedTime()).isEqualTo(Instant.parse("2026-02-01T00:00:00.123456789Z"));
    assertThat(House.json(answer).at("/records").asText())
        .isEqualTo(
            "/api/v1/records?source=press1&point=shift-log"
                + "&from=2026-02-01T00%3A00%3A00.123456789Z"
                + "&to=2026-02-01T00%3A00%3A00.123456790Z");
  }

  @Test
  void anEventMayBeEmptyAndHaveNoType() throws Exception {
    HttpResponse<byte[]> answer =
        house.send(house.request(EVENTS).POST(BodyPublishers.noBody()).build());
    assertThat(answer.statusCode()).isEqualTo(201);
    Heard heard = house.intake.heard.remove();
    assertThat(heard.payload().bytes().size()).isZero();
    assertThat(heard.payload().contentType()).isNull();
    assertThat(heard.sourceTime()).isNull();
    assertThat(heard.payload().flags()).isNull();
  }

  @Test
  void aFullIntakeTurnsAwayAndSaysWhenToComeBack() throws Exception {
    house.intake.isFull = true;
    HttpResponse<byte[]> answer = house.post(EVENTS, new byte[] {1});
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(code(answer)).isEqualTo("intake-full");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    house.intake.isFull = false;
    assertThat(house.post(EVENTS, new byte[] {1}).statusCode()).isEqualTo(201);
  }

  @Test
  void anEventThatIsNotDurableInTimeIsNotClaimedToBe() throws Exception {
    house.intake.isSilent = true;
    HttpResponse<byte[]> answer = house.post(EVENTS, new byte[] {1});
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(code(answer)).isEqualTo("not-durable-in-time");
    assertThat(House.json(answer).at("/remedy").asText()).contains("repeated=true");
  }

  @Test
  void aRefusalThatIsRecordedIsSaid() throws Exception {
    house.intake.refusal = Optional.of("no room for it");
    HttpResponse<byte[]> answer = house.post(EVENTS, new byte[] {1});
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(code(answer)).isEqualTo("event-refused");
    assertThat(House.json(answer).at("/detail").asText()).isEqualTo("no room for it");
  }

  @Test
  void theLargestEventFitsAndOneByteMoreDoesNot() throws Exception {
    int max = House.LIMITS.eventBytes();
    assertThat(house.post(EVENTS, new byte[max]).statusCode()).isEqualTo(201);
    HttpResponse<byte[]> answer = house.post(EVENTS, new byte[max + 1]);
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(code(answer)).isEqualTo("body-too-large");
    assertThat(House.json(answer).at("/allowed").asText()).isEqualTo("0 to 8192 bytes");
    // Without a length, so that only reading shows it.
    HttpRequest chunked =
        house
            .request(EVENTS)
            .POST(
                BodyPublishers.ofInputStream(
                    () -> new java.io.ByteArrayInputStream(new byte[max + 1])))
            .build();
    assertThat(house.send(chunked).statusCode()).isEqualTo(413);
    assertThat(house.intake.heard).hasSize(1);
  }

  @Test
  void aSourceOfAnotherWayCannotBeSpokenFor() throws Exception {
    HttpResponse<byte[]> answer =
        house.post("/api/v1/events?source=pump1&point=pressure", new byte[] {1});
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(code(answer)).isEqualTo("source-taken");
    assertThat(House.json(answer).at("/detail").asText()).contains("mqtt");
    assertThat(house.intake.heard).isEmpty();
    long ours = house.archive.sourceNumber("old", "http");
    long _ = house.archive.numberOf(ours, "p");
    assertThat(house.post("/api/v1/events?source=old&point=p", new byte[] {1}).statusCode())
        .isEqualTo(201);
  }

  @Test
  void aFloodOfNewNamesIsStoppedAndKnownOnesGoOn() throws Exception {
    for (int i = 0; i < House.LIMITS.names(); i++) {
      String address = "/api/v1/events?source=s&point=p" + i;
      assertThat(house.post(address, new byte[] {1}).statusCode()).isEqualTo(201);
    }
    HttpResponse<byte[]> answer = house.post("/api/v1/events?source=s&point=more", new byte[] {1});
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(code(answer)).isEqualTo("names-full");
    assertThat(house.post("/api/v1/events?source=s&point=p0", new byte[] {1}).statusCode())
        .isEqualTo(201);
    long ours = house.archive.sourceNumber("known", "http");
    long _ = house.archive.numberOf(ours, "p");
    assertThat(house.post("/api/v1/events?source=known&point=p", new byte[] {1}).statusCode())
        .isEqualTo(201);
  }

  @Test
  void namesThatAreReservedOrNoWordsAreRefused() throws Exception {
    for (String names :
        List.of(
            "source=~other&point=p",
            "source=s&point=~unreadable",
            "source=&point=p",
            "source=s&point=" + "x".repeat(256),
            "source=s%00&point=p",
            "source=s%C2%9B&point=p",
            "source=%C3&point=p",
            "source=s",
            "point=p")) {
      HttpResponse<byte[]> answer = house.post("/api/v1/events?" + names, new byte[] {1});
      assertThat(answer.statusCode()).as(names).isEqualTo(400);
    }
    assertThat(house.intake.heard).isEmpty();
  }

  @Test
  void aContentTypeThatARecordCannotHoldIsRefused() throws Exception {
    String head =
        "POST "
            + EVENTS
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + house.server.port()
            + "\r\nAuthorization: Bearer "
            + house.token
            + "\r\nContent-Length: 1\r\nContent-Type: "
            + "x".repeat(300)
            + "\r\n";
    try (Socket socket = Raw.open(house)) {
      socket
          .getOutputStream()
          .write((head + "Connection: close\r\n\r\nz").getBytes(StandardCharsets.US_ASCII));
      assertThat(Raw.rest(socket)).startsWith("HTTP/1.1 415 ").contains("content-type-invalid");
    }
  }

  @Test
  void aSenderThatStopsInTheMiddleIsLetGo() throws Exception {
    String head =
        "POST "
            + EVENTS
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + house.server.port()
            + "\r\nAuthorization: Bearer "
            + house.token
            + "\r\nContent-Length: 100\r\n\r\nhalf";
    try (Socket socket = Raw.open(house)) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      assertThat(Raw.rest(socket)).startsWith("HTTP/1.1 408 ").contains("too-slow-sender");
    }
    assertThat(house.intake.heard).isEmpty();
    assertThat(house.post(EVENTS, new byte[] {1}).statusCode()).isEqualTo(201);
  }

  @Test
  void continuityHearsWhenEventsAreTakenInAndWhenNotAnyMore() {
    assertThat(house.listening).hasSize(1);
    assertThat(house.listening.peek()).isInstanceOf(Listening.Up.class);
    house.server.close();
    assertThat(house.listening).hasSize(2);
    assertThat(house.listening.stream().toList().getLast()).isInstanceOf(Listening.Deaf.class);
  }
}
