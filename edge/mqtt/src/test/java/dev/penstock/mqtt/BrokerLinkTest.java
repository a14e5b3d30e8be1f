package dev.penstock.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.intake.IntakeFinding.Kind;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.NamingLimits;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.framesmqtt.TopicFilter;
import dev.penstock.mqtt.BrokerOptions.Limits;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a link does with a broker that the test plays, also one that no real broker is. */
@Timeout(300)
class BrokerLinkTest {
  private final ScriptedBroker broker = new ScriptedBroker();
  private final FakeIntake intake = new FakeIntake();
  private final BrokerLink link = start(broker.port());

  BrokerLinkTest() throws IOException {}

  private BrokerLink start(int port) {
    return start(port, MqttVersion.V3_1_1, null);
  }

  private BrokerLink start(int port, MqttVersion version, @Nullable OwnWill will) {
    return start(port, version, will, Duration.ofSeconds(60));
  }

  private BrokerLink start(int port, MqttVersion version, @Nullable OwnWill will, Duration answer) {
    var options =
        new BrokerOptions(
            "north",
            "127.0.0.1",
            port,
            version,
            "penstock-test",
            Duration.ofDays(1),
            Duration.ofSeconds(30),
            null,
            null,
            will,
            List.of(new Subscription(new TopicFilter("#"), 1)),
            List.of(),
            NamingLimits.DEFAULT,
            new Limits(16, 5, 100_000, answer, Duration.ofMillis(10), Duration.ofMillis(50)));
    return BrokerLink.start(
        options, intake, intake, intake, InstantSource.system(), new SplittableRandom(1));
  }

  @AfterEach
  void close() throws IOException {
    intake.full(false);
    link.close();
    broker.close();
  }

  /** A message at QoS 1 on topic "t", with its packet identifier as its payload. */
  private void publish(int packetId, boolean duplicate) throws IOException {
    broker.send(duplicate ? 0x3a : 0x32, 6, 0, 1, 't', 0, packetId, packetId);
  }

  private static byte[] ack(int packetId) {
    return new byte[] {0x40, 0, (byte) packetId};
  }

  @Test
  void aMessageIsAcknowledgedWhenItIsDurableAndNotBefore() throws IOException {
    broker.welcome(false);
    broker.grant();
    intake.durableAtOnce(false);
    publish(1, false);
    publish(2, false);
    intake.await(() -> intake.heard.size() == 2);
    assertThat(intake.heard.getFirst().point()).isEqualTo("t");
    // Were anything acknowledged before, it would stand in front of the answer to this block.
    assertThat(link.publish("marker", ByteString.of(new byte[] {1}))).isTrue();
    assertThat(broker.readPacket()[0]).isEqualTo((byte) 0x32);
    intake.durableAtOnce(true);
    assertThat(broker.readPacket()).isEqualTo(ack(1));
    assertThat(broker.readPacket()).isEqualTo(ack(2));
  }

  @Test
  void whatIsSentAgainAfterAnInterruptionIsKeptAndMarked() throws IOException {
    broker.welcome(false);
    broker.grant();
    intake.durableAtOnce(false);
    publish(1, false);
    intake.await(() -> intake.heard.size() == 1);
    broker.hangUp();
    broker.welcome(true);
    // The broker kept the session, so nothing is asked for again.
    publish(1, true);
    intake.await(() -> intake.heard.size() == 2);
    intake.durableAtOnce(true);
    assertThat(broker.readPacket()).isEqualTo(ack(1));
    assertThat(intake.heard.get(0).payload().flags()).isNull();
    assertThat(intake.heard.get(1).payload().flags()).isEqualTo(Payload.DUPLICATE);
    assertThat(intake.heard.get(1).session()).isEqualTo(2);
    intake.await(intake::isUp);
    assertThat(intake.states)
        .hasAtLeastOneElementOfType(Listening.Deaf.class)
        .last()
        .isInstanceOfSatisfying(Listening.Up.class, up -> assertThat(up.kept()).isTrue());
  }

  @Test
  void aFullIntakeWithholdsAcknowledgementsAndLosesNothing() throws IOException {
    broker.welcome(false);
    broker.grant();
    intake.full(true);
    for (int i = 1; i <= 40; i++) {
      publish(i, false);
    }
    assertThat(link.publish("marker", ByteString.of(new byte[] {1}))).isTrue();
    assertThat(broker.readPacket()[0]).isEqualTo((byte) 0x32);
    assertThat(link.counts().waiting()).isLessThanOrEqualTo(5);
    intake.full(false);
    for (int i = 1; i <= 40; i++) {
      assertThat(broker.readPacket()).isEqualTo(ack(i));
    }
    assertThat(intake.heard).hasSize(40);
  }

  @Test
  void anExactlyOnceMessageComesInOnceAlsoOverAnInterruption() throws IOException {
    broker.welcome(false);
    broker.grant();
    intake.durableAtOnce(false);
    broker.send(0x34, 6, 0, 1, 't', 0, 9, 1);
    intake.await(() -> intake.heard.size() == 1);
    broker.hangUp();
    broker.welcome(true);
    broker.send(0x3c, 6, 0, 1, 't', 0, 9, 1);
    publish(10, false);
    intake.await(() -> intake.heard.size() == 2);
    intake.durableAtOnce(true);
    assertThat(broker.readPacket()).isEqualTo(new byte[] {0x50, 0, 9});
    assertThat(broker.readPacket()).isEqualTo(ack(10));
    broker.send(0x62, 2, 0, 9);
    assertThat(broker.readPacket()).isEqualTo(new byte[] {0x70, 0, 9});
  }

  @Test
  void aPayloadTooLargeIsAFindingWithItsDigestAndIsAcknowledged() throws IOException {
    broker.welcome(false);
    broker.grant();
    broker.send(
        0x32, 22, 0, 1, 't', 0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17);
    assertThat(broker.readPacket()).isEqualTo(ack(3));
    assertThat(intake.heard).isEmpty();
    assertThat(intake.findings)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.kind()).isEqualTo(Kind.PAYLOAD_TOO_LARGE);
          assertThat(finding.bytes()).isEqualTo(17);
          assertThat(finding.digest()).isNotNull();
          assertThat(finding.address()).isEqualTo("t");
        });
  }

  @Test
  void aTopicThatIsNoTextIsKeptAndFound() throws IOException {
    broker.welcome(false);
    broker.grant();
    broker.send(0x32, 6, 0, 1, 0x80, 0, 4, 1);
    assertThat(broker.readPacket()).isEqualTo(ack(4));
    assertThat(intake.heard)
        .singleElement()
        .satisfies(heard -> {
          assertThat(heard.point()).isEqualTo("~unreadable");
          assertThat(heard.address()).isEqualTo("\\x80");
        });
    assertThat(intake.findings).singleElement().extracting("kind").isEqualTo(Kind.TOPIC_UNREADABLE);
  }

  @Test
  void blocksOfDevicesGoTheirOwnWay() throws IOException {
    broker.welcome(false);
    broker.grant();
    byte[] topic = "penstock/v1/pump7/block".getBytes(StandardCharsets.UTF_8);
    int[] packet = new int[2 + 2 + topic.length + 2 + 1];
    packet[0] = 0x32;
    packet[1] = packet.length - 2;
    packet[3] = topic.length;
    for (int i = 0; i < topic.length; i++) {
      packet[4 + i] = topic[i];
    }
    packet[packet.length - 2] = 5;
    packet[packet.length - 1] = 0xd2;
    broker.send(packet);
    assertThat(broker.readPacket()).isEqualTo(ack(5));
    assertThat(intake.blocks).singleElement().extracting("source").isEqualTo("pump7");
    assertThat(intake.heard).isEmpty();
  }

  /** MQTT 5 §3.1.3: the will stands behind the client id; what follows is read backwards here. */
  @Test
  void theWillGoesWithConnectAndItsOppositeWhenAllIsHeard() throws IOException {
    var will = new OwnWill("w/n", "gone", "here", 1, true);
    try (var other = new ScriptedBroker()) {
      BrokerLink watched = start(other.port(), MqttVersion.V5, will);
      other.accept();
      byte[] connect = other.read();
      // Will, QoS 1, retained.
      assertThat(connect[8]).isEqualTo((byte) (0x04 | 0x08 | 0x20));
      assertThat(new String(connect, StandardCharsets.ISO_8859_1))
          .endsWith("\0\0\u0003w/n\0\u0004gone");
      other.send(0x20, 3, 0, 0, 0);
      byte[] subscribe = other.readPacket();
      other.send(0x90, 4, subscribe[1], subscribe[2], 0, 1);
      byte[] alive = other.readPacket();
      assertThat(alive[0]).isEqualTo((byte) 0x33);
      assertThat(new String(alive, StandardCharsets.ISO_8859_1)).contains("w/n").endsWith("here");
      watched.close();
      // §3.14.2.1: Disconnect with Will Message.
      assertThat(other.readPacket()).isEqualTo(new byte[] {(byte) 0xe0, 4});
    }
  }

  /** [MQTT-3.1.2-8]: without DISCONNECT the broker publishes the will. */
  @Test
  void aWillOf311IsPublishedAtAnOrderlyEndToo() throws IOException {
    var will = new OwnWill("w", "gone", null, 0, false);
    try (var other = new ScriptedBroker()) {
      BrokerLink watched = start(other.port(), MqttVersion.V3_1_1, will);
      other.welcome(false);
      other.grant();
      watched.close();
      assertThatExceptionOfType(EOFException.class).isThrownBy(other::readPacket);
    }
  }

  @Test
  void withoutAWillTheEndIsSaid() throws IOException {
    broker.welcome(false);
    broker.grant();
    intake.await(intake::isUp);
    link.close();
    assertThat(broker.readPacket()).isEqualTo(new byte[] {(byte) 0xe0});
  }

  @Test
  void aBrokerThatAcceptsAndNeverAnswersIsSaidToBeSilent() throws IOException {
    try (var silent = new ScriptedBroker()) {
      BrokerLink waiting = start(silent.port(), MqttVersion.V3_1_1, null, Duration.ofSeconds(2));
      silent.accept();
      intake.await(() -> intake.states.stream().anyMatch(BrokerLinkTest::isSilence));
      waiting.close();
      assertThat(intake.states).filteredOn(BrokerLinkTest::isSilence).isNotEmpty();
    }
  }

  private static boolean isSilence(Listening state) {
    return state instanceof Listening.Deaf deaf
        && deaf.reason().contains("did not answer within PT2S");
  }

  /** Else an end in order would take as long as a broker may take to answer. */
  @Test
  void aLinkThatWaitsForASilentBrokerEndsAtOnce() throws IOException {
    try (var silent = new ScriptedBroker()) {
      BrokerLink waiting = start(silent.port(), MqttVersion.V5, null, Duration.ofSeconds(200));
      silent.accept();
      assertThat(silent.read()[0]).isEqualTo((byte) 0x10);
      // The class has a time limit that is shorter than the wait for an answer.
      waiting.close();
      assertThatExceptionOfType(EOFException.class).isThrownBy(silent::read);
    }
  }

  @Test
  void aRefusalSaysWhy() throws IOException {
    broker.accept();
    var _ = broker.read();
    broker.send(0x20, 2, 0, 5);
    intake.await(() -> intake.states.size() >= 2);
    assertThat(intake.states.get(1))
        .isInstanceOfSatisfying(
            Listening.Deaf.class,
            deaf ->
                assertThat(deaf.reason()).isEqualTo("the broker refused us: not authorised (5)"));
  }

  @Test
  void whatIsNotMqttEndsTheConnectionWithAFinding() throws IOException {
    broker.welcome(false);
    broker.grant();
    broker.send('H', 'T', 'T', 'P', '/', '1');
    broker.welcome(false);
    broker.grant();
    intake.await(() -> !intake.findings.isEmpty());
    assertThat(intake.findings.getFirst().kind()).isEqualTo(Kind.MALFORMED);
    publish(1, false);
    assertThat(broker.readPacket()).isEqualTo(ack(1));
  }
}
