package dev.penstock.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.yaml.SettingsFile.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
  private enum Colour {
    RED,
    GREEN
  }

  private static List<String> problems(String text, Function<Section, ?> shape) {
    return switch (SettingsFile.parse("penstock.yaml", text, shape::apply)) {
      case Reading.Valid<?> _ -> List.of();
      case Reading.Faulty<?>(var found) -> found.stream().map(Problem::text).toList();
    };
  }

  private static <T> T valid(String text, Function<Section, T> shape) {
    return switch (SettingsFile.parse("penstock.yaml", text, shape)) {
      case Reading.Valid<T>(var settings) -> settings;
      case Reading.Faulty<T>(var found) -> throw new AssertionError(found.toString());
    };
  }

  @Test
  void eachKindOfValueIsRead() {
    String text =
        """
        name: plant7
        port: 8460
        size: 20 GiB
        age: 1.5 h
        on: false
        colour: green
        list: [a, b]
        below:
          deep: yes, text
        many:
          - n: 1
          - n: 2
        """;
    List<Object> seen =
        valid(
            text,
            file ->
                List.of(
                    file.text("name", "a name"),
                    file.number("port", 1, 65_535, 1),
                    file.bytes("size", 0, 1L << 40, 0),
                    file.duration("age", Duration.ZERO, Duration.ofDays(1), Duration.ZERO),
                    file.yes("on", true),
                    file.word(
                        "colour", Map.of("red", Colour.RED, "green", Colour.GREEN), Colour.RED),
                    file.texts("list"),
                    file.section("below", below -> below.text("deep", "text")),
                    file.sections("many", item -> item.number("n", 1, 9, 1))));
    assertThat(seen)
        .containsExactly(
            "plant7",
            8460,
            20L << 30,
            Duration.ofMinutes(90),
            false,
            Colour.GREEN,
            List.of("a", "b"),
            "yes, text",
            List.of(1, 2));
  }

  @Test
  void aMissingFieldHasItsDefault() {
    List<Object> seen =
        valid(
            "version: 1\n",
            file ->
                List.of(
                    file.number("version", 1, 1, 1),
                    file.text("name", "a name", "x"),
                    file.bytes("size", 0, 10, 7),
                    file.section("below", below -> below.number("n", 1, 9, 3)),
                    file.sections("many", item -> item.number("n", 1, 9, 1)),
                    file.optionalText("other")));
    assertThat(seen).containsExactly(1, "x", 7L, 3, List.of(), Optional.empty());
  }

  @Test
  void aFaultNamesFileLineFieldValueAndWhatIsAllowed() {
    assertThat(
            problems(
                "version: 1\nbrokers:\n  - port: 70000\n",
                file -> {
                  int version = file.number("version", 1, 1, 1);
                  return List.of(
                      version, file.sections("brokers", b -> b.number("port", 1, 65_535, 1883)));
                }))
        .containsExactly(
            "penstock.yaml:3: brokers[0].port: '70000' is not allowed;"
                + " must be a whole number, 1..65535");
  }

  @Test
  void allFaultsAreFoundInOneReadingInTheOrderOfTheFile() {
    List<String> seen =
        problems(
            "size: 1 parsec\nage: 900 d\non: maybe\nname: ''\nlist: 7\n",
            file ->
                List.of(
                    file.duration(
                        "age", Duration.ofSeconds(1), Duration.ofDays(400), Duration.ZERO),
                    file.bytes("size", 1 << 20, 1L << 40, 1 << 20),
                    file.yes("on", true),
                    file.text("name", "a name"),
                    file.texts("list"),
                    file.text("origin", "the log's name, as plant7.example/log")));
    assertThat(seen)
        .containsExactly(
            "penstock.yaml:1: size: '1 parsec' is not allowed;"
                + " must be a size, 1 MiB to 1 TiB, as '20 GiB'",
            "penstock.yaml:1: origin: is missing: the log's name, as plant7.example/log",
            "penstock.yaml:2: age: '900 d' is not allowed;"
                + " must be a time, 1 s to 400 d, as '10 min'",
            "penstock.yaml:3: on: 'maybe' is not allowed; must be true or false",
            "penstock.yaml:4: name: must not be empty",
            "penstock.yaml:5: list: '7' is not allowed; must be a list, each item after '- '");
  }

  @Test
  void aMisspeltFieldIsAFaultAndTheRightOneIsProposed() {
    assertThat(
            problems(
                "below:\n  client_id: x\n  colour: red\n",
                file -> file.section("below", b -> b.text("client-id", "a name", "x"))))
        .containsExactly(
            "penstock.yaml:2: below.client_id: unknown field; did you mean 'client-id'?",
            "penstock.yaml:3: below.colour: unknown field; known here: client-id");
  }

  @Test
  void whatIsNoSettingsFileIsSaidInOneLine() {
    assertThat(problems("", file -> 1)).containsExactly("penstock.yaml: the file is empty");
    assertThat(problems("- a\n", file -> 1))
        .containsExactly("penstock.yaml:1: must be fields, as 'version: 1'");
    assertThat(problems("a: [1\nb: 2\n", file -> 1))
        .singleElement()
        .asString()
        .startsWith("penstock.yaml:2: is no YAML: ");
    assertThat(problems("a: 1\na: 2\n", file -> file.number("a", 1, 2, 1)))
        .containsExactly("penstock.yaml:2: a: is there twice");
    assertThat(problems("a: 1\n", file -> 1))
        .containsExactly("penstock.yaml:1: a: unknown field; none is known here");
  }

  @Test
  void aliasesThatMultiplyAreRefused() {
    String bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n";
    assertThat(problems(bomb, file -> List.of(file.texts("a"), file.texts("c")))).isNotEmpty();
  }

  @Test
  void aValueIsShownInOneShortLine() {
    String text = "on: " + "x".repeat(100) + "\n";
    assertThat(problems(text, file -> file.yes("on", true)))
        .singleElement()
        .asString()
        .contains("x".repeat(57) + "...'")
        .hasSizeLessThan(140);
  }

  @Test
  void whatCannotBeReadIsAProblemNotAnException(@TempDir Path folder) throws IOException {
    assertThat(texts(folder.resolve("none.yaml"))).singleElement().asString().contains("no such");
    Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe4});
    assertThat(texts(latin)).singleElement().asString().endsWith("the file must be UTF-8 text");
    Path large = Files.write(folder.resolve("large.yaml"), new byte[SettingsFile.BYTES_MAX + 1]);
    assertThat(texts(large)).singleElement().asString().contains("at most 1048576 bytes");
    assertThat(texts(folder)).singleElement().asString().contains("cannot be read");
  }

  private static List<String> texts(Path file) {
    return switch (SettingsFile.read(file, section -> 1)) {
      case Reading.Valid<?> _ -> List.of();
      case Reading.Faulty<?>(var found) -> found.stream().map(Problem::text).toList();
    };
  }
}
