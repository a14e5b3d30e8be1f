package dev.penstock.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.live.LiveBoard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More screens than there are places, and none of them reads. Req: 62443-4-2 CR 7.1. */
@Timeout(300)
class ManyScreensTest {
  private static final int SCREENS = 100;
  private static final Duration STOP = Duration.ofSeconds(5);

  private static final WebLimits LIMITS =
      new WebLimits(
          256,
          8,
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          2 << 20,
          120 * 1_024,
          256,
          Duration.ofSeconds(10),
          10_000,
          Duration.ofSeconds(3),
          STOP,
          WebLimits.Rates.DEFAULT);

  @TempDir private Path folder;
  private final List<Socket> open = new ArrayList<>();

  /** Opens a stream and reads the first line of the answer, and never anything else. */
  private String screen(House house) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), house.server.port()));
    open.add(socket);
    socket
        .getOutputStream()
        .write(
            ("GET /api/v1/live HTTP/1.1\r\nHost: 127.0.0.1:"
                    + house.server.port()
                    + "\r\nAuthorization: Bearer "
                    + house.token
                    + "\r\n\r\n")
                .getBytes(UTF_8));
    // One byte at a time, so that nothing behind the line is taken.
    var line = new StringBuilder();
    int next = socket.getInputStream().read();
    while (next >= 0 && next != '\n') {
      line.append((char) next);
      next = socket.getInputStream().read();
    }
    return line.toString().strip();
  }

  private static void tell(House house, int points) {
    for (int i = 0; i < points; i++) {
      house.live.durable(
          "pump1",
          new Heard(
              "http",
              "given",
              "a point with a name that is long enough to fill what lies between " + i,
              null,
              null,
              Instant.EPOCH,
              new Payload("text/plain", ByteString.of("x".repeat(60).getBytes(UTF_8)), null),
              1));
    }
  }

  @Test
  void aHundredScreensThatDoNotReadHoldUpNobody() throws Exception {
    var house = new House(folder, LIMITS);
    try {
      List<String> said = new ArrayList<>();
      for (int i = 0; i < SCREENS; i++) {
        said.add(screen(house));
      }
      assertThat(said.stream().filter(line -> line.contains(" 200"))).hasSize(LiveBoard.LOOKS_MAX);
      assertThat(said.stream().filter(line -> line.contains(" 503")))
          .hasSize(SCREENS - LiveBoard.LOOKS_MAX);
      // So much that no buffer on the way holds it: whoever writes to them waits from now on.
      var never = new CountDownLatch(1);
      for (int i = 0; i < 4; i++) {
        tell(house, 5_000);
        assertThat(house.get("/api/v1/node").statusCode()).isEqualTo(200);
        assertThat(house.getOpen("/health/live").statusCode()).isEqualTo(200);
        boolean _ = never.await(500, TimeUnit.MILLISECONDS);
      }
      // Who takes nothing for as long as a silent connection may last loses the place.
      for (int i = 0; i < 600 && house.live.isLookedAt(); i++) {
        tell(house, 5_000);
        boolean _ = never.await(100, TimeUnit.MILLISECONDS);
      }
      assertThat(house.live.isLookedAt()).as("the places are free again").isFalse();
      assertThat(screen(house)).contains(" 200");
    } finally {
      long began = System.nanoTime();
      house.close();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(STOP.multipliedBy(12));
      for (Socket each : open) {
        each.close();
      }
    }
  }
}
