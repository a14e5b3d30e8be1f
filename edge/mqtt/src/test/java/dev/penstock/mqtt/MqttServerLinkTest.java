package dev.penstock.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.sparkplug.MessageType;
import dev.penstock.sparkplug.NodeId;
import dev.penstock.sparkplug.edgenode.Publication;
import dev.penstock.sparkplug.payload.Payload;
import dev.penstock.sparkplug.server.MqttServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an edge node's connection says to a broker that the test plays. */
@Timeout(300)
final class MqttServerLinkTest {
  private static final NodeId NODE = NodeId.of("g", "n");
  private static final Duration LONG = Duration.ofSeconds(30);

  private final ScriptedBroker broker = new ScriptedBroker();

  MqttServerLinkTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    broker.close();
  }

  private MqttServerLink link(MqttVersion version) {
    return new MqttServerLink(
        new NorthOptions(
            "c",
            "127.0.0.1",
            broker.port(),
            version,
            "edge",
            Duration.ofSeconds(60),
            null,
            null,
            null,
            Duration.ZERO,
            10,
            NorthOptions.Refusal.STOP,
            Duration.ofSeconds(60),
            Duration.ofMillis(10),
            Duration.ofMillis(50)));
  }

  private static Publication message(MessageType type, int qos) {
    return new Publication(NODE.topic(type), Payload.at(7, List.of()), qos, false);
  }

  /** Opens a session; gives the CONNECT that it was opened with. */
  private byte[] opened(MqttServerLink link, List<MqttServer.Session> into) throws Exception {
    CompletableFuture<MqttServer.Session> opening =
        CompletableFuture.supplyAsync(() -> {
          try {
            return link.open(message(MessageType.NDEATH, 1));
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
    broker.accept();
    byte[] connect = broker.read();
    if (connect[7] == 5) {
      broker.send(0x20, 3, 0, 0, 0);
    } else {
      broker.send(0x20, 2, 0, 0);
    }
    into.add(opening.get(60, TimeUnit.SECONDS));
    return connect;
  }

  private MqttServer.Session session(MqttServerLink link) throws Exception {
    List<MqttServer.Session> into = new ArrayList<>();
    byte[] _ = opened(link, into);
    return into.getFirst();
  }

  /**
   * Req: tck-id-principles-persistence-clean-session-311,
   * tck-id-principles-persistence-clean-session-50,
   * tck-id-message-flow-edge-node-birth-publish-will-message-qos,
   * tck-id-message-flow-edge-node-birth-publish-will-message-will-retained.
   */
  @Test
  void theSessionIsCleanAndTheWillIsTheDeathAtQos1AndNotRetained() throws Exception {
    for (MqttVersion version : MqttVersion.values()) {
      try (MqttServerLink link = link(version)) {
        byte[] connect = opened(link, new ArrayList<>());
        // Clean (2), will (4), its QoS 1 (8); no bit of its retain (0x20).
        assertThat(connect[8]).as(version.name()).isEqualTo((byte) 0x0e);
        assertThat(new String(connect, StandardCharsets.ISO_8859_1)).contains("spBv1.0/g/NDEATH/n");
      }
    }
  }

  @Test
  void whatWasGivenIsReadWhenThePingBehindItIsAnswered() throws Exception {
    try (MqttServerLink link = link(MqttVersion.V3_1_1)) {
      MqttServer.Session session = session(link);
      session.publish(message(MessageType.NDATA, 0));
      session.ask(42);
      byte[] publish = broker.read();
      assertThat(publish[0]).as("QoS 0, not retained").isEqualTo((byte) 0x30);
      assertThat(broker.read()[0]).isEqualTo((byte) 0xc0);
      assertThat(session.next(Duration.ofMillis(30))).isEmpty();
      broker.send(0xd0, 0);
      assertThat(session.next(LONG)).contains(new MqttServer.Said.HasRead(42));
    }
  }

  @Test
  void whatIsHeardIsAcknowledgedAndARefusedSubscriptionEndsIt() throws Exception {
    try (MqttServerLink link = link(MqttVersion.V3_1_1)) {
      MqttServer.Session session = session(link);
      session.subscribe("spBv1.0/g/NCMD/n", 1);
      byte[] subscribe = broker.read();
      assertThat(subscribe[0]).isEqualTo((byte) 0x82);
      broker.send(0x90, 3, subscribe[1], subscribe[2], 1);
      broker.send(0x33, 6, 0, 1, 't', 0, 9, 'x');
      byte[] ack = broker.read();
      assertThat(ack).containsExactly(0x40, 0, 9);
      var message = (MqttServer.Said.Message) session.next(LONG).orElseThrow();
      assertThat(message.topic()).isEqualTo("t");
      assertThat(message.bytes()).containsExactly('x');
      assertThat(message.isRetained()).isTrue();
      session.subscribe("spBv1.0/STATE/h", 1);
      byte[] second = broker.read();
      assertThat(second[2]).as("another identifier").isNotEqualTo(subscribe[2]);
      broker.send(0x90, 3, second[1], second[2], 0x80);
      assertThatThrownBy(() -> session.next(LONG))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("does not let us subscribe to spBv1.0/STATE/h");
    }
  }

  /** Sparkplug has QoS 0 and a clean session for commands: what comes again is none of a host. */
  @Test
  void aWriteThatMayHaveComeBeforeIsReadAsNone() throws Exception {
    try (MqttServerLink link = link(MqttVersion.V3_1_1)) {
      MqttServer.Session session = session(link);
      String topic = "spBv1.0/g/DCMD/n/d";
      for (int first : new int[] {0x32, 0x3a}) {
        ByteBuffer packet = ByteBuffer.allocate(2 + 2 + topic.length() + 2 + 1);
        packet.put((byte) first).put((byte) (2 + topic.length() + 3));
        packet.putShort((short) topic.length()).put(topic.getBytes(StandardCharsets.US_ASCII));
        packet.putShort((short) 9).put((byte) 'x');
        broker.sendBytes(packet.array());
        assertThat(broker.read()).containsExactly(0x40, 0, 9);
        var message = (MqttServer.Said.Message) session.next(LONG).orElseThrow();
        assertThat(message.bytes()).containsExactly(first == 0x32 ? 'x' : 0);
      }
    }
  }

  /** Req: tck-id-payloads-ndeath-will-message-publisher-disconnect-mqtt50, -mqtt311. */
  @Test
  void anEndIsSaidBehindAllThatWasGiven() throws Exception {
    for (MqttVersion version : MqttVersion.values()) {
      try (MqttServerLink link = link(version)) {
        MqttServer.Session session = session(link);
        session.publish(message(MessageType.NDATA, 0));
        session.publish(message(MessageType.NDEATH, 1));
        CompletableFuture<Void> ending =
            CompletableFuture.runAsync(() -> {
              try {
                session.end(true);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
        assertThat(broker.read()[0]).isEqualTo((byte) 0x30);
        assertThat(broker.read()[0]).isEqualTo((byte) 0x32);
        byte[] disconnect = broker.read();
        if (version == MqttVersion.V5) {
          assertThat(disconnect).as("with will").containsExactly(0xe0, 4);
        } else {
          assertThat(disconnect).containsExactly(0xe0);
        }
        broker.hangUp();
        assertThat(ending.get(60, TimeUnit.SECONDS)).isNull();
      }
    }
  }

  @Test
  void whatIsNotThereIsSaidInOneLine() throws Exception {
    broker.close();
    MqttServerLink link = link(MqttVersion.V5);
    assertThatThrownBy(() -> link.open(message(MessageType.NDEATH, 1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nothing listens at 127.0.0.1");
    link.close();
    assertThatThrownBy(() -> link.open(message(MessageType.NDEATH, 1))).hasMessage("closed");
  }
}
