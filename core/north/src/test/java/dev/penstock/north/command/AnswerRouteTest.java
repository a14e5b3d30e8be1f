package dev.penstock.north.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.north.AnswerTopic;
import dev.penstock.north.CommandTopic;
import dev.penstock.north.Parsed;
import dev.penstock.north.TopicTemplate;
import dev.penstock.north.command.OrderReading.Named;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Answers go where they mean nothing else. Req: 62443-4-2 CR 2.1 */
class AnswerRouteTest {
  private static final Named LEVEL =
      new Named(Optional.of("plc-1"), Optional.of("level"), Optional.empty());

  private static <T> T right(Parsed<T> parsed) {
    return ((Parsed.Read<T>) parsed).value();
  }

  private static AnswerRoute route(Optional<AnswerTopic> answers) {
    return new AnswerRoute(
        right(CommandTopic.parse("set/{site}/{source}/{point}")),
        answers,
        right(TopicTemplate.parse("values/{source}/{point/}")),
        "east",
        "cloud");
  }

  @Test
  void anAnswerGoesWhereItsCommandWantsItOrToTheTopicOfTheSettings() {
    AnswerRoute route = route(Optional.of(right(AnswerTopic.parse("answer/{source}/{point}"))));
    assertThat(route.topic(Optional.of("hmi-7/answers"), LEVEL)).contains("hmi-7/answers");
    assertThat(route.topic(Optional.empty(), LEVEL)).contains("answer/plc-1/level");
    assertThat(route.topic(Optional.empty(), Named.NOTHING)).isEmpty();
    assertThat(route(Optional.empty()).topic(Optional.empty(), LEVEL)).isEmpty();
  }

  @Test
  void noCommandMakesUsSpeakWhereOthersListenForSomethingElse() {
    AnswerRoute route = route(Optional.empty());
    for (String topic :
        List.of(
            "",
            "$SYS/x",
            "spBv1.0/g/DCMD/n/d",
            "set/east/plc-1/level",
            "set/west/plc-1/level",
            "values/plc-1/level",
            "values/plc-1/a/b",
            "a/+",
            "a/#",
            "a\u0007",
            "a".repeat(1_001))) {
      assertThat(route.topic(Optional.of(topic), LEVEL)).as(topic).isEmpty();
    }
    assertThat(route.topic(Optional.of("values"), LEVEL)).contains("values");
  }
}
