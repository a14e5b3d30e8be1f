package dev.penstock.flow.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TopicNamesTest {
  private static final List<TopicRule> RULES =
      List.of(TopicRule.of("plant/{source}/{point...}"), TopicRule.of("lab/{source}/+/{point}"));

  @Test
  void theFirstRuleThatFitsDecidesAndElseTheTopicIsThePoint() {
    var names = new TopicNames("north", RULES, NamingLimits.DEFAULT);
    assertThat(names.name("plant/p1/flow")).isEqualTo(new TopicName("p1", "flow", false));
    assertThat(names.name("lab/b2/x/ph")).isEqualTo(new TopicName("b2", "ph", false));
    assertThat(names.name("something/else"))
        .isEqualTo(new TopicName("north", "something/else", false));
  }

  @Test
  void topicsBeyondTheLimitAreCollectedAndTheOthersKeepTheirPoints() {
    var names = new TopicNames("north", RULES, new NamingLimits(2, 3));
    assertThat(names.name("plant/p1/a").point()).isEqualTo("a");
    assertThat(names.name("plant/p1/b").point()).isEqualTo("b");
    assertThat(names.name("plant/p2/a").point()).isEqualTo("a");
    assertThat(names.name("plant/p1/c")).isEqualTo(new TopicName("p1", "~other", true));
    assertThat(names.name("plant/p3/a")).isEqualTo(new TopicName("north", "~other", true));
    assertThat(names.name("plant/p1/a")).isEqualTo(new TopicName("p1", "a", false));
    assertThat(names.topicCount()).isEqualTo(3);
    assertThat(names.sourceCount()).isEqualTo(2);
  }

  @Test
  void sourcesHaveALimitOfTheirOwn() {
    var names = new TopicNames("north", RULES, new NamingLimits(1, 100));
    assertThat(names.name("plant/p1/a").source()).isEqualTo("p1");
    assertThat(names.name("plant/p2/a")).isEqualTo(new TopicName("north", "~other", true));
    assertThat(names.name("plant/p1/b")).isEqualTo(new TopicName("p1", "b", false));
    assertThat(names.name("x")).isEqualTo(new TopicName("north", "x", false));
  }

  @Test
  void aTopicTooLongForANameIsCollectedAndNotRemembered() {
    var names = new TopicNames("north", List.of(), NamingLimits.DEFAULT);
    assertThat(names.name("x".repeat(256)).isCollecting()).isTrue();
    assertThat(names.name("x".repeat(60_000)).isCollecting()).isTrue();
    assertThat(names.name("~other").isCollecting()).isTrue();
    assertThat(names.topicCount()).isZero();
  }

  @Test
  void whatHadAPointBeforeKeepsItInTheNextLife() {
    var names = new TopicNames("north", RULES, new NamingLimits(5, 2));
    names.remember(
        List.of(
            new TopicName("p1", "a", false),
            new TopicName("p1", "b", false),
            new TopicName("p1", "~other", false)));
    assertThat(names.name("plant/p9/flood").isCollecting()).isTrue();
    assertThat(names.name("plant/p1/c")).isEqualTo(new TopicName("p1", "~other", true));
    TopicName b = names.name("plant/p1/b");
    assertThat(b).isEqualTo(new TopicName("p1", "b", false));
    assertThat(names.sharedWith(b, "plant/p1/b")).as("nobody else had it").isEmpty();
    assertThat(names.sharedWith(b, "lab/p1/x/b")).contains("plant/p1/b");
    assertThat(names.topicCount()).isEqualTo(2);
  }

  @Test
  void whatOnlyAnotherListenerCanNameTakesNoPlace() {
    var rules = List.of(TopicRule.of("plant/{a}/{b}", "line-{a}", "{b}"));
    var names = new TopicNames("north", rules, new NamingLimits(5, 2));
    names.remember(
        List.of(new TopicName("south", "x", false), new TopicName("syslog7", "y", false)));
    assertThat(names.topicCount()).isZero();
    names.remember(
        List.of(new TopicName("line-7", "flow", false), new TopicName("north", "odd", false)));
    assertThat(names.topicCount()).isEqualTo(2);
    assertThat(names.sourceCount()).isEqualTo(1);
  }

  /** Whatever a flood brings first after a restart: a topic has the name that it had before. */
  @Test
  void aRestartChangesNoDecisionThatMadeAPoint() {
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          var limits = new NamingLimits(3, 8);
          var before = new TopicNames("north", RULES, limits);
          Set<TopicName> numbered = new HashSet<>();
          Map<String, TopicName> given = new HashMap<>();
          for (int life = 0; life < 4; life++) {
            var names = life == 0 ? before : new TopicNames("north", RULES, limits);
            names.remember(numbered);
            for (int i = 0; i < 60; i++) {
              String topic =
                  (random.nextBoolean() ? "plant/p" : "lab/x/p")
                      + random.nextInt(6)
                      + "/t"
                      + random.nextInt(5);
              TopicName name = names.name(topic);
              if (!name.isCollecting()) {
                numbered.add(name);
                assertThat(given.putIfAbsent(topic, name)).isIn(null, name);
              } else {
                assertThat(given).as(topic).doesNotContainKey(topic);
              }
            }
          }
          assertThat(numbered).hasSizeLessThanOrEqualTo(8);
        });
  }

  @Test
  void twoTopicsThatARuleJoinsAreTold() {
    var names = new TopicNames("north", RULES, NamingLimits.DEFAULT);
    TopicName first = names.name("lab/b2/x/ph");
    TopicName second = names.name("lab/b2/y/ph");
    assertThat(second).isEqualTo(first);
    assertThat(names.sharedWith(first, "lab/b2/x/ph")).isEmpty();
    assertThat(names.sharedWith(second, "lab/b2/y/ph")).contains("lab/b2/x/ph");
  }

  @Test
  void anyTopicHasANameAndTheBoundsHold() {
    var levels = List.of("plant", "lab", "p1", "p2", "", "~x", "flow", "ü".repeat(130));
    Property.forAll(Gen.lists(Gen.lists(Gen.pick(levels), 1, 5), 1, 60))
        .holds(topics -> {
          var limits = new NamingLimits(2, 5);
          var names = new TopicNames("north", RULES, limits);
          Map<String, TopicName> given = new HashMap<>();
          Set<String> sources = new HashSet<>();
          for (List<String> parts : topics) {
            String topic = String.join("/", parts);
            TopicName name = names.name(topic);
            sources.add(name.source());
            if (!name.isCollecting()) {
              assertThat(given.putIfAbsent(topic, name)).isIn(null, name);
            }
          }
          assertThat(Set.copyOf(given.values())).hasSizeLessThanOrEqualTo(5);
          sources.remove("north");
          assertThat(sources).hasSizeLessThanOrEqualTo(2);
        });
  }

  @Test
  void limitsNameFieldValueAndRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NamingLimits(0, 1))
        .withMessage("sources is 0, must be 1..100000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NamingLimits(1, 1_000_001))
        .withMessage("topics is 1000001, must be 1..1000000");
  }
}
