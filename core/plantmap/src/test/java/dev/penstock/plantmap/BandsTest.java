package dev.penstock.plantmap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.plantmap.Placement.Box;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Levels are strips across the map where the outermost zones lie so, and nothing where not. */
final class BandsTest {
  private static final Map<String, Box> BELOW_EACH_OTHER =
      Map.of(
          "office", new Box(10, 20, 100, 80),
          "control", new Box(10, 140, 100, 80),
          "aside", new Box(200, 150, 100, 110),
          "field", new Box(10, 300, 100, 80),
          "cell", new Box(20, 330, 40, 40));

  private static ZoneShown zone(String id, String parent, String level) {
    return new ZoneShown(
        id,
        id,
        parent.isEmpty() ? Optional.empty() : Optional.of(parent),
        Optional.empty(),
        level.isEmpty() ? Optional.empty() : Optional.of(level),
        0,
        0,
        0,
        Optional.empty(),
        0,
        0,
        false);
  }

  private static Drawn drawn(Map<String, Box> boxes, ZoneShown... zones) {
    var picture = new Picture(List.of(zones), List.of(), List.of(), true, false, 0);
    return Drawn.of(picture, _ -> Optional.of(new Placement(400, 400, boxes, Map.of())))
        .orElseThrow();
  }

  private static Drawn works(String levelOfControl) {
    return drawn(
        BELOW_EACH_OTHER,
        zone("field", "", "1"),
        zone("cell", "field", ""),
        zone("office", "", "4"),
        zone("control", "", levelOfControl),
        zone("aside", "", "3.5"));
  }

  @Test
  void eachLevelHasAStripFromTheMiddleBetweenItsNeighbours() {
    assertThat(works("3.5").bands())
        .containsExactly(new Band("4", 0, 120), new Band("3.5", 120, 160), new Band("1", 280, 120));
  }

  @Test
  void thereAreNoneWhereOneZoneHasNoLevelOrAllHaveTheSame() {
    assertThat(works("").bands()).isEmpty();
    assertThat(drawn(BELOW_EACH_OTHER, zone("field", "", "2"), zone("office", "", "2")).bands())
        .isEmpty();
  }

  @Test
  void thereAreNoneWhereZonesOfTwoLevelsLieBesideEachOther() {
    Map<String, Box> boxes = new HashMap<>(BELOW_EACH_OTHER);
    boxes.put("control", new Box(10, 90, 100, 80));
    assertThat(drawn(boxes, zone("office", "", "4"), zone("control", "", "3")).bands()).isEmpty();
  }

  @Test
  void theHigherTheLevelTheFurtherUp() {
    List<Integer> ranks = new ArrayList<>();
    for (String level : List.of("5", "4", "3.5", "3", "2", "1", "0")) {
      ranks.add(Bands.rank(zone("a", "", level)).orElseThrow());
    }
    assertThat(ranks).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(Bands.rank(zone("a", "", ""))).isEmpty();
  }

  @Test
  void onPaperEachHasItsName() {
    var head = new PrintedMap.Head("East", 3, "00ff", 0, 1);
    String svg = PrintedMap.svg(works("3.5"), head, PrintedMap.Paper.A3, PrintedMap.Language.DE);
    assertThat(svg).contains(">Ebene 4<", ">Ebene 3.5<", ">Ebene 1<").contains("class=\"band\"");
    assertThat(PrintedMap.svg(works(""), head, PrintedMap.Paper.A3, PrintedMap.Language.DE))
        .doesNotContain("class=\"band\"");
  }
}
