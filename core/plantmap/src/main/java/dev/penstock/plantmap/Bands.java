package dev.penstock.plantmap;

import dev.penstock.plant.PurdueLevel;
import dev.penstock.plant.Worded;
import dev.penstock.plantmap.Placement.Box;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Levels of the Purdue model across a map, the business above the process. */
final class Bands {
  private static final int HIGHEST = PurdueLevel.ENTERPRISE.ordinal();

  private Bands() {}

  /** How far down a zone lies among those beside it; empty where the model has no level for it. */
  static OptionalInt rank(ZoneShown zone) {
    Optional<PurdueLevel> level = zone.level().flatMap(word -> Worded.of(PurdueLevel.class, word));
    return level.isPresent()
        ? OptionalInt.of(HIGHEST - level.get().ordinal())
        : OptionalInt.empty();
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
      bands.add(new Band(word(at.getKey()), top, bottom - top));
      top = bottom;
      at = next;
    }
    bands.add(new Band(word(at.getKey()), top, placement.height() - top));
    return bands;
  }

  private static String word(int rank) {
    return PurdueLevel.values()[HIGHEST - rank].word();
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
