package dev.penstock.plant.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.plant.Checked;
import dev.penstock.plant.Finding;
import dev.penstock.plant.Model;
import dev.penstock.plant.Plants;
import dev.penstock.plant.Rule;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlantFormTest {
  private int line = 1;
  private String format = "penstock-plant-2";

  private Tree.Scalar text(String text) {
    return new Tree.Scalar(new Place(line, 1), text);
  }

  private Tree.Field field(String name, Tree value) {
    line++;
    return new Tree.Field(text(name), value);
  }

  private Tree.Field field(String name, String value) {
    line++;
    return new Tree.Field(text(name), text(value));
  }

  private Tree.Items items(Tree... items) {
    return new Tree.Items(new Place(line, 1), List.of(items));
  }

  private Tree.Fields fields(Tree.Field... fields) {
    return new Tree.Fields(new Place(line, 1), List.of(fields));
  }

  private List<Finding> findings(Tree.Field... more) {
    List<Tree.Field> fields = new ArrayList<>();
    fields.add(field("format", format));
    fields.add(field("organisation", fields(field("id", "works"))));
    fields.add(field("site", fields(field("id", "east"))));
    fields.addAll(List.of(more));
    return findings(new Tree.Fields(new Place(1, 1), fields));
  }

  private static List<Finding> findings(Tree tree) {
    return switch (PlantReader.read(tree)) {
      case Reading.NoPlant no -> throw new AssertionError(no.why());
      case Reading.Plant(Checked.Sound _, _) -> List.of();
      case Reading.Plant(Checked.Unsound(var findings, _), _) -> findings;
    };
  }

  private static void malformed(List<Finding> findings, String path, int line, String what) {
    assertThat(findings)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.rule()).isEqualTo(Rule.FORM);
          assertThat(finding.where().path()).isEqualTo(path);
          assertThat(finding.where().place().line()).isEqualTo(line);
          assertThat(finding.what()).contains(what);
        });
  }

  @Test
  void readingGivesTheModelThatWasWritten() {
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          Model model = Plants.model(Plants.random(seed));
          assertThat(PlantReader.read(PlantWriter.write(model)))
              .isEqualTo(new Reading.Plant(new Checked.Sound(model), Optional.empty()));
        });
  }

  @Test
  void theSameModelIsWrittenTheSameWay() {
    Model model = Plants.model(Plants.random(1));
    Model shuffled = Plants.model(Plants.shuffled(Plants.random(1), 2));
    assertThat(PlantWriter.write(shuffled)).isEqualTo(PlantWriter.write(model));
  }

  @Test
  void aPlantMayHaveNothingInIt() {
    assertThat(findings()).isEmpty();
  }

  @Test
  void whatHasNoNameIsCalledByItsId() {
    Tree tree =
        fields(
            field("format", "penstock-plant-1"),
            field("organisation", fields(field("id", "works"))),
            field("site", fields(field("id", "east"), field("name", "East works"))));
    assertThat(PlantReader.read(tree))
        .isInstanceOfSatisfying(
            Reading.Plant.class,
            plant -> {
              Model model = ((Checked.Sound) plant.checked()).model();
              assertThat(model.organisation().name()).isEqualTo("works");
              assertThat(model.site().name()).isEqualTo("East works");
            });
  }

  @Test
  void anotherFormatIsNoPlant() {
    assertThat(PlantReader.read(text("plant"))).isInstanceOf(Reading.NoPlant.class);
    assertThat(PlantReader.read(fields())).isInstanceOf(Reading.NoPlant.class);
    Tree newer = fields(field("format", "penstock-plant-3"));
    assertThat(PlantReader.read(newer))
        .isEqualTo(
            new Reading.NoPlant(
                new Place(2, 1),
                "the field 'format' must be one of: penstock-plant-1, penstock-plant-2"));
  }

  @Test
  void aFieldThatIsNotKnownIsFoundWithItsLine() {
    var stray = field("zonse", items());
    malformed(findings(stray), "", 2, "unknown field 'zonse'; known here: format, organisation");
    line = 50;
    var zone = items(fields(field("id", "a"), field("colour", "grey")));
    malformed(findings(field("zones", zone)), "zones[0]", 52, "unknown field 'colour'");
  }

  @Test
  void aFieldThatIsThereTwiceIsFound() {
    line = 50;
    var zone = items(fields(field("id", "a"), field("id", "b")));
    malformed(findings(field("zones", zone)), "zones[0].id", 52, "is there twice");
  }

  @Test
  void aFieldOfAnotherShapeIsFound() {
    line = 50;
    malformed(findings(field("zones", "none")), "zones", 51, "must be a list");
    line = 50;
    malformed(findings(field("zones", items(text("a")))), "zones[0]", 50, "must be fields: id");
    line = 50;
    var zone = items(fields(field("id", "a"), field("parent", items())));
    malformed(findings(field("zones", zone)), "zones[0].parent", 51, "must be text");
    line = 50;
    var sources = items(fields(field("id", "a"), field("sources", items(items()))));
    malformed(findings(field("zones", sources)), "zones[0].sources", 51, "each must be text");
  }

  @Test
  void whoOwnsWhatMustBeSaid() {
    assertThat(findings(fields(field("format", "penstock-plant-1"))))
        .extracting(finding -> finding.where().path())
        .contains("organisation", "site");
  }

  @Test
  void findingsAreToldInTheOrderOfTheFile() {
    line = 50;
    var assets = field("assets", items(fields(field("id", "p"), field("zone", "nowhere"))));
    line = 20;
    var zones = field("zones", items(fields(field("id", "a"), field("parent", "up"))));
    assertThat(findings(assets, zones))
        .extracting(finding -> finding.where().path())
        .containsExactly("zones[a].parent", "assets[p].zone");
  }

  /** A file of today is read as it was, and what came later is not known in it. */
  @Test
  void anOlderFormatHasItsOwnFields() {
    format = "penstock-plant-1";
    assertThat(findings(field("zones", items(fields(field("id", "a")))))).isEmpty();
    assertThat(findings(field("functions", items()), field("policy", "x")))
        .extracting(Finding::what)
        .allMatch(what -> what.startsWith("unknown field"))
        .hasSize(2);
    var zone = items(fields(field("id", "a"), field("kind", "safety")));
    assertThat(findings(field("zones", zone))).hasSize(1);
  }

  @Test
  void aWordThatIsOnNoListIsFound() {
    line = 50;
    var zone = items(fields(field("id", "a"), field("kind", "safty")));
    malformed(findings(field("zones", zone)), "zones[0].kind", 52, "'safty' is none of: control");
  }

  @Test
  void aLevelIsZeroToFour() {
    for (String level : List.of("5", "-1", "x", "", "1.5", "010")) {
      line = 50;
      var target = fields(field("FR1", level));
      var zone = items(fields(field("id", "a"), field("sl-t", target)));
      malformed(findings(field("zones", zone)), "zones[0].sl-t.FR1", 51, "no whole number, 0..4");
    }
    line = 50;
    var nothing = fields(field("method", "expert"));
    var zone = items(fields(field("id", "a"), field("sl-t", nothing)));
    malformed(findings(field("zones", zone)), "zones[0].sl-t", 51, "one of FR1 to FR7");
  }

  @Test
  void aDayIsADay() {
    line = 50;
    var accepted =
        items(
            fields(
                field("rule", "Z5"),
                field("where", "zone/a"),
                field("rationale", "It is so"),
                field("until", "next year")));
    malformed(
        findings(field("accepted", accepted)), "accepted[0].until", 54, "'next year' is no day");
    assertThat(findings(field("accepted", items(fields(field("rule", "Z5"))))))
        .extracting(finding -> finding.where().path())
        .contains("accepted[0].where", "accepted[0].rationale", "accepted[0].until");
  }

  /** Policies are somebody else's: what stands there is neither read nor lost. */
  @Test
  void whatStandsUnderPolicyIsHandedOnUnread() {
    Tree policy = items(text("whatever"), fields(field("a", "b"), field("a", "b")));
    Tree tree =
        fields(
            field("format", "penstock-plant-2"),
            field("organisation", fields(field("id", "works"))),
            field("site", fields(field("id", "east"))),
            field("policy", policy));
    var plant = (Reading.Plant) PlantReader.read(tree);
    assertThat(plant.policy()).containsSame(policy);
    Model model = ((Checked.Sound) plant.checked()).model();
    var again = (Reading.Plant) PlantReader.read(PlantWriter.write(model, plant.policy()));
    assertThat(again).isEqualTo(plant);
  }

  @Test
  void noTreeMakesTheReaderThrow() {
    Property.forAll(Gen.seeds())
        .cases(2_000, 100_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          List<Tree.Field> fields = new ArrayList<>();
          fields.add(field("format", "penstock-plant-" + random.nextInt(1, 3)));
          for (int i = 0; i < random.nextInt(8); i++) {
            fields.add(field(word(random), garbage(random, 4)));
          }
          assertThat(PlantReader.read(new Tree.Fields(new Place(1, 1), fields)))
              .isInstanceOf(Reading.Plant.class);
        });
  }

  private Tree garbage(SplittableRandom random, int depth) {
    int shape = depth == 0 ? 0 : random.nextInt(4);
    if (shape < 2) {
      return text(word(random));
    }
    List<Tree> items = new ArrayList<>();
    List<Tree.Field> fields = new ArrayList<>();
    for (int i = 0; i < random.nextInt(5); i++) {
      items.add(garbage(random, depth - 1));
      fields.add(field(word(random), garbage(random, depth - 1)));
    }
    return shape == 2 ? items(items.toArray(new Tree[0])) : new Tree.Fields(Place.NONE, fields);
  }

  private static String word(SplittableRandom random) {
    List<String> words =
        List.of(
            "organisation",
            "site",
            "zones",
            "conduits",
            "assets",
            "system",
            "channels",
            "access-points",
            "functions",
            "accepted",
            "sl-t",
            "FR1",
            "3",
            "kind",
            "level",
            "tags",
            "until",
            "2027-06-30",
            "diode",
            "safety",
            "id",
            "name",
            "parent",
            "sources",
            "between",
            "zone",
            "a",
            "b",
            "",
            "*",
            "\ud800",
            "\u0000",
            "a*?b");
    return words.get(random.nextInt(words.size()));
  }
}
