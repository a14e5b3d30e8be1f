package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeldPortsTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  @Test
  void aServerListensThereAndAgainAfterItEnded() throws IOException {
    int port = HeldPorts.next();
    for (int i = 0; i < 2; i++) {
      try (var server = new ServerSocket(port, 1, HERE);
          var client = new Socket(HERE, port);
          var taken = server.accept()) {
        assertThat(taken.getPort()).isEqualTo(client.getLocalPort());
      }
    }
  }

  @Test
  void whoConnectsBeforeIsRefused() throws IOException {
    int port = HeldPorts.next();
    assertThatThrownBy(() -> new Socket(HERE, port).close()).isInstanceOf(ConnectException.class);
  }

  @Test
  void nobodyWhoAsksForAnyIsGivenOneOfThem() throws IOException {
    Set<Integer> held = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      assertThat(held.add(HeldPorts.next())).as("given once").isTrue();
    }
    for (int i = 0; i < 500; i++) {
      try (var any = new ServerSocket(0, 1, HERE)) {
        assertThat(held).doesNotContain(any.getLocalPort());
      }
    }
  }
}
