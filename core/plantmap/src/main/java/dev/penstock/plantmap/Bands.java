package dev.penstock.plantmap;

import dev.penstock.plant.PurdueLevel;
import dev.penstock.plantmap.Placement.Box;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** Levels of the Purdue model across a map, the business above the process. */
final class Bands {
  /** The words for them, in the order of the model turned over. */
  private static final List<String> FROM_ABOVE =
      Arrays.stream(PurdueLevel.values()).map(PurdueLevel::word).toList().reversed();

  private Bands() {}

  /** How far down an outermost zone lies; empty where the model has no level for it. */
  static OptionalInt rank(ZoneShown zone) {
    int rank = zone.level().map(FROM_ABOVE::indexOf).orElse(-1);
    return rank < 0 ? OptionalInt.empty() : OptionalInt.of(rank);
  }

  /**
   * One for each level of the outermost zones, from above, together as high as the map; none where
   * one of these zones has no level, all have the same, or they lie beside each other.
   */
  static List<Band> across(Picture picture, Placement placement) {
    SortedMap<Integer, Extent> levels = new TreeMap<>();
    for (ZoneShown zone : picture.zones()) {
      if (zone.parent().isPresent()) {
        continue;
      }
      OptionalInt rank = rank(zone);
      Box box = placement.boxes().get(zone.id());
      if (rank.isEmpty() || box == null) {
        return List.of();
      }
      Extent _ = levels.merge(rank.getAsInt(), Extent.of(box), Extent::and);
    }
    if (levels.size() < 2) {
      return List.of();
    }
    List<Band> bands = new ArrayList<>();
    double top = 0;
    Iterator<Map.Entry<Integer, Extent>> below = levels.entrySet().iterator();
    Map.Entry<Integer, Extent> at = below.next();
    while (below.hasNext()) {
      Map.Entry<Integer, Extent> next = below.next();
      if (next.getValue().top() < at.getValue().bottom()) {
        return List.of();
      }
      double bottom = (at.getValue().bottom() + next.getValue().top()) / 2;
      bands.add(new Band(FROM_ABOVE.get(at.getKey()), top, bottom - top));
      top = bottom;
      at = next;
    }
    bands.add(new Band(FROM_ABOVE.get(at.getKey()), top, placement.height() - top));
    return bands;
  }

  /** From where to where the zones of a level go. */
  private record Extent(double top, double bottom) {
    static Extent of(Box box) {
      return new Extent(box.y(), box.y() + box.height());
    }

    Extent and(Extent other) {
      return new Extent(Math.min(top, other.top), Math.max(bottom, other.bottom));
    }
  }
}
