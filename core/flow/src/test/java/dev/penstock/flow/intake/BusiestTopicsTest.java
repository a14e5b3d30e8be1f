package dev.penstock.flow.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.intake.BusiestTopics.Busy;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BusiestTopicsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** The bounds that Metwally et al. prove, against a plain count of everything. */
  @Test
  void countsAreNeverTooSmallAndFrequentTopicsAreAlwaysThere() {
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          int places = random.nextInt(1, 12);
          var busiest = new BusiestTopics(places);
          Map<String, Long> plain = new HashMap<>();
          int messages = random.nextInt(1, 400);
          for (int i = 0; i < messages; i++) {
            // Few topics often, many seldom.
            String topic = "t" + random.nextInt(random.nextBoolean() ? 3 : 60);
            busiest.heard(topic, 10, NOW);
            plain.merge(topic, 1L, Long::sum);
          }
          assertThat(busiest.messages()).isEqualTo(messages);
          assertThat(busiest.bytes()).isEqualTo(10L * messages);
          assertThat(busiest.busiest()).hasSizeLessThanOrEqualTo(places);
          long sum = 0;
          for (Busy busy : busiest.busiest()) {
            long real = plain.getOrDefault(busy.topic(), 0L);
            assertThat(busy.messages()).isGreaterThanOrEqualTo(real);
            assertThat(busy.messages() - busy.atMostTooMany()).isLessThanOrEqualTo(real);
            sum += busy.messages();
          }
          assertThat(sum).isEqualTo(messages);
          plain.forEach((topic, count) -> {
            if (count > messages / places) {
              assertThat(busiest.busiest()).extracting(Busy::topic).contains(topic);
            }
          });
        });
  }

  @Test
  void withRoomForAllTheCountsAreExact() {
    var busiest = new BusiestTopics(3);
    busiest.heard("a", 1, NOW);
    busiest.heard("b", 2, NOW);
    busiest.heard("a", 3, NOW.plusSeconds(1));
    assertThat(busiest.busiest())
        .containsExactly(new Busy("a", 2, 0, 4, NOW.plusSeconds(1)), new Busy("b", 1, 0, 2, NOW));
  }

  @Test
  void aLongTopicIsCutSoThatMemoryIsBounded() {
    var busiest = new BusiestTopics(2);
    busiest.heard("x".repeat(60_000), 1, NOW);
    assertThat(busiest.busiest().getFirst().topic()).hasSize(1_024);
  }
}
