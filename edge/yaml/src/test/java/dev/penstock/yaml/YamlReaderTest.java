package dev.penstock.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.plant.form.PlantReader;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import dev.penstock.yaml.YamlReader.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {
  private static final int CHARS_MAX = 1 << 20;

  private static final String PLANT =
      """
      format: penstock-plant-1
      organisation: {id: works}
      site: {id: east, name: "East"}
      zones:
        - id: field
          sources: ["plc-*", rtu-1]
        - id: control
      conduits:
        - {id: up, between: [field, control]}
      assets:
        - {id: plc, zone: field}
      """;

  private static Tree tree(String text) {
    return switch (YamlReader.parse(text, CHARS_MAX)) {
      case Parsed.Root(var tree) -> tree;
      case Parsed.Unreadable unreadable -> throw new AssertionError(unreadable.toString());
    };
  }

  private static Parsed.Unreadable unreadable(String text) {
    return switch (YamlReader.parse(text, CHARS_MAX)) {
      case Parsed.Root root -> throw new AssertionError(root.toString());
      case Parsed.Unreadable why -> why;
    };
  }

  private static Tree.Scalar text(int line, int column, String text) {
    return new Tree.Scalar(new Place(line, column), text);
  }

  @Test
  void everythingHasItsPlaceAndTextStaysText() {
    assertThat(tree("a: 010\nb:\n  - no\n  - ~\n"))
        .isEqualTo(
            new Tree.Fields(
                new Place(1, 1),
                List.of(
                    new Tree.Field(text(1, 1, "a"), text(1, 4, "010")),
                    new Tree.Field(
                        text(2, 1, "b"),
                        new Tree.Items(
                            new Place(3, 3), List.of(text(3, 5, "no"), text(4, 5, "~")))))));
  }

  @Test
  void tagsMeanNothing() {
    assertThat(tree("!!java/object:java.io.File x")).isEqualTo(text(1, 1, "x"));
  }

  @Test
  void whatCouldGrowIsRefused() {
    assertThat(unreadable("a: &x 1\nb: *x\n"))
        .isEqualTo(
            new Parsed.Unreadable(new Place(2, 4), "an alias, '*', is not read; write it out"));
    assertThat(unreadable("a: 1\n---\nb: 1\n").place()).isEqualTo(new Place(2, 1));
    assertThat(unreadable("? [a]\n: b\n").why()).isEqualTo("a field must be a plain word");
    assertThat(YamlReader.parse("a: " + "x".repeat(100), 50)).isInstanceOf(Parsed.Unreadable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? "})
  void depthHasAnEnd(String opening) {
    assertThat(unreadable(opening.repeat(100_000)).why()).isNotBlank();
    assertThat(tree("[".repeat(32) + "]".repeat(32))).isInstanceOf(Tree.Items.class);
    assertThat(unreadable("[".repeat(34) + "]".repeat(34)).why()).contains("deeper than 32");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# nothing\n", "---\n...\n"})
  void nothingIsNoDocumentOrAnEmptyText(String text) {
    assertThat(YamlReader.parse(text, CHARS_MAX))
        .isIn(
            new Parsed.Unreadable(Place.NONE, "the file is empty"),
            new Parsed.Root(text(2, 1, "")));
  }

  /** A good file with some bytes changed, and cut off somewhere. */
  @Test
  void garbageNeverThrows() {
    byte[] good = PLANT.getBytes(StandardCharsets.UTF_8);
    Property.forAll(Gen.seeds())
        .cases(5_000, 200_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          byte[] bytes = good.clone();
          int changes = random.nextInt(1, 12);
          for (int i = 0; i < changes; i++) {
            String signs = "[]{}:,-?&*!|>'\"%@`#~ \n\t\u0000az0";
            int at = random.nextInt(bytes.length);
            bytes[at] =
                random.nextBoolean()
                    ? (byte) signs.charAt(random.nextInt(signs.length()))
                    : (byte) random.nextInt(256);
          }
          String text = new String(bytes, StandardCharsets.UTF_8);
          String cut = text.substring(0, random.nextInt(text.length() + 1));
          for (String each : List.of(text, cut)) {
            if (YamlReader.parse(each, CHARS_MAX) instanceof Parsed.Root(var tree)) {
              assertThat(PlantReader.read(tree)).isNotNull();
              assertThat(shape(tree(YamlWriter.write(tree)))).isEqualTo(shape(tree));
            }
          }
        });
  }

  @Test
  void noiseNeverThrows() {
    Property.forAll(Gen.seeds())
        .cases(2_000, 100_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          var text = new StringBuilder();
          for (int i = random.nextInt(60); i > 0; i--) {
            String signs = "[]{}:,-?&*!|>'\"%@`#~  \n\n\tab0\u0000\u0085\u2028\ufeff\ud800\uffff";
            text.append(signs.charAt(random.nextInt(signs.length())));
          }
          assertThat(YamlReader.parse(text.toString(), CHARS_MAX)).isNotNull();
        });
  }

  /** The tree without places. */
  static Tree shape(Tree tree) {
    return switch (tree) {
      case Tree.Scalar(_, var text) -> new Tree.Scalar(Place.NONE, text);
      case Tree.Items(_, var items) ->
          new Tree.Items(Place.NONE, items.stream().map(YamlReaderTest::shape).toList());
      case Tree.Fields(_, var fields) -> {
        List<Tree.Field> made = new ArrayList<>();
        for (Tree.Field field : fields) {
          made.add(
              new Tree.Field(
                  new Tree.Scalar(Place.NONE, field.name().text()), shape(field.value())));
        }
        yield new Tree.Fields(Place.NONE, made);
      }
    };
  }
}
