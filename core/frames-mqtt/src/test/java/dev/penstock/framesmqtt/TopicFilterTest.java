package dev.penstock.framesmqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicFilterTest {
  /** The examples of MQTT 5 §4.7.1 and §4.7.2, and shared ones of §4.8.2. */
  @ParameterizedTest
  @CsvSource({
    "sport/tennis/player1/#, sport/tennis/player1, true",
    "sport/tennis/player1/#, sport/tennis/player1/ranking, true",
    "sport/tennis/player1/#, sport/tennis/player1/score/wimbledon, true",
    "sport/#, sport, true",
    "#, a, true",
    "#, /, true",
    "sport/tennis/+, sport/tennis/player1, true",
    "sport/tennis/+, sport/tennis/player1/ranking, false",
    "sport/+, sport, false",
    "sport/+, sport/, true",
    "+/+, /finance, true",
    "/+, /finance, true",
    "+, /finance, false",
    "#, $SYS/monitor/Clients, false",
    "+/monitor/Clients, $SYS/monitor/Clients, false",
    "$SYS/#, $SYS/a, true",
    "$SYS/monitor/+, $SYS/monitor/Clients, true",
    "a/b, a/b, true",
    "a/b, a/b/c, false",
    "a/b/c, a/b, false",
    "a, ab, false",
    "a/+/c, a//c, true",
    "$share/g/a/+, a/b, true",
    "$share/g/#, $SYS/x, false",
    "a/#, ab, false",
    "a/#, a/, true",
  })
  void matchesAsTheStandardSays(String filter, String topic, boolean matches) {
    assertThat(new TopicFilter(filter).matches(topic)).isEqualTo(matches);
  }

  @Test
  void matchesLikeAPlainModel() {
    Gen<List<String>> levels = Gen.lists(Gen.pick(List.of("a", "b", "", "+", "ab")), 1, 4);
    Property.forAll(Gen.lists(levels, 2, 2))
        .cases(500, 20_000)
        .holds(pair -> {
          String filter = String.join("/", pair.getFirst());
          List<String> topicLevels =
              pair.getLast().stream().map(level -> level.replace("+", "a")).toList();
          String topic = String.join("/", topicLevels);
          if (!filter.isEmpty()) {
            assertThat(new TopicFilter(filter).matches(topic))
                .as("%s %s", filter, topic)
                .isEqualTo(plain(pair.getFirst(), topicLevels, false));
          }
          assertThat(new TopicFilter(filter + "/#").matches(topic))
              .as("%s/# %s", filter, topic)
              .isEqualTo(plain(pair.getFirst(), topicLevels, true));
        });
  }

  private static boolean plain(List<String> filter, List<String> topic, boolean isOpen) {
    if (topic.size() < filter.size() || (!isOpen && topic.size() > filter.size())) {
      return false;
    }
    for (int i = 0; i < filter.size(); i++) {
      if (!filter.get(i).equals("+") && !filter.get(i).equals(topic.get(i))) {
        return false;
      }
    }
    return true;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a+", "a/#/b", "a#", "$share/g", "$share//a", "$share/+/a", "a\0"})
  void whatIsNoFilterIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TopicFilter(text))
        .withMessageStartingWith("filter is ");
  }
}
