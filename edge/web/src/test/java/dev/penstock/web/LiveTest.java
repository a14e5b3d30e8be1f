package dev.penstock.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.PointNames;
import dev.penstock.flow.intake.Samples;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class LiveTest {
  @TempDir private Path folder;
  private House house;

  @BeforeEach
  void open() throws IOException {
    house = new House(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aScreenGetsTheStateAtOnceAndValuesAsTheyCome() throws Exception {
    try (Screen screen = new Screen("/api/v1/live")) {
      assertThat(screen.next()).startsWith("retry: ");
      assertThat(screen.next()).startsWith("event: state\ndata: {").contains("\"logSize\":");
      house.live.durable("pump1", heard("speed", "12"));
      house.live.durable("pump1", heard("speed", "13"));
      String values = screen.nextOf("values");
      // The look may fall between the two.
      while (!values.contains("\"text\":\"13\"")) {
        values = screen.nextOf("values");
      }
      assertThat(values).contains("\"source\":\"pump1\"", "\"point\":\"speed\"");
    }
  }

  @Test
  void aTypedValueHasItsTypeAndItsQuality() throws Exception {
    try (Screen screen = new Screen("/api/v1/live")) {
      assertThat(screen.next()).startsWith("retry: ");
      var batch = new Samples.Builder(new PointNames("plc", "pump2", List.of("speed", "note")));
      assertThat(batch.add(0, new Scalar.Real(12.5), 0x4000_0000, 5, 7)).isTrue();
      assertThat(batch.add(1, new Scalar.Text("x".repeat(300)), 0, 5, 7)).isTrue();
      house.live.durable("pump2", batch.take());
      assertThat(screen.nextOf("values"))
          .contains("\"type\":\"float64\",\"value\":12.5", "\"severity\":\"uncertain\"")
          .contains("\"type\":\"string\",\"size\":300");
    }
  }

  @Test
  void aScreenOfOneSourceGetsNoOther() throws Exception {
    try (Screen screen = new Screen("/api/v1/live?source=valve")) {
      assertThat(screen.next()).startsWith("retry: ");
      house.live.durable("pump1", heard("speed", "12"));
      house.live.durable("valve", heard("state", "open"));
      assertThat(screen.nextOf("values")).contains("valve").doesNotContain("pump1");
    }
  }

  @Test
  void aLongMessageShowsItsSizeOnly() throws Exception {
    try (Screen screen = new Screen("/api/v1/live")) {
      assertThat(screen.next()).startsWith("retry: ");
      house.live.durable("pump1", heard("note", "x".repeat(300)));
      assertThat(screen.nextOf("values")).contains("\"size\":300", "\"text\":null");
    }
  }

  @Test
  void theStreamEndsWhenTheServerDoes() throws Exception {
    try (Screen screen = new Screen("/api/v1/live")) {
      assertThat(screen.next()).startsWith("retry: ");
      house.server.close();
      List<String> rest = new ArrayList<>();
      for (String event = screen.next(); !event.isEmpty(); event = screen.next()) {
        rest.add(event);
      }
      assertThat(rest).allMatch(event -> event.startsWith("event: "));
      assertThat(house.live.isLookedAt()).isFalse();
    }
  }

  @Test
  void nobodyLooksWithoutSayingWho() throws Exception {
    assertThat(house.getOpen("/api/v1/live").statusCode()).isEqualTo(401);
    assertThat(house.live.isLookedAt()).isFalse();
  }

  private static Heard heard(String point, String text) {
    return new Heard(
        "http",
        "given",
        point,
        null,
        null,
        Instant.EPOCH,
        new Payload("text/plain", ByteString.of(text.getBytes(UTF_8)), null),
        1);
  }

  /** Somebody who looks. */
  private final class Screen implements AutoCloseable {
    private final BufferedReader lines;

    Screen(String address) throws IOException, InterruptedException {
      HttpResponse<InputStream> answer =
          house.client.send(house.request(address).build(), BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
      lines = new BufferedReader(new InputStreamReader(answer.body(), UTF_8));
    }

    /** The next event; empty at the end. */
    String next() throws IOException {
      List<String> event = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          break;
        }
        event.add(line);
      }
      return String.join("\n", event);
    }

    String nextOf(String name) throws IOException {
      String event = next();
      while (!event.startsWith("event: " + name + "\n")) {
        assertThat(event).isNotEmpty();
        event = next();
      }
      return event;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
