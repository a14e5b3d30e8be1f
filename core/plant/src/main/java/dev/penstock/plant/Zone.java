package dev.penstock.plant;

import java.util.List;
import java.util.Optional;

/**
 * Assets that are protected alike.
 *
 * @param parent id of the zone it lies in; empty for one that lies in none
 * @param sources names and patterns ({@code *} for any characters, {@code ?} for one) of the
 *     sources that speak from here
 * @param target the level it shall reach
 * @param criticality what it means when this zone fails, in words
 */
public record Zone(
    String id,
    String name,
    Optional<String> parent,
    List<String> sources,
    Optional<ZoneKind> kind,
    Optional<PurdueLevel> level,
    Optional<SlTarget> target,
    Optional<String> criticality)
    implements Element {
  public Zone {
    sources = List.copyOf(sources);
  }

  /** A zone of which nothing more is known. */
  public Zone(String id, String name, Optional<String> parent, List<String> sources) {
    this(
        id,
        name,
        parent,
        sources,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same, lying in another zone. */
  public Zone within(String other) {
    return new Zone(id, name, Optional.of(other), sources, kind, level, target, criticality);
  }

  /** The same, lying in none. */
  public Zone outside() {
    return new Zone(id, name, Optional.empty(), sources, kind, level, target, criticality);
  }

  /** The same with its sources in another order. */
  Zone withSources(List<String> other) {
    return new Zone(id, name, parent, other, kind, level, target, criticality);
  }
}
