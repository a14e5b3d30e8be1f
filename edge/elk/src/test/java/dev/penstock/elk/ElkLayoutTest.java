package dev.penstock.elk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.plantmap.Placement;
import dev.penstock.plantmap.Placement.Box;
import dev.penstock.plantmap.Placement.Line;
import dev.penstock.plantmap.Placement.Point;
import dev.penstock.plantmap.Sheet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Rooms lie in their rooms, beside each other; lines begin and end at their own. */
final class ElkLayoutTest {
  private static final double SLACK = 0.5;

  private static Sheet.Room room(String id, String parent) {
    return room(id, parent, OptionalInt.empty());
  }

  private static Sheet.Room room(String id, String parent, OptionalInt rank) {
    return new Sheet.Room(
        id, parent.isEmpty() ? Optional.empty() : Optional.of(parent), 190, 78, rank);
  }

  private static Sheet.Link link(String id, String from, String to) {
    return new Sheet.Link(id, from, to, 120);
  }

  /** Office, and a works of two halls, one with a cell; a way into the room around a room too. */
  private static Sheet works() {
    return new Sheet(
        List.of(
            room("office", ""),
            room("works", ""),
            room("hall-1", "works"),
            room("cell", "hall-1"),
            room("hall-2", "works"),
            room("cloud", "")),
        List.of(
            link("up", "hall-1", "office"),
            link("across", "hall-1", "hall-2"),
            link("inward", "works", "cell"),
            link("out", "cell", "cloud"),
            link("again", "office", "hall-1")));
  }

  private static Sheet large(int rooms) {
    List<Sheet.Room> all = new ArrayList<>();
    List<Sheet.Link> links = new ArrayList<>();
    for (int i = 0; i < rooms; i++) {
      all.add(room("z" + i, i % 5 == 0 ? "" : "z" + (i - i % 5)));
      if (i > 5) {
        links.add(link("c" + i, "z" + i, "z" + i / 2));
      }
    }
    return new Sheet(all, links);
  }

  @Test
  void roomsLieInTheirRoomsAndNotOnEachOther() {
    for (Sheet sheet : List.of(works(), large(60))) {
      Placement placed = new ElkLayout().place(sheet).orElseThrow();
      Map<String, Box> boxes = placed.boxes();
      assertThat(boxes).hasSameSizeAs(sheet.rooms());
      var whole = new Box(0, 0, placed.width(), placed.height());
      for (Sheet.Room room : sheet.rooms()) {
        Box box = boxes.get(room.id());
        assertThat(box.width()).isGreaterThanOrEqualTo(room.width() - SLACK);
        assertThat(box.height()).isGreaterThanOrEqualTo(room.height() - SLACK);
        Box outer = room.parent().map(boxes::get).orElse(whole);
        assertThat(isIn(box, outer)).as(room.id()).isTrue();
        for (Sheet.Room other : sheet.rooms()) {
          if (!other.id().equals(room.id()) && other.parent().equals(room.parent())) {
            assertThat(areApart(box, boxes.get(other.id()))).as(room + " " + other).isTrue();
          }
        }
      }
    }
  }

  private static boolean isIn(Box box, Box outer) {
    return box.x() >= outer.x() - SLACK
        && box.y() >= outer.y() - SLACK
        && box.x() + box.width() <= outer.x() + outer.width() + SLACK
        && box.y() + box.height() <= outer.y() + outer.height() + SLACK;
  }

  private static boolean areApart(Box one, Box other) {
    return one.x() + one.width() <= other.x() + SLACK
        || other.x() + other.width() <= one.x() + SLACK
        || one.y() + one.height() <= other.y() + SLACK
        || other.y() + other.height() <= one.y() + SLACK;
  }

  @Test
  void aLineGoesFromTheEdgeOfOneRoomToThatOfTheOtherInRightAngles() {
    for (Sheet sheet : List.of(works(), large(60))) {
      Placement placed = new ElkLayout().place(sheet).orElseThrow();
      for (Sheet.Link link : sheet.links()) {
        Line line = placed.lines().get(link.id());
        Box from = placed.boxes().get(link.from());
        Box to = placed.boxes().get(link.to());
        assertThat(isAtEdge(line.points().getFirst(), from)).as(link + " " + line + from).isTrue();
        assertThat(isAtEdge(line.points().getLast(), to)).as(link + " " + line + to).isTrue();
        for (int i = 1; i < line.points().size(); i++) {
          Point before = line.points().get(i - 1);
          Point at = line.points().get(i);
          assertThat(Math.min(Math.abs(before.x() - at.x()), Math.abs(before.y() - at.y())))
              .as(link + " " + line)
              .isLessThan(SLACK);
        }
        assertThat(line.label().x()).isBetween(0.0, placed.width());
        assertThat(line.label().y()).isBetween(0.0, placed.height());
      }
    }
  }

  private static boolean isAtEdge(Point point, Box box) {
    boolean isInX = point.x() >= box.x() - SLACK && point.x() <= box.x() + box.width() + SLACK;
    boolean isInY = point.y() >= box.y() - SLACK && point.y() <= box.y() + box.height() + SLACK;
    boolean isOnX =
        Math.abs(point.x() - box.x()) < SLACK
            || Math.abs(point.x() - box.x() - box.width()) < SLACK;
    boolean isOnY =
        Math.abs(point.y() - box.y()) < SLACK
            || Math.abs(point.y() - box.y() - box.height()) < SLACK;
    return isInX && isInY && (isOnX || isOnY);
  }

  @Test
  void aRoomOfALowerRankLiesAboveThoseOfAHigherOneWhicheverWayTheirLinesGo() {
    var sheet =
        new Sheet(
            List.of(
                room("pumps", "", OptionalInt.of(4)),
                room("works", "", OptionalInt.of(2)),
                room("cell", "works"),
                room("desk", "works"),
                room("anywhere", ""),
                room("dmz", "", OptionalInt.of(1)),
                room("office", "", OptionalInt.of(0)),
                room("aside", "", OptionalInt.of(2))),
            List.of(
                link("a", "pumps", "works"),
                link("b", "pumps", "office"),
                link("c", "cell", "desk"),
                link("d", "dmz", "office"),
                link("e", "works", "dmz"),
                link("f", "anywhere", "works"),
                link("g", "pumps", "aside"),
                link("h", "cell", "dmz")));
    Map<String, Box> boxes = new ElkLayout().place(sheet).orElseThrow().boxes();
    List<List<String>> fromAbove =
        List.of(List.of("office"), List.of("dmz"), List.of("works", "aside"), List.of("pumps"));
    for (int i = 1; i < fromAbove.size(); i++) {
      for (String upper : fromAbove.get(i - 1)) {
        for (String lower : fromAbove.get(i)) {
          assertThat(boxes.get(upper).y() + boxes.get(upper).height())
              .as(upper + " above " + lower + ": " + boxes)
              .isLessThanOrEqualTo(boxes.get(lower).y() + SLACK);
        }
      }
    }
  }

  @Test
  void theSameSheetGetsTheSamePlaces() {
    assertThat(new ElkLayout().place(large(60))).isEqualTo(new ElkLayout().place(large(60)));
    var layout = new ElkLayout();
    Placement first = layout.place(works()).orElseThrow();
    assertThat(layout.place(works()).orElseThrow()).isSameAs(first);
  }

  @Test
  void aSheetThatNobodyCouldReadIsNotDrawn() {
    assertThat(new ElkLayout().place(large(Sheet.ROOMS_MAX + 1))).isEmpty();
    assertThat(new ElkLayout().place(new Sheet(List.of(), List.of()))).isEmpty();
  }

  @Test
  void theLargestSheetIsDrawnInSeconds() {
    long before = System.nanoTime();
    assertThat(new ElkLayout().place(large(Sheet.ROOMS_MAX))).isPresent();
    assertThat(System.nanoTime() - before).isLessThan(300_000_000_000L);
    System.out.println("largest sheet: " + (System.nanoTime() - before) / 1_000_000 + " ms");
  }
}
