package dev.penstock.it;

import static dev.penstock.it.Awaited.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.framesmqtt.TopicFilter;
import dev.penstock.it.peers.Mosquitto;
import dev.penstock.it.peers.Peers;
import dev.penstock.mqtt.CommandLink;
import dev.penstock.north.AnswerTopic;
import dev.penstock.north.CommandTopic;
import dev.penstock.north.Parsed;
import dev.penstock.north.TopicTemplate;
import dev.penstock.north.command.AnswerRoute;
import dev.penstock.north.command.CommandAnswer;
import dev.penstock.north.command.CommandMessage;
import dev.penstock.north.command.Order;
import dev.penstock.north.command.OrderReader;
import dev.penstock.north.command.OrderReading;
import dev.penstock.north.command.OrderReading.Named;
import dev.penstock.north.command.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands that mosquitto's own programs publish, as a link reads and answers them. */
@Timeout(300)
final class RemoteCommandsTest implements CommandLink.Ear {
  private static final String SET = "set/east/plc-1/level";

  private static final AnswerRoute ROUTE =
      new AnswerRoute(
          right(CommandTopic.parse("set/{site}/{source}/{point}")),
          Optional.of(right(AnswerTopic.parse("answer/{source}/{point}"))),
          right(TopicTemplate.parse("values/{source}")),
          "east",
          "cloud");

  private final Peers peers = Peers.ofThisMachine();
  private final OrderReader reader = new OrderReader(ROUTE.commands().at("east", "cloud"));
  private final LinkedBlockingQueue<OrderReading> read = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Refusal> unread = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private Optional<CommandLink> link = Optional.empty();

  @TempDir Path folder;

  private static <T> T right(Parsed<T> parsed) {
    return ((Parsed.Read<T>) parsed).value();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  /** Answers at once, as if each order was carried out. */
  @Override
  public void heard(CommandMessage message) {
    OrderReading reading = reader.read(message);
    boolean _ = read.add(reading);
    if (reading instanceof OrderReading.Read(Order order)) {
      var named = new Named(Optional.of(order.source()), Optional.of(order.point()), order.key());
      CommandAnswer answer = CommandAnswer.refused(named, "denied", "no rule");
      link.ifPresent(open ->
          open.answer(
              ROUTE.topic(message.answerTopic(), named).orElseThrow(),
              answer.encode(),
              message.correlation()));
    }
  }

  @Override
  public void unread(String topic, Refusal why, String text) {
    boolean _ = unread.add(why);
  }

  private CommandLink start(int port, MqttVersion version) throws Exception {
    var options = NorthRoute.link("cloud", "penstock-cloud-commands", port, version, null);
    String filter = ROUTE.commands().at("east", "cloud").filter();
    CommandLink started =
        CommandLink.start(options, new TopicFilter(filter), this, new SplittableRandom(1));
    link = Optional.of(started);
    open.add(started);
    await(() -> started.obstacle().isEmpty());
    return started;
  }

  /** Runs one of mosquitto's programs against the broker; what it printed. */
  private String run(String program, int port, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    boolean _ = command.add(peers.program(program).toString());
    command.addAll(List.of("-h", "127.0.0.1", "-p", String.valueOf(port)));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(program).isTrue();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      var _ = process.destroyForcibly();
    }
  }

  private OrderReading next() throws InterruptedException {
    OrderReading reading = read.poll(60, TimeUnit.SECONDS);
    assertThat(reading).isNotNull();
    return reading;
  }

  private Order order() throws InterruptedException {
    OrderReading reading = next();
    assertThat(reading).isInstanceOf(OrderReading.Read.class);
    return ((OrderReading.Read) reading).order();
  }

  private Refusal refusal() throws InterruptedException {
    OrderReading reading = next();
    assertThat(reading).isInstanceOf(OrderReading.Refused.class);
    return ((OrderReading.Refused) reading).why();
  }

  @ParameterizedTest
  @EnumSource(MqttVersion.class)
  void whatMosquittoPublishesIsReadAndWhatItKeptIsNot(MqttVersion version) throws Exception {
    Mosquitto broker = peers.mosquitto(folder, "");
    open.add(broker);
    int port = broker.port();
    String _ = run("mosquitto_pub", port, "-q", "1", "-r", "-t", SET, "-m", "1");
    CommandLink first = start(port, version);
    assertThat(refusal()).as("kept before we came").isEqualTo(Refusal.RETAINED);
    String _ =
        run("mosquitto_pub", port, "-q", "1", "-t", SET, "-m", "{\"value\":7.5,\"key\":\"k\"}");
    Order order = order();
    assertThat(order.source()).isEqualTo("plc-1");
    assertThat(order.key()).contains("k");
    String _ = run("mosquitto_pub", port, "-t", SET, "-m", "9".repeat(5_000));
    assertThat(unread.poll(60, TimeUnit.SECONDS)).isEqualTo(Refusal.TOO_LARGE);
    first.close();
    String _ = run("mosquitto_pub", port, "-q", "1", "-t", SET, "-m", "2");
    CommandLink _ = start(port, version);
    assertThat(refusal()).isEqualTo(Refusal.RETAINED);
    String _ = run("mosquitto_pub", port, "-q", "1", "-t", SET, "-m", "3");
    assertThat(order().value().toString()).as("what came meanwhile never does").contains("3");
    assertThat(first.faults()).isZero();
  }

  /** MQTT 5 §3.8.3.1: what was published as retained says so at once. */
  @Test
  void whatIsPublishedAsRetainedIsRefusedTheFirstTimeToo() throws Exception {
    Mosquitto broker = peers.mosquitto(folder, "");
    open.add(broker);
    CommandLink _ = start(broker.port(), MqttVersion.V5);
    String _ = run("mosquitto_pub", broker.port(), "-q", "1", "-r", "-t", SET, "-m", "1");
    assertThat(refusal()).isEqualTo(Refusal.RETAINED);
  }

  /** MQTT 5 §4.10, by a program that asks and waits for its answer. */
  @Test
  void whoAsksWithAResponseTopicIsAnsweredThere() throws Exception {
    Mosquitto broker = peers.mosquitto(folder, "");
    open.add(broker);
    CommandLink _ = start(broker.port(), MqttVersion.V5);
    String said =
        run(
            "mosquitto_rr",
            broker.port(),
            "-V",
            "5",
            "-q",
            "1",
            "-W",
            "55",
            "-t",
            SET,
            "-e",
            "hmi-7/answers",
            "-D",
            "publish",
            "correlation-data",
            "n-17",
            "-F",
            "%D %p",
            "-m",
            "{\"value\":1,\"withinSeconds\":9}");
    assertThat(order().within()).contains(Duration.ofSeconds(9));
    assertThat(said).contains("n-17", "\"why\":\"denied\"", "\"source\":\"plc-1\"");
  }
}
