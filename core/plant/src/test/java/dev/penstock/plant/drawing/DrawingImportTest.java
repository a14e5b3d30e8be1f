package dev.penstock.plant.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.plant.Change;
import dev.penstock.plant.Model;
import dev.penstock.plant.ModelDiff;
import dev.penstock.plant.PlantFormat;
import dev.penstock.plant.Plants;
import dev.penstock.plant.drawing.Drawing.Line;
import dev.penstock.plant.drawing.Drawing.Shape;
import dev.penstock.plant.drawing.DrawingImport.Imported;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DrawingImportTest {
  private static final Model SMALL = Plants.model(Plants.small());

  private static Shape box(String key, String label, String inside) {
    return new Shape(key, label, Optional.of(inside).filter(text -> !text.isEmpty()), true);
  }

  private static Shape shape(String key, String label, String inside) {
    return new Shape(key, label, Optional.of(inside).filter(text -> !text.isEmpty()), false);
  }

  private static Line line(String label, String from, String to) {
    return new Line(label, Optional.of(from), Optional.of(to));
  }

  private static Imported.Merged merged(List<Shape> shapes, List<Line> lines) {
    return switch (DrawingImport.into(SMALL, new Drawing(shapes, lines, List.of()))) {
      case Imported.Merged made -> made;
      case Imported.Refused(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  private static List<String> changes(Imported.Merged made) {
    return ModelDiff.between(SMALL, made.model()).changes().stream()
        .map(change -> change.path() + " " + change.after().orElse(""))
        .toList();
  }

  @Test
  void boxesAreZonesShapesAssetsAndLinesConduits() {
    var made =
        merged(
            List.of(
                box("1", "Dosing hall", ""),
                box("2", "Pumps", "1"),
                shape("3", "PLC  7", "2"),
                box("4", "Control room", "")),
            List.of(line("", "3", "4"), line("Orders", "4", "1"), line("", "2", "3")));
    assertThat(changes(made))
        .containsExactly(
            "zones[dosing-hall].name Dosing hall",
            "zones[pumps].name Pumps",
            "zones[pumps].parent dosing-hall",
            "conduits[control-pumps].between control, pumps",
            "conduits[control-pumps].name control - pumps",
            "conduits[orders].between control, dosing-hall",
            "conduits[orders].name Orders",
            "assets[plc-7].name PLC 7",
            "assets[plc-7].zone pumps");
    assertThat(made.notTaken()).isEmpty();
  }

  @Test
  void whatTheModelHasAlreadyStaysWhatItIsAndIsPutWhereItIsDrawn() {
    var made =
        merged(
            List.of(box("1", "FIELD", ""), box("2", "control", "1"), shape("3", "Filter PLC", "1")),
            List.of(line("", "1", "2")));
    assertThat(changes(made))
        .containsExactly("zones[control].parent field", "assets[plc].zone field");
  }

  @Test
  void whatIsDrawnAgainChangesNothing() {
    List<Shape> shapes = List.of(box("1", "Hall", ""), box("2", "Yard", ""), shape("3", "P", "1"));
    var made = merged(shapes, List.of(line("", "1", "2")));
    var drawing = new Drawing(shapes, List.of(line("", "2", "3")), List.of("Page-2"));
    assertThat(DrawingImport.into(made.model(), drawing))
        .isInstanceOfSatisfying(
            Imported.Merged.class,
            again -> {
              assertThat(again.model()).isEqualTo(made.model());
              assertThat(again.notTaken()).containsExactly("page 'Page-2': the first one is taken");
            });
    Model old = Plants.model(Plants.small().in(PlantFormat.ONE));
    var nothing = new Drawing(List.of(), List.of(), List.of());
    assertThat(DrawingImport.into(old, nothing)).isEqualTo(new Imported.Merged(old, List.of()));
  }

  @Test
  void whatMeansNothingIsTold() {
    var made =
        merged(
            List.of(box("1", "Hall", ""), shape("2", "Lost", ""), shape("3", "", "1")),
            List.of(line("Nowhere", "1", "2"), line("Up", "1", "1"), line("Up", "1", "9")));
    assertThat(made.notTaken())
        .containsExactly(
            "'Lost': it is drawn in no zone",
            "the line 'Nowhere': it does not lead from a zone to another",
            "the line 'Up': it does not lead from a zone to another");
    var taken =
        merged(List.of(box("1", "Hall", ""), box("2", "Field", "")), List.of(line("Up", "1", "2")));
    assertThat(taken.notTaken())
        .containsExactly("the line 'Up': the conduit 'up' joins [control, field] already");
    assertThat(changes(taken))
        .extracting(each -> each.split("\\.", -1)[0])
        .containsOnly("zones[hall]");
  }

  @Test
  void whatIsNoPlantIsRefusedAndNothingTurnsInACircle() {
    var circle = List.of(box("1", "A1", "2"), box("2", "B1", "1"));
    assertThat(DrawingImport.into(SMALL, new Drawing(circle, List.of(), List.of())))
        .isInstanceOfSatisfying(
            Imported.Refused.class,
            refused -> assertThat(refused.problems().getFirst()).contains("lies in itself"));
    var unnamed = List.of(shape("1", "", "2"), shape("2", "", "1"), shape("3", "P", "1"));
    assertThat(merged(unnamed, List.of()).notTaken()).hasSize(1);
    var noId = List.of(box("1", "水", ""));
    assertThat(DrawingImport.into(SMALL, new Drawing(noId, List.of(), List.of())))
        .isInstanceOf(Imported.Refused.class);
  }

  private static List<String> problems(Shape... shapes) {
    return switch (DrawingImport.into(SMALL, new Drawing(List.of(shapes), List.of(), List.of()))) {
      case Imported.Merged made -> throw new AssertionError(changes(made).toString());
      case Imported.Refused(var problems) -> problems;
    };
  }

  /** Else the last of them would be the only one there is, wherever it lies. */
  @Test
  void twoShapesOfOneIdAreRefusedAndBothAreNamed() {
    Shape one = box("1", "Line 1", "");
    Shape two = box("2", "Line 2", "");
    assertThat(problems(one, two, shape("3", "HMI", "1"), shape("4", "HMI", "2")))
        .containsExactly(
            "'HMI' in 'Line 1' and 'HMI' in 'Line 2' would both be 'hmi':"
                + " give each a name of its own");
    assertThat(problems(one, shape("3", "PLC 1", "1"), shape("4", "PLC-1", "1")))
        .singleElement()
        .asString()
        .startsWith("'PLC 1' in 'Line 1' and 'PLC-1' in 'Line 1' would both be 'plc-1'");
    assertThat(
            problems(one, two, box("3", "Cell", "1"), box("4", "Cell", "2"), box("5", "Cell", "")))
        .hasSize(2)
        .first()
        .asString()
        .startsWith("'Cell' in 'Line 1' and 'Cell' in 'Line 2' would both be 'cell'");
    assertThat(problems(box("1", "field", ""), box("2", "Field", "")))
        .as("what the model has, drawn twice")
        .hasSize(1);
    assertThat(merged(List.of(one, shape("3", "Line 1", "1")), List.of()).notTaken())
        .as("a zone and an asset in it may have one name")
        .isEmpty();
  }

  @Test
  void aZoneThatIsDrawnBesideItsParentLiesInItNoLonger() {
    var beside = merged(List.of(box("1", "Field", ""), box("2", "Filter hall", "")), List.of());
    assertThat(ModelDiff.between(SMALL, beside.model()).changes())
        .containsExactly(
            new Change("zones[filters].parent", Optional.of("field"), Optional.empty()));
    var alone = merged(List.of(box("2", "Filter hall", "")), List.of());
    assertThat(alone.model()).as("of what is not drawn nothing is said").isEqualTo(SMALL);
  }

  /** With a look at all conduits for each line this would take minutes. */
  @Test
  @Timeout(30)
  void veryManyLinesAreTakenInOneGo() {
    List<Shape> shapes = new ArrayList<>();
    List<Line> lines = new ArrayList<>();
    int zones = 300;
    for (int i = 0; i < zones; i++) {
      shapes.add(box("" + i, "Z" + i, ""));
      for (int j = 0; j < i; j++) {
        lines.add(line("", "" + i, "" + j));
      }
    }
    List<Line> both = new ArrayList<>(lines);
    for (int i = 0; i < 3; i++) {
      both.addAll(lines);
    }
    assertThat(merged(shapes, both).model().conduits()).hasSize(zones * (zones - 1) / 2 + 1);
  }

  @Test
  void aChangeIsAPathForEachThing() {
    var made = merged(List.of(box("1", "Hall", "")), List.of());
    assertThat(ModelDiff.between(SMALL, made.model()).changes())
        .containsExactly(new Change("zones[hall].name", Optional.empty(), Optional.of("Hall")));
  }
}
