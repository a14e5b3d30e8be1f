package dev.penstock.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.framesmqtt.TopicFilter;
import dev.penstock.north.command.CommandMessage;
import dev.penstock.north.command.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands that come from a broker that the test plays. */
@Timeout(300)
final class CommandLinkTest implements CommandLink.Ear {
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private final ScriptedBroker broker = new ScriptedBroker();
  private final LinkedBlockingQueue<CommandMessage> heard = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<String> unread = new LinkedBlockingQueue<>();
  private Optional<CommandLink> open = Optional.empty();

  CommandLinkTest() throws IOException {}

  @Override
  public void heard(CommandMessage message) {
    boolean _ = heard.add(message);
  }

  @Override
  public void unread(String topic, Refusal why, String text) {
    boolean _ = unread.add(topic + " " + why.word());
  }

  @AfterEach
  void close() throws IOException {
    open.ifPresent(CommandLink::close);
    broker.close();
  }

  private CommandLink start(MqttVersion version) {
    var options =
        new NorthOptions(
            "c",
            "127.0.0.1",
            broker.port(),
            version,
            "penstock-c-commands",
            Duration.ofSeconds(30),
            null,
            null,
            null,
            Duration.ZERO,
            10,
            NorthOptions.Refusal.STOP,
            Duration.ofSeconds(60),
            Duration.ofMillis(10),
            Duration.ofMillis(50));
    CommandLink link =
        CommandLink.start(options, new TopicFilter("set/+"), this, new SplittableRandom(1));
    open = Optional.of(link);
    return link;
  }

  private CommandMessage next() throws InterruptedException {
    CommandMessage message = heard.poll(60, TimeUnit.SECONDS);
    assertThat(message).isNotNull();
    return message;
  }

  private static void await(BooleanSupplier what) throws InterruptedException {
    for (int i = 0; i < 6_000 && !what.getAsBoolean(); i++) {
      boolean _ = NEVER.await(10, TimeUnit.MILLISECONDS);
    }
    assertThat(what.getAsBoolean()).isTrue();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] packet(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static String ascii(String text) {
    return hex(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Clean Start and a Session Expiry of 0: nothing waits for us there. */
  @ParameterizedTest
  @EnumSource(MqttVersion.class)
  void noSessionOutlivesAConnection(MqttVersion version) throws Exception {
    CommandLink link = start(version);
    boolean isV5 = version == MqttVersion.V5;
    for (int i = 0; i < 2; i++) {
      broker.accept();
      byte[] connect = broker.read();
      assertThat(connect[8] & 2).as("clean").isEqualTo(2);
      if (isV5) {
        assertThat(hex(connect)).contains("051100000000");
        broker.send(0x20, 3, 0, 0, 0);
      } else {
        broker.send(0x20, 2, 0, 0);
      }
      byte[] subscribe = broker.readPacket();
      assertThat(hex(subscribe)).endsWith(ascii("set/+") + (isV5 ? "0d" : "01"));
      assertThat(link.obstacle()).isPresent();
      if (isV5) {
        broker.send(0x90, 4, subscribe[1], subscribe[2], 0, 1);
      } else {
        broker.send(0x90, 3, subscribe[1], subscribe[2], 1);
      }
      await(() -> link.obstacle().isEmpty());
      broker.hangUp();
      await(() -> link.obstacle().isPresent());
    }
    assertThat(link.faults()).isZero();
  }

  private CommandLink listening() throws Exception {
    CommandLink link = start(MqttVersion.V3_1_1);
    broker.welcome(false);
    broker.grant();
    await(() -> link.obstacle().isEmpty());
    return link;
  }

  @Test
  void aMessageIsHandedOverWithItsFlagsAndAcknowledged() throws Exception {
    CommandLink link = listening();
    broker.sendBytes(packet("3b 0a 0005" + ascii("set/a") + "0007" + "31"));
    assertThat(next())
        .isEqualTo(
            new CommandMessage(
                "set/a",
                ByteString.of(new byte[] {'1'}),
                true,
                true,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty()));
    assertThat(hex(broker.readPacket())).isEqualTo("400007");
    broker.sendBytes(packet("30 08 0005" + ascii("set/b") + "32"));
    assertThat(next().isRetained()).isFalse();
    link.answer("answer/b", new byte[] {'x'}, Optional.of(ByteString.of(new byte[] {1})));
    assertThat(hex(broker.readPacket())).isEqualTo("300008" + ascii("answer/b") + "78");
    assertThat(link.unanswered()).isZero();
  }

  /** MQTT 5 §4.10. */
  @Test
  void aRequestOfMqtt5SaysWhereItsAnswerGoes() throws Exception {
    CommandLink link = start(MqttVersion.V5);
    broker.accept();
    byte[] _ = broker.read();
    broker.send(0x20, 8, 0, 0, 5, 0x27, 0, 0, 0, 40);
    byte[] subscribe = broker.readPacket();
    broker.send(0x90, 4, subscribe[1], subscribe[2], 0, 0);
    String properties = "02 0000003c" + "08 0003" + ascii("r/x") + "09 0001 6b";
    broker.sendBytes(packet("30 18 0005" + ascii("set/a") + "0f" + properties + "31"));
    CommandMessage message = next();
    assertThat(message.answerTopic()).contains("r/x");
    assertThat(message.correlation()).contains(ByteString.of(new byte[] {'k'}));
    assertThat(message.expirySeconds()).hasValue(60);
    link.answer("r/x", new byte[] {'y'}, message.correlation());
    assertThat(hex(broker.readPacket()))
        .isEqualTo(
            "300003" + ascii("r/x") + "17" + "030010" + ascii("application/json") + "0900016b79");
    link.answer("r/x", new byte[40], message.correlation());
    assertThat(link.unanswered()).as("beyond what the broker takes").isEqualTo(1);
  }

  @Test
  void whatIsTooLargeIsNotReadAndTheLinkGoesOn() throws Exception {
    CommandLink _ = listening();
    int payload = 4_097;
    byte[] large = new byte[3 + 2 + 5 + 2 + payload];
    byte[] head = packet("32 8a 20 0005" + ascii("set/a") + "0009");
    // Remaining length 9 + 4097 = 4106, in two bytes.
    System.arraycopy(head, 0, large, 0, head.length);
    broker.sendBytes(large);
    assertThat(unread.poll(60, TimeUnit.SECONDS)).isEqualTo("set/a too-large");
    assertThat(hex(broker.readPacket())).isEqualTo("400009");
    broker.sendBytes(packet("30 05 0002" + "6180" + "31"));
    assertThat(unread.poll(60, TimeUnit.SECONDS)).isEqualTo("a\\x80 topic-unknown");
    broker.sendBytes(packet("30 08 0005" + ascii("set/b") + "32"));
    assertThat(next().topic()).isEqualTo("set/b");
  }

  @Test
  void aBrokerThatDoesNotLetUsListenIsToldAndAskedAgain() throws Exception {
    CommandLink link = start(MqttVersion.V3_1_1);
    broker.welcome(false);
    byte[] subscribe = broker.readPacket();
    broker.send(0x90, 3, subscribe[1], subscribe[2], 0x80);
    await(() ->
        link.obstacle()
            .filter(why -> why.contains("does not let us subscribe to set/+"))
            .isPresent());
    link.answer("a", new byte[0], Optional.empty());
    broker.welcome(false);
    broker.grant();
    await(() -> link.obstacle().isEmpty());
    assertThat(link.unanswered()).isEqualTo(1);
    broker.send(0x62, 2, 0, 7);
    await(() -> link.obstacle().filter(why -> why.contains("nobody asked for")).isPresent());
    assertThat(link.faults()).isZero();
  }
}
