package dev.penstock.north;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Seed;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Topics of commands are read back to the names that they were made of, or name nothing. */
class CommandTopicTest {
  private static CommandTopic topic(String text) {
    return switch (CommandTopic.parse(text)) {
      case Parsed.Read<CommandTopic>(var topic) -> topic;
      case Parsed.Wrong<CommandTopic> wrong -> throw new AssertionError(wrong.text());
    };
  }

  private static TopicTemplate template(String text) {
    return ((Parsed.Read<TopicTemplate>) TopicTemplate.parse(text)).value();
  }

  private static CommandTopic.Named named(String source, String point) {
    return new CommandTopic.Named(Optional.ofNullable(source), Optional.ofNullable(point));
  }

  @Test
  void aTopicNamesThePointThatItWasMadeOf() {
    CommandTopic.Here here = topic("penstock/{site}/{source}/{point}/set").at("east", "cloud");
    assertThat(here.filter()).isEqualTo("penstock/east/+/+/set");
    assertThat(here.read("penstock/east/plc-1/level/set")).contains(named("plc-1", "level"));
    assertThat(here.read("penstock/east/plc-1/drive%2Fspeed/set"))
        .contains(named("plc-1", "drive/speed"));
    for (String other :
        List.of(
            "penstock/west/plc-1/level/set",
            "penstock/east/plc-1/level/get",
            "penstock/east/plc-1/level",
            "penstock/east/plc-1/level/set/more",
            "penstock/east//level/set",
            "")) {
      assertThat(here.read(other)).as(other).isEmpty();
    }
  }

  @Test
  void theRestOfATopicMayBeAName() {
    CommandTopic.Here here = topic("set/{destination}/{source}/{point/}").at("east", "cloud");
    assertThat(here.filter()).isEqualTo("set/cloud/+/#");
    assertThat(here.read("set/cloud/plc-1/drive/speed")).contains(named("plc-1", "drive/speed"));
    // MQTT 5 §4.7.1.2: the filter brings this topic too.
    assertThat(here.read("set/cloud/plc-1")).isEmpty();
    assertThat(topic("set/{source}/").at("", "").filter()).isEqualTo("set/+/");
    assertThat(topic("{source}/set").at("", "").read("$SYS/set")).isEmpty();
    assertThat(topic("{source}/set").at("", "").read("%24SYS/set")).contains(named("$SYS", null));
    assertThat(topic("cmd").at("", "").read("cmd")).contains(named(null, null));
  }

  @Test
  void aTopicThatIsSpelledOtherwiseNamesNothing() {
    CommandTopic.Here here = topic("a/{source}/{point}").at("", "");
    for (String odd : List.of("%61", "%2f", "%2", "%", "%zz", "%FF", "a%00%", "%C3")) {
      assertThat(here.read("a/plc/" + odd)).as(odd).isEmpty();
    }
    assertThat(here.read("a/plc/%2B")).contains(named("plc", "+"));
  }

  @Test
  void anyTwoNamesComeBackAsTheyWere() {
    var random = new SplittableRandom(Seed.value());
    String signs = "ab/+#%$ \u0085\u00e4\u20ac-.0";
    CommandTopic.Here here = topic("x/{source}/{point/}").at("", "");
    TopicTemplate there = template("x/{source}/{point/}");
    for (int i = 0; i < 2_000; i++) {
      String source = text(random, signs);
      String point = text(random, signs);
      String made = there.topic(new TopicTemplate.Filling(source, point, "", "", ""));
      assertThat(here.read(made))
          .as("%s: %s", made, Seed.describe())
          .contains(named(source, point));
    }
  }

  private static String text(SplittableRandom random, String signs) {
    var text = new StringBuilder();
    int length = 1 + random.nextInt(6);
    for (int i = 0; i < length; i++) {
      var _ = text.append(signs.charAt(random.nextInt(signs.length())));
    }
    return text.toString();
  }

  @Test
  void whatCannotBeReadBackIsRefused() {
    for (String wrong :
        List.of(
            "set/p-{source}/{point}",
            "set/{source}{point}",
            "set/{point/}/set",
            "set/{source}/{source}",
            "set/{zone}/{source}",
            "set/{nobody}",
            "{source}/{point/}",
            "{point/}",
            "/{source}",
            "$SYS/{source}",
            "a/+/b",
            "")) {
      assertThat(CommandTopic.parse(wrong)).as(wrong).isInstanceOf(Parsed.Wrong.class);
    }
  }

  @Test
  void aTemplateThatCouldBeHeardAsACommandIsKnown() {
    CommandTopic commands = topic("penstock/{site}/{source}/{point}/set");
    assertThat(commands.hears(template("penstock/{site}/{source}"))).isFalse();
    assertThat(commands.hears(template("penstock/{site}/{source}/{point}/answer"))).isFalse();
    assertThat(commands.hears(template("penstock/{site}/{source}/{point}"))).isFalse();
    assertThat(commands.hears(template("penstock/{site}/{source}/{point}/{zone}"))).isTrue();
    assertThat(commands.hears(template("penstock/{site}/{source}/{point/}"))).isTrue();
    assertThat(commands.hears(template("{site/}/set"))).isTrue();
    assertThat(topic("x/{source}/{point/}").hears(template("x/{source}/values"))).isTrue();
    assertThat(topic("x/{source}/{point/}").hears(template("y/{source}/values"))).isFalse();
  }

  @Test
  void anAnswerHasATopicWhereItsCommandSaidEnough() {
    var read = (Parsed.Read<AnswerTopic>) AnswerTopic.parse("a/{site}/{source}/{point}");
    AnswerTopic answers = read.value();
    assertThat(answers.topic("s", "d", Optional.of("plc"), Optional.of("p/q")))
        .contains("a/s/plc/p%2Fq");
    assertThat(answers.topic("s", "d", Optional.of("plc"), Optional.empty())).isEmpty();
    assertThat(answers.isHeardBy(topic("a/{site}/{source}/{point}"))).isTrue();
    assertThat(AnswerTopic.parse("a/{zone}")).isInstanceOf(Parsed.Wrong.class);
    assertThat(AnswerTopic.parse("a/#")).isInstanceOf(Parsed.Wrong.class);
  }
}
