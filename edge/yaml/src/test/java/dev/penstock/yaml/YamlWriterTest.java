package dev.penstock.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.plant.Asset;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Conduit;
import dev.penstock.plant.Draft;
import dev.penstock.plant.Model;
import dev.penstock.plant.ModelChecker;
import dev.penstock.plant.Organisation;
import dev.penstock.plant.Site;
import dev.penstock.plant.Zone;
import dev.penstock.plant.form.PlantReader;
import dev.penstock.plant.form.PlantWriter;
import dev.penstock.plant.form.Reading;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import dev.penstock.yaml.YamlReader.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class YamlWriterTest {
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a",
          "a b",
          "true",
          "No",
          "~",
          "null",
          "010",
          "1e3",
          "2026-11-22",
          "- a",
          "a: b",
          "a #b",
          "#a",
          "*",
          "plc-*",
          "?",
          "&a",
          "!a",
          "|",
          ">",
          "'",
          "\"",
          "\\",
          "%a",
          "@",
          "`",
          "[a",
          "{a",
          "a, b",
          "a ",
          " a",
          "a:",
          "Ångström",
          "水",
          "𝄞",
          "e\u0301",
          "\u00a0",
          "a\nb",
          "\t",
          "\u0085",
          "\u2028",
          "\ufeff",
          "\u202e",
          "\u0000",
          "\ue000",
          "\ufffe",
          "---",
          "...");

  private static Tree.Scalar text(String text) {
    return new Tree.Scalar(Place.NONE, text);
  }

  private static Tree random(SplittableRandom random, int depth) {
    int shape = depth == 0 ? 0 : random.nextInt(3);
    if (shape == 0) {
      return text(TEXTS.get(random.nextInt(TEXTS.size())));
    }
    List<Tree> items = new ArrayList<>();
    List<Tree.Field> fields = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Tree value = random(random, depth - 1);
      items.add(value);
      fields.add(new Tree.Field(text(TEXTS.get(random.nextInt(TEXTS.size()))), value));
    }
    return shape == 1 ? new Tree.Items(Place.NONE, items) : new Tree.Fields(Place.NONE, fields);
  }

  @Test
  void readingGivesTheTreeThatWasWritten() {
    Property.forAll(Gen.seeds())
        .cases(2_000, 100_000)
        .holds(seed -> {
          Tree tree = random(new SplittableRandom(seed), 5);
          String written = YamlWriter.write(tree);
          assertThat(YamlReader.parse(written, 1 << 20))
              .as(written)
              .isInstanceOfSatisfying(
                  Parsed.Root.class,
                  root -> assertThat(YamlReaderTest.shape(root.tree())).isEqualTo(tree));
        });
  }

  @Test
  void anExportedModelIsImportedAsItWas() {
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          Model model = model(new SplittableRandom(seed));
          String written = YamlWriter.write(PlantWriter.write(model));
          assertThat(YamlReader.parse(written, 1 << 20))
              .isInstanceOfSatisfying(
                  Parsed.Root.class,
                  root ->
                      assertThat(PlantReader.read(root.tree()))
                          .isEqualTo(
                              new Reading.Plant(new Checked.Sound(model), Optional.empty())));
        });
  }

  private static Model model(SplittableRandom random) {
    int zoneCount = random.nextInt(1, 6);
    List<Zone> zones = new ArrayList<>();
    List<Asset> assets = new ArrayList<>();
    for (int i = 0; i < zoneCount; i++) {
      Optional<String> parent = i % 2 == 0 ? Optional.empty() : Optional.of("0" + (i - 1));
      List<String> sources = List.of("s" + i + ": #" + name(random), "\"" + i + "'*");
      zones.add(new Zone("0" + i, name(random) + i, parent, sources));
      assets.add(new Asset("null" + i, i + " " + name(random), Optional.of("0" + i)));
    }
    List<Conduit> conduits =
        zoneCount == 1 ? List.of() : List.of(new Conduit("1e3", "yes", List.of("01", "00")));
    Draft draft =
        Draft.of(new Organisation("no", "No"), new Site("1", "1.0"), zones, conduits, assets);
    return switch (ModelChecker.check(draft)) {
      case Checked.Sound(var model) -> model;
      case Checked.Unsound(var findings, _) -> throw new AssertionError(findings.toString());
    };
  }

  private static String name(SplittableRandom random) {
    List<String> names = List.of("Ångström", "a: b", "水", "# a", "x y", "- x", "[", "'", "𝄞");
    return names.get(random.nextInt(names.size()));
  }

  @Test
  void aFileReadsAsPeopleWriteIt() {
    var draft =
        Draft.of(
            new Organisation("works", "Works: North"),
            new Site("east", "East"),
            List.of(
                new Zone("field", "Field", Optional.empty(), List.of("plc-*", "rtu-1")),
                new Zone("control", "Control room", Optional.empty(), List.of())),
            List.of(new Conduit("up", "Up", List.of("field", "control"))),
            List.of());
    var sound = (Checked.Sound) ModelChecker.check(draft);
    assertThat(YamlWriter.write(PlantWriter.write(sound.model())))
        .isEqualTo(
            """
            format: penstock-plant-2
            organisation:
              id: works
              name: "Works: North"
            site:
              id: east
              name: East
            zones:
              - id: control
                name: Control room
              - id: field
                name: Field
                sources:
                  - "plc-*"
                  - rtu-1
            conduits:
              - id: up
                name: Up
                between:
                  - control
                  - field
            """);
  }
}
