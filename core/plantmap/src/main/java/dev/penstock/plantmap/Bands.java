package dev.penstock.plantmap;

import dev.penstock.plant.PurdueLevel;
import dev.penstock.plant.Worded;
import dev.penstock.plantmap.Placement.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Levels of the Purdue model across a map, the business above the process. */
final class Bands {
  private static final int HIGHEST = PurdueLevel.ENTERPRISE.ordinal();

  private Bands() {}

  /** How far down a zone lies among those beside it; empty where the model has no level for it. */
  static OptionalInt rank(ZoneShown zone) {
    Optional<PurdueLevel> level =
        zone.level().flatMap(word -> Worded.of(PurdueLevel.class, word));
    return level.isPresent()
        ? OptionalInt.of(HIGHEST - level.get().ordinal())
        : OptionalInt.empty();
  }

  /**
   * One for each level of the outermost zones, from above, together as high as the map; none where
   * one of these zones has no level, all have the same, or they lie beside each other.
   */
  static List<Band> across(Picture picture, Placement placement) {
    NavigableMap<Integer, Extent> levels = new TreeMap<>();
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
    for (int rank : levels.keySet()) {
      Integer next = levels.higherKey(rank);
      double bottom = placement.height();
      if (next != null) {
        if (levels.get(next).top() < levels.get(rank).bottom()) {
          return List.of();
        }
        bottom = (levels.get(rank).bottom() + levels.get(next).top()) / 2;
      }
      bands.add(new Band(PurdueLevel.values()[HIGHEST - rank].word(), top, bottom - top));
      top = bottom;
    }
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
