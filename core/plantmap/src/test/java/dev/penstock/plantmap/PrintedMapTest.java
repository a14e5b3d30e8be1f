package dev.penstock.plantmap;

import static dev.penstock.plantmap.Flow.Passing.DENIED;
import static dev.penstock.plantmap.Flow.Passing.PASSED;
import static dev.penstock.plantmap.Works.flows;
import static dev.penstock.plantmap.Works.heard;
import static dev.penstock.plantmap.Works.picture;
import static dev.penstock.plantmap.Works.seen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.plantmap.Placement.Box;
import dev.penstock.plantmap.Placement.Line;
import dev.penstock.plantmap.Placement.Point;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A map on paper: every state by shape and text, nothing that runs, no text that breaks out. */
final class PrintedMapTest {
  private static final PrintedMap.Head HEAD =
      new PrintedMap.Head("East <1> & \"co\"", 3, "00ff", Works.FROM, Works.TO);

  private static Optional<Placement> inARow(Sheet sheet) {
    Map<String, Box> boxes = new HashMap<>();
    double x = 0;
    for (Sheet.Room room : sheet.rooms()) {
      boxes.put(room.id(), new Box(x, 0, room.width(), room.height()));
      x += 300;
    }
    Map<String, Line> lines = new HashMap<>();
    for (Sheet.Link link : sheet.links()) {
      lines.put(
          link.id(),
          new Line(
              List.of(
                  new Point(boxes.get(link.from()).x(), 30),
                  new Point(boxes.get(link.to()).x(), 30)),
              new Point(100, 100)));
    }
    return Optional.of(new Placement(x, 200, boxes, lines));
  }

  private static String svg(PrintedMap.Paper paper, PrintedMap.Language language) {
    Picture picture =
        picture(
            flows(
                seen("control", "filters", "modbus", "setpoints", DENIED, 2),
                seen("control", "filters", "modbus", "setpoints", PASSED, 2),
                seen("office", "filters", "modbus", "", DENIED, 5)),
            heard("pump1"));
    return PrintedMap.svg(
        Drawn.of(picture, PrintedMapTest::inARow).orElseThrow(), HEAD, paper, language);
  }

  @Test
  void everyStateIsToldByAShapeAndAText() {
    String svg = svg(PrintedMap.Paper.A3, PrintedMap.Language.EN);
    assertThat(svg)
        .contains("width=\"420mm\" height=\"297mm\"")
        .contains(">✕ Supervision<", ">● Power<", ">○ Reports<", ">✕ denied 2<")
        .contains("class=\"ghost\"", ">! Office → Filters &amp; basins · no conduit · modbus · ")
        .contains("Version 3 of the model, 00ff")
        .contains("Supervision: something was denied");
  }

  @Test
  void aTextStaysAText() {
    String svg = svg(PrintedMap.Paper.A4, PrintedMap.Language.EN);
    assertThat(svg)
        .contains("East &lt;1&gt; &amp; &quot;co&quot;")
        .doesNotContain("<1>", "<script", "href", "onload");
  }

  @Test
  void theWordsAreThoseOfTheLanguageAndTheBytesThoseOfTheLastTime() {
    String svg = svg(PrintedMap.Paper.A3, PrintedMap.Language.DE);
    assertThat(svg).contains("lang=\"de\"", "Zonen und Conduits", "abgewiesen 2", "gehört 1 von");
    assertThat(svg(PrintedMap.Paper.A3, PrintedMap.Language.DE)).isEqualTo(svg);
  }

  @Test
  void aLineBesideTheModelGoesFromEdgeToEdge() {
    var left = new Box(0, 0, 100, 50);
    var right = new Box(300, 0, 100, 50);
    Line line = GhostLine.between(left, right);
    assertThat(line.points().getFirst().x()).isEqualTo(100);
    assertThat(line.points().getLast().x()).isEqualTo(300);
    Line back = GhostLine.between(right, left);
    assertThat(back.points().getFirst().y()).isNotEqualTo(line.points().getLast().y());
    var around = new Box(-50, -50, 400, 400);
    assertThat(GhostLine.between(left, around).points().getLast().x()).isEqualTo(-50);
    assertThat(GhostLine.between(around, left).points().getFirst().x()).isEqualTo(-50);
  }

  @Test
  void moreThanAnybodyCouldReadIsNotDrawn() {
    var none = new Picture(List.of(), List.of(), List.of(), true, false, 0);
    assertThat(Drawn.of(none, PrintedMapTest::inARow)).isEmpty();
  }
}
