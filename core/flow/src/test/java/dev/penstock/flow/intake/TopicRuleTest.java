package dev.penstock.flow.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicRuleTest {
  @ParameterizedTest
  @CsvSource({
    "plant/{source}/+/{point...}, plant/pump1/v2/flow/rate, pump1, flow/rate",
    "{source}/{point}, a/b, a, b",
    "{source}/x/{point}, a/x/b, a, b",
    "{source}/{point}/#, a/b, a, b",
    "{source}/{point}/#, a/b/c/d, a, b",
    "{source}/{point...}, ä/ö/ü, ä, ö/ü",
  })
  void capturesNameSourceAndPoint(String pattern, String topic, String source, String point) {
    assertThat(TopicRule.of(pattern).name(topic)).contains(new TopicName(source, point, false));
  }

  @ParameterizedTest
  @CsvSource({
    "plant/{source}/+/{point...}, plant/pump1/v2",
    "plant/{source}/+/{point...}, other/pump1/v2/flow",
    "{source}/{point}, a",
    "{source}/{point}, a/b/c",
    "{source}/{point}, /b",
    "{source}/{point}, a/",
    "{source}/{point}, a/~other",
  })
  void anyOtherTopicHasNoName(String pattern, String topic) {
    assertThat(TopicRule.of(pattern).name(topic)).isEmpty();
  }

  @Test
  void namesAreMadeOfCaptures() {
    var rule = TopicRule.of("{site}/{line}/{tag}", "{site}-{line}", "tag:{tag}");
    assertThat(rule.name("north/7/p1")).contains(new TopicName("north-7", "tag:p1", false));
  }

  @Test
  void aNameThatNoRecordCanHoldIsNone() {
    String longLevel = "x".repeat(256);
    assertThat(TopicRule.of("{source}/{point}").name("a/" + longLevel)).isEmpty();
    assertThat(TopicRule.of("{source}/{point}").name("a/" + "ü".repeat(127))).isPresent();
    assertThat(TopicRule.of("{source}/{point}").name("a/" + "ü".repeat(128))).isEmpty();
  }

  @Test
  void aTopicOfManyLevelsIsComparedInBoundedTime() {
    String deep = "a/".repeat(30_000) + "a";
    assertThat(TopicRule.of("{source}/{point}").name(deep)).isEqualTo(Optional.empty());
    assertThat(TopicRule.of("{source}/+/#", "{source}", "all").name(deep))
        .contains(new TopicName("a", "all", false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|pattern has 0 characters, must have 1..1024",
        "a/#/b|pattern level 2 is \"#\": # must be the last level",
        "{source}/{point...}/x|pattern level 2 is \"{point...}\": {point...} must be the last level",
        "{source}/{source}|pattern level 2 is \"{source}\": {source} stands there twice",
        "{source}/x{point}|pattern level 2 is \"x{point}\": a capture is a whole level",
        "{source}/a+|pattern level 2 is \"a+\": + and # are whole levels",
        "{source}/+|point uses {point}, the pattern captures [{source}]",
        "+/{point}|source uses {source}, the pattern captures [{point}]",
      })
  void aRuleThatCannotWorkSaysWhere(String pattern, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopicRule.of(pattern))
        .withMessageStartingWith(message);
  }

  @Test
  void aNameTemplateIsChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopicRule.of("{a}", "~x", "{a}"))
        .withMessage("source must not begin with ~, which is reserved");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopicRule.of("{a}", "x", "{a"))
        .withMessageContaining("a brace without its other half");
  }
}
