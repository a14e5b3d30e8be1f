package dev.penstock.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeLogTest {
  private final FakeClock clock = FakeClock.at(Instant.parse("2026-01-01T00:00:00Z"));
  private final List<String> lines = new ArrayList<>();

  private NodeLog log(LogForm form, LogLevel least) {
    return new NodeLog(form, least, clock, lines::add);
  }

  @Test
  void anEventIsOneLineOfText() {
    log(LogForm.TEXT, LogLevel.INFO)
        .say(LogLevel.WARNING, "listener-deaf", "nothing\nlistens", "listener", "line1");
    assertThat(lines)
        .containsExactly(
            "2026-01-01T00:00:00Z warning listener-deaf listener=line1"
                + " text=\"nothing\\u000alistens\"");
  }

  @Test
  void anEventIsOneJsonObject() {
    log(LogForm.JSON, LogLevel.INFO)
        .say(LogLevel.INFO, "listener-up", "a \"b\" \\ \u001b[2J \u2028", "topic", "plant/#");
    assertThat(lines)
        .containsExactly(
            "{\"time\":\"2026-01-01T00:00:00Z\",\"level\":\"info\",\"event\":\"listener-up\","
                + "\"topic\":\"plant/#\",\"text\":\"a \\\"b\\\" \\\\ \\u001b[2J \\u2028\"}");
  }

  @Test
  void whatComesAgainWithinAMinuteIsCounted() {
    NodeLog log = log(LogForm.TEXT, LogLevel.INFO);
    for (int i = 0; i < 1_000; i++) {
      log.say(LogLevel.WARNING, "finding", "number " + i, "code", "MALFORMED");
    }
    log.say(LogLevel.WARNING, "finding", "another", "code", "TOO_MANY_TOPICS");
    assertThat(lines).hasSize(2);
    clock.advance(Duration.ofSeconds(59));
    log.settle();
    assertThat(lines).hasSize(2);
    clock.advance(Duration.ofSeconds(1));
    log.settle();
    assertThat(lines)
        .hasSize(3)
        .last()
        .asString()
        .contains("code=MALFORMED", "text=\"number 0\"", "repeated=999");
    log.say(LogLevel.WARNING, "finding", "number x", "code", "MALFORMED");
    assertThat(lines).hasSize(4);
  }

  @Test
  void whatMattersLessIsNotSaidAndAValueHasABound() {
    NodeLog log = log(LogForm.TEXT, LogLevel.WARNING);
    log.say(LogLevel.INFO, "started", "x");
    assertThat(lines).isEmpty();
    log.say(LogLevel.ERROR, "obstacle", "x".repeat(10_000));
    assertThat(lines).singleElement().satisfies(line -> assertThat(line).hasSizeLessThan(600));
  }
}
