package dev.penstock.north;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.north.Selection.Choice;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people write, and what they are told where it cannot be. */
final class TemplatesTest {
  static TopicTemplate topic(String text) {
    return switch (TopicTemplate.parse(text)) {
      case Parsed.Read<TopicTemplate>(var template) -> template;
      case Parsed.Wrong<TopicTemplate> wrong -> throw new AssertionError(wrong.text());
    };
  }

  static PayloadTemplate payload(String text) {
    return switch (PayloadTemplate.parse(text)) {
      case Parsed.Read<PayloadTemplate>(var template) -> template;
      case Parsed.Wrong<PayloadTemplate> wrong -> throw new AssertionError(wrong.text());
    };
  }

  private static String made(String template, String source, String point) {
    return topic(template).topic(new TopicTemplate.Filling(source, point, "", "plant 1", "cloud"));
  }

  @ParameterizedTest(name = "{0} of {1} and {2}")
  @CsvSource({
    "a/{source}/{point}, pump, speed, a/pump/speed",
    "{source}/{point}, a/b, c, a%2Fb/c",
    "{source/}/{point/}, a/b, c/d, a/b/c/d",
    "{source}, +#%/$, x, %2B%23%25%2F$",
    "{source}, $SYS, x, %24SYS",
    "x{source}, $SYS, x, x$SYS",
    "{zone}/{site}/{destination}/{point}, x, y, -/plant 1/cloud/y",
  })
  void aNameIsOneLevelAndNothingMore(
      String template, String source, String point, String expected) {
    assertThat(made(template, source, point)).isEqualTo(expected);
  }

  @Test
  void controlCharactersNeverStandInATopic() {
    assertThat(made("{source}", "a\u0000b\u007f\u0085", "x")).isEqualTo("a%00b%7F%C2%85");
  }

  @Test
  void twoPairsOfNamesNeverHaveOneTopic() {
    String letters = "a/+#%2F$é\u0001";
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          String[] names = new String[4];
          for (int i = 0; i < names.length; i++) {
            var name = new StringBuilder("n");
            for (int k = random.nextInt(4); k > 0; k--) {
              name.append(letters.charAt(random.nextInt(letters.length())));
            }
            names[i] = name.toString();
          }
          boolean isSame = names[0].equals(names[2]) && names[1].equals(names[3]);
          String one = made("t/{source}/{point}", names[0], names[1]);
          String other = made("t/{source}/{point}", names[2], names[3]);
          assertThat(one.equals(other)).isEqualTo(isSame);
          assertThat(one).doesNotContain("+", "#");
        });
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a/{sorce}/x | 2 | {sorce} is no place",
        "a/{source | 2 | a brace is not closed",
        "a/+/b | 2 | \"+\" cannot stand",
        "a/b# | 3 | \"#\" cannot stand",
        "$SYS/a | 0 | the broker's own",
        "a/} | 2 | \"}\" cannot stand",
      })
  void aTopicThatCannotBeSaysWhereAndWhy(String text, int at, String what) {
    assertThat(TopicTemplate.parse(text))
        .isInstanceOfSatisfying(
            Parsed.Wrong.class,
            wrong -> {
              assertThat(wrong.at()).isEqualTo(at);
              assertThat(wrong.text()).contains(what);
              assertThat(wrong.advice()).isNotEmpty();
            });
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "xml batch | 0 | no form of a payload",
        "json | 0 | no form of a payload",
        "json one: point, vale | 16 | \"vale\" is nothing that a value has",
        "json one: value/ms | 9 | is no form of value",
        "json one: point, t=sourceTime/minutes | 16 | is no form of sourceTime",
        "json one: value, -value | 16 | cannot be left out by a minus",
        "json one: point | 0 | the payload has no value",
        "json one: value, a=point, a=source | 0 | the key a stands there twice",
        "json one: value, point, value | 0 | stands there twice",
        "json one: =value | 9 | the key of value cannot be written",
      })
  void aPayloadThatCannotBeSaysWhereAndWhy(String text, int at, String what) {
    assertThat(PayloadTemplate.parse(text))
        .isInstanceOfSatisfying(
            Parsed.Wrong.class,
            wrong -> {
              assertThat(wrong.text()).contains(what);
              assertThat(wrong.at()).isEqualTo(at);
              assertThat(wrong.advice()).isNotEmpty();
            });
  }

  @Test
  void noTextThrows() {
    String letters = "{}source/=-,:json batchone\\\"+#\ud800";
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          var text = new StringBuilder(random.nextInt(2) == 0 ? "json one: " : "");
          for (int k = random.nextInt(40); k > 0; k--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
          }
          assertThat(TopicTemplate.parse(text.toString())).isNotNull();
          assertThat(PayloadTemplate.parse(text.toString())).isNotNull();
        });
  }

  @Test
  void aRecipeSaysWhichPointAValueIsOf() {
    assertThatThrownBy(() -> recipe("a/{source}", "json one: value"))
        .hasMessageContaining("which point");
    assertThatThrownBy(() -> recipe("a/{point}", "json batch")).hasMessageContaining("{point}");
  }

  private static Recipe recipe(String topic, String payload) {
    return new Recipe(
        "c", "s", "log", topic(topic), payload(payload), Selection.ALL, 1, false, 10, 1_024);
  }

  @Test
  void aSelectionTakesWhatIsWantedAndLeavesWhatIsNot() {
    var selection =
        new Selection(
            List.of(new Choice("pump*", "*"), new Choice("valve", "*/state")),
            List.of(new Choice("*", "*debug*")));
    assertThat(selection.covers("pump7", "speed")).isTrue();
    assertThat(selection.covers("pump7", "x/debug/y")).isFalse();
    assertThat(selection.covers("valve", "a/state")).isTrue();
    assertThat(selection.covers("valve", "a/states")).isFalse();
    assertThat(selection.covers("motor", "speed")).isFalse();
    assertThat(Selection.ALL.covers("motor", "speed")).isTrue();
  }
}
