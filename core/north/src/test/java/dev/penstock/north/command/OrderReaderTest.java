package dev.penstock.north.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.north.CommandTopic;
import dev.penstock.north.Parsed;
import dev.penstock.testkit.Seed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What messages ask for, and which ask for nothing. */
class OrderReaderTest {
  private static final String TOPIC = "cmd/plc-1/level";
  private static final OrderReader READER = reader("cmd/{source}/{point}");

  private static OrderReader reader(String topics) {
    var read = (Parsed.Read<CommandTopic>) CommandTopic.parse(topics);
    return new OrderReader(read.value().at("site", "cloud"));
  }

  private static ByteString bytes(String text) {
    return ByteString.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static CommandMessage message(String topic, String payload) {
    return new CommandMessage(
        topic,
        bytes(payload),
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty());
  }

  private static Order order(OrderReader by, CommandMessage message) {
    OrderReading reading = by.read(message);
    assertThat(reading).isInstanceOf(OrderReading.Read.class);
    return ((OrderReading.Read) reading).order();
  }

  private static Order order(String payload) {
    return order(READER, message(TOPIC, payload));
  }

  private static OrderReading.Refused refused(OrderReader by, CommandMessage message) {
    OrderReading reading = by.read(message);
    assertThat(reading).isInstanceOf(OrderReading.Refused.class);
    return (OrderReading.Refused) reading;
  }

  @Test
  void aBareValueIsWhatThePointShallHave() {
    assertThat(order("7.5"))
        .isEqualTo(
            new Order("plc-1", "level", new Scalar.Real(7.5), Optional.empty(), Optional.empty()));
    assertThat(order(" 7 ").value()).isEqualTo(new Scalar.Whole(7));
    assertThat(order("true").value()).isEqualTo(new Scalar.Bool(true));
    assertThat(order("\"on\"").value()).isEqualTo(new Scalar.Text("on"));
  }

  @Test
  void anObjectSaysMore() {
    Order order = order("{\"value\": false, \"key\": \"batch-17\", \"withinSeconds\": 5}");
    assertThat(order.value()).isEqualTo(new Scalar.Bool(false));
    assertThat(order.key()).contains("batch-17");
    assertThat(order.within()).contains(Duration.ofSeconds(5));
    OrderReader open = reader("cmd/{source}");
    assertThat(order(open, message("cmd/plc-2", "{\"value\": 1, \"point\": \"p\"}")).point())
        .isEqualTo("p");
    assertThat(refused(open, message("cmd/plc-2", "1")).why()).isEqualTo(Refusal.UNREADABLE);
    OrderReading.Refused other =
        refused(READER, message(TOPIC, "{\"value\": 1, \"source\": \"plc-2\", \"key\": \"k\"}"));
    assertThat(other.why()).isEqualTo(Refusal.UNREADABLE);
    assertThat(other.named().source()).contains("plc-1");
    assertThat(other.named().key()).contains("k");
  }

  @Test
  void whatSaysNoCommandIsRefused() {
    for (String payload :
        List.of(
            "",
            "on",
            "null",
            "[1]",
            "{}",
            "{\"value\": null}",
            "{\"value\": [1]}",
            "{\"value\": 1, \"valeu\": 2}",
            "{\"value\": 1, \"value\": 2}",
            "{\"value\": 1, \"key\": 7}",
            "{\"value\": 1, \"withinSeconds\": 0}",
            "{\"value\": 1, \"withinSeconds\": 121}",
            "{\"value\": 1, \"withinSeconds\": \"5\"}",
            "1 2",
            "NaN",
            "1e999")) {
      assertThat(refused(READER, message(TOPIC, payload)).why())
          .as(payload)
          .isEqualTo(Refusal.UNREADABLE);
    }
    assertThat(refused(READER, message("cmd/plc-1", "1")).why()).isEqualTo(Refusal.TOPIC);
    assertThat(refused(READER, message(TOPIC, "1" + " ".repeat(4_096))).why())
        .isEqualTo(Refusal.TOO_LARGE);
  }

  /** Req: 62443-4-2 CR 3.5 */
  @Test
  void noBytesMakeItThrow() {
    var random = new SplittableRandom(Seed.value());
    byte[] like =
        "{\"value\":1,\"key\":\"a\",\"withinSeconds\":5}".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = like.clone();
      for (int k = random.nextInt(4); k >= 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      var message =
          new CommandMessage(
              TOPIC,
              ByteString.of(bytes),
              false,
              false,
              Optional.empty(),
              Optional.empty(),
              OptionalLong.empty());
      assertThat(READER.read(message)).as("%d: %s", i, Seed.describe()).isNotNull();
    }
  }

  @Test
  void whatTheBrokerKeptIsOfAnotherMoment() {
    var kept =
        new CommandMessage(
            TOPIC,
            bytes("{\"value\": 1, \"key\": \"k\"}"),
            true,
            false,
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty());
    assertThat(refused(READER, kept).why()).isEqualTo(Refusal.RETAINED);
  }

  @Test
  void whatMayHaveComeBeforeNeedsAKey() {
    for (String payload : List.of("1", "{\"value\": 1}", "{\"value\": 1, \"key\": \"k\"}")) {
      var again =
          new CommandMessage(
              TOPIC,
              bytes(payload),
              false,
              true,
              Optional.empty(),
              Optional.empty(),
              OptionalLong.empty());
      boolean hasKey = payload.contains("key");
      assertThat(READER.read(again) instanceof OrderReading.Read).as(payload).isEqualTo(hasKey);
      if (!hasKey) {
        assertThat(refused(READER, again).why()).isEqualTo(Refusal.DUPLICATE);
      }
    }
  }

  @Test
  void aMessageThatExpiresIsNotWantedLonger() {
    for (String[] each :
        new String[][] {
          {"1", "7"},
          {"{\"value\": 1, \"withinSeconds\": 9}", "7"},
          {"{\"value\": 1, \"withinSeconds\": 3}", "3"}
        }) {
      var message =
          new CommandMessage(
              TOPIC,
              bytes(each[0]),
              false,
              false,
              Optional.empty(),
              Optional.empty(),
              OptionalLong.of(7));
      assertThat(order(READER, message).within())
          .contains(Duration.ofSeconds(Long.parseLong(each[1])));
    }
  }

  @Test
  void anAnswerSaysWhatBecameOfIt() {
    var named =
        new OrderReading.Named(Optional.of("plc-1"), Optional.of("level"), Optional.of("k\""));
    assertThat(
            new String(
                CommandAnswer.refused(named, "denied", "no").encode(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"key\":\"k\\\"\",\"point\":\"level\",\"source\":\"plc-1\",\"taken\":false,"
                + "\"text\":\"no\",\"why\":\"denied\"}");
    var done =
        new CommandAnswer(
            named,
            Optional.of(ByteString.of(new byte[] {1, (byte) 0xff})),
            Optional.of("refused"),
            Optional.empty(),
            "",
            2);
    assertThat(new String(done.encode(), StandardCharsets.UTF_8))
        .contains("\"command\":\"01ff\"", "\"phase\":\"refused\"", "\"status\":2", "\"taken\":true")
        .doesNotContain("text", "why");
  }
}
