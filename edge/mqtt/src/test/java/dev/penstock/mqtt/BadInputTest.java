package dev.penstock.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.intake.DeviceBlocks;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Intake;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.IntakeFinding.Kind;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.ListeningWatch;
import dev.penstock.flow.intake.NamingLimits;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.intake.TopicName;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.framesmqtt.TopicFilter;
import dev.penstock.mqtt.BrokerOptions.Limits;
import dev.penstock.testkit.Deep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More than any plant sends, in size and in number: the link keeps its bounds and goes on. */
@Timeout(300)
class BadInputTest {
  private static final DeviceBlocks NO_BLOCKS = (_, _) -> false;
  private static final int NAMES = 1_000;

  /** MQTT 5 §1.5.5: the most that a Remaining Length can say. */
  private static final int REMAINING_MAX = 268_435_455;

  private final ScriptedBroker broker = new ScriptedBroker();
  private final Counting intake = new Counting();
  private final BrokerLink link;

  BadInputTest() throws IOException {
    var options =
        new BrokerOptions(
            "north",
            "127.0.0.1",
            broker.port(),
            MqttVersion.V3_1_1,
            "penstock-test",
            Duration.ofDays(1),
            Duration.ofSeconds(60),
            null,
            null,
            null,
            List.of(new Subscription(new TopicFilter("#"), 1)),
            List.of(),
            new NamingLimits(10, NAMES),
            new Limits(
                1 << 20,
                1_000,
                8L << 20,
                Duration.ofSeconds(20),
                Duration.ofMillis(10),
                Duration.ofMillis(50)));
    link =
        BrokerLink.start(
            options,
            List.of(new TopicName("north", "known/before", false)),
            intake,
            NO_BLOCKS,
            intake,
            InstantSource.system(),
            new SplittableRandom(1));
  }

  @AfterEach
  void close() throws IOException {
    link.close();
    broker.close();
  }

  /** Counts what a million of would not fit. */
  private static final class Counting implements Intake, ListeningWatch {
    private final Set<String> points = new HashSet<>();
    private final Set<Kind> kinds = new HashSet<>();
    private long messages;
    private long findings;
    private IntakeFinding last;

    @Override
    public synchronized boolean offer(Heard heard, Receipt receipt) {
      messages++;
      points.add(heard.point());
      receipt.durable();
      return true;
    }

    @Override
    public synchronized boolean offer(IntakeFinding finding, Receipt receipt) {
      findings++;
      kinds.add(finding.kind());
      last = finding;
      receipt.durable();
      return true;
    }

    @Override
    public void changed(String listener, String subscription, Listening state) {}

    synchronized long messages() {
      return messages;
    }

    synchronized long findings() {
      return findings;
    }
  }

  private static void await(BooleanSupplier what) throws InterruptedException {
    var never = new CountDownLatch(1);
    for (int i = 0; i < 12_000 && !what.getAsBoolean(); i++) {
      boolean _ = never.await(20, TimeUnit.MILLISECONDS);
    }
    assertThat(what.getAsBoolean()).isTrue();
  }

  private static void publish(ByteArrayOutputStream out, String topic) {
    byte[] bytes = topic.getBytes(StandardCharsets.UTF_8);
    out.write(0x30);
    out.write(2 + bytes.length + 1);
    out.write(0);
    out.write(bytes.length);
    out.writeBytes(bytes);
    out.write(1);
  }

  /** A million of them in a deep run. */
  @Test
  void moreTopicsThanNamesCostNoMemoryAndAreFound() throws Exception {
    int count = Deep.cases(30_000, 1_000_000);
    broker.welcome(false);
    broker.grant();
    var packets = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      publish(packets, "t/" + i);
      if (packets.size() > 60_000) {
        broker.sendBytes(packets.toByteArray());
        packets.reset();
      }
    }
    publish(packets, "known/before");
    broker.sendBytes(packets.toByteArray());
    await(() -> intake.messages() == count + 1);
    // One place of the thousand had its name before this life.
    assertThat(intake.points).hasSize(NAMES + 1).contains("~other", "known/before");
    assertThat(link.counts().collected()).isEqualTo(count - (NAMES - 1));
    assertThat(link.busiest()).hasSizeLessThanOrEqualTo(100);
    assertThat(intake.kinds).containsExactly(Kind.TOO_MANY_TOPICS);
    assertThat(intake.findings()).as("one for many").isLessThan(200);
    assertThat(intake.last.text()).contains("at most " + NAMES);
  }

  /** 256 MiB, as much as MQTT can announce: read through, and the connection is as good as ever. */
  @Test
  void theLargestMessageThereIsGoesThroughInConstantMemory() throws Exception {
    broker.welcome(false);
    broker.grant();
    int header = 5;
    broker.send(0x32, 0xff, 0xff, 0xff, 0x7f, 0, 1, 't', 0, 9);
    var chunk = new byte[1 << 20];
    for (int left = REMAINING_MAX - header; left > 0; left -= chunk.length) {
      broker.sendBytes(left >= chunk.length ? chunk : new byte[left]);
    }
    broker.send(0x32, 6, 0, 1, 't', 0, 10, 1);
    assertThat(broker.readPacket()).isEqualTo(new byte[] {0x40, 0, 9});
    assertThat(broker.readPacket()).isEqualTo(new byte[] {0x40, 0, 10});
    assertThat(intake.kinds).containsExactly(Kind.PAYLOAD_TOO_LARGE);
    assertThat(intake.last.bytes()).isEqualTo(REMAINING_MAX - header);
    assertThat(intake.last.digest()).isNotNull();
    assertThat(intake.messages()).isEqualTo(1);
    assertThat(link.counts().connections()).isEqualTo(1);
  }

  @Test
  void aLargeMessageThatBreaksOffIsNotAcknowledgedAndTheLinkComesBack() throws Exception {
    broker.welcome(false);
    broker.grant();
    broker.send(0x32, 0xff, 0xff, 0xff, 0x7f, 0, 1, 't', 0, 9);
    broker.sendBytes(new byte[100_000]);
    broker.hangUp();
    broker.welcome(true);
    broker.send(0x32, 6, 0, 1, 't', 0, 10, 1);
    assertThat(broker.readPacket()).isEqualTo(new byte[] {0x40, 0, 10});
    assertThat(intake.findings()).isZero();
    assertThat(link.counts().connections()).isEqualTo(2);
  }

  /** A Remaining Length of five bytes is none: what follows cannot be told apart. */
  @Test
  void aLengthThatIsNoneEndsTheConnectionWithAFinding() throws Exception {
    broker.welcome(false);
    broker.grant();
    broker.send(0x32, 0xff, 0xff, 0xff, 0xff, 1, 0, 1, 't');
    broker.welcome(false);
    broker.grant();
    await(() -> intake.findings() == 1);
    assertThat(intake.kinds).containsExactly(Kind.MALFORMED);
  }

  /** Overlong forms, surrogates, half a character, U+0000: bytes that no text has. */
  @Test
  void topicsThatAreNoTextAreKeptEachAndFound() throws Exception {
    broker.welcome(false);
    broker.grant();
    int[][] topics = {{0xc0, 0xaf}, {0xed, 0xa0, 0x80}, {0xe2, 0x82}, {0xff}, {0}, {}};
    for (int i = 0; i < topics.length; i++) {
      int[] topic = topics[i];
      int[] packet = new int[2 + 2 + topic.length + 2 + 1];
      packet[0] = 0x32;
      packet[1] = packet.length - 2;
      packet[3] = topic.length;
      System.arraycopy(topic, 0, packet, 4, topic.length);
      packet[4 + topic.length + 1] = i + 1;
      packet[packet.length - 1] = 7;
      broker.send(packet);
      assertThat(broker.readPacket()).isEqualTo(new byte[] {0x40, 0, (byte) (i + 1)});
    }
    assertThat(intake.messages()).isEqualTo(topics.length);
    assertThat(intake.points).containsExactly("~unreadable");
    assertThat(intake.kinds).containsExactly(Kind.TOPIC_UNREADABLE);
  }
}
