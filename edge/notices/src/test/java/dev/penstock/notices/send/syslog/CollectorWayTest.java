package dev.penstock.notices.send.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.notices.send.FakePeer;
import dev.penstock.notices.send.TestTls;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class CollectorWayTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir static Path folder;
  private static TestTls tls;

  @BeforeAll
  static void makeCertificates() throws Exception {
    tls = TestTls.in(folder);
  }

  private static CollectorWay towards(FakePeer peer, Duration limit) {
    return new CollectorWay(new CollectorOptions(peer.endpoint(), tls.trust(), 13, limit));
  }

  private static List<byte[]> messages(int count, int bytes) {
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String text = "<110>1 - gw penstock - access - \u00e4 " + i + " ";
      all.add((text + "x".repeat(bytes)).getBytes(StandardCharsets.UTF_8));
    }
    return all;
  }

  /** Reads frames as RFC 5425 §4.3.1 has them. */
  private static List<byte[]> frames(InputStream in) throws IOException {
    List<byte[]> frames = new ArrayList<>();
    int next = in.read();
    while (next >= 0) {
      int length = 0;
      while (next != ' ') {
        length = 10 * length + next - '0';
        next = in.read();
      }
      frames.add(in.readNBytes(length));
      next = in.read();
    }
    return frames;
  }

  @Test
  void messagesArriveInOrderEachWithItsLengthAndTheEndConfirmsThem() throws Exception {
    var heard = new CompletableFuture<List<byte[]>>();
    try (FakePeer peer =
        FakePeer.of(socket -> {
          Socket secured = TestTls.serve(tls.server("peer"), socket, false);
          heard.complete(frames(secured.getInputStream()));
          secured.close();
        })) {
      List<byte[]> sent = messages(300, 1_000);
      assertThat(towards(peer, LIMIT).send(sent)).isTrue();
      List<byte[]> got = heard.get(60, TimeUnit.SECONDS);
      assertThat(got).hasSameSizeAs(sent);
      for (int i = 0; i < sent.size(); i++) {
        assertThat(got.get(i)).isEqualTo(sent.get(i));
      }
    }
  }

  @Test
  void oneThatDoesNotEndTheConnectionConfirmsNothing() throws Exception {
    var over = new CountDownLatch(1);
    try (FakePeer peer =
        FakePeer.of(socket -> {
          Socket secured = TestTls.serve(tls.server("peer"), socket, false);
          byte[] _ = secured.getInputStream().readAllBytes();
          over.await();
        })) {
      assertThat(towards(peer, LIMIT).send(messages(2, 10))).isFalse();
      over.countDown();
    }
  }

  /** As a balancer does whose collector is away: it greets, and ends. */
  @Test
  void oneThatEndsBeforeItHasEverythingDidNotTakeIt() throws Exception {
    try (FakePeer peer =
        FakePeer.of(socket -> TestTls.serve(tls.server("peer"), socket, false).close())) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 20; i++) {
                  // The end may be on its way while the first are sent.
                  boolean _ = towards(peer, LIMIT).send(messages(40, 10_000));
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  /** As a program that dies: its system resets the connection. */
  @Test
  void oneThatDiesAfterAPartDidNotTakeTheRest() throws Exception {
    try (FakePeer peer =
        FakePeer.of(socket -> {
          Socket secured = TestTls.serve(tls.server("peer"), socket, false);
          byte[] _ = secured.getInputStream().readNBytes(500);
          socket.setSoLinger(true, 0);
          socket.close();
        })) {
      for (int i = 0; i < 10; i++) {
        CollectorWay way = towards(peer, LIMIT);
        assertThatThrownBy(() -> way.send(messages(40, 20_000))).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void aReceiverThatTakesNothingIsLeftInTime() throws Exception {
    var over = new CountDownLatch(1);
    try (FakePeer peer =
        FakePeer.of(socket -> {
          Socket _ = TestTls.serve(tls.server("peer"), socket, false);
          over.await();
        })) {
      long began = System.nanoTime();
      // More than the buffers of both sides take.
      assertThatThrownBy(() -> towards(peer, Duration.ofSeconds(2)).send(messages(8_000, 4_000)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("did not come to an end in 2 s");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMinutes(2));
      over.countDown();
    }
  }
}
