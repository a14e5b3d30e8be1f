package dev.penstock.plant;

import java.util.List;
import java.util.Optional;

/**
 * Assets that are protected alike.
 *
 * @param parent id of the zone it lies in; empty for one that lies in none
 * @param sources names and patterns ({@code *} for any characters, {@code ?} for one) of the
 *     sources that speak from here
 */
public record Zone(String id, String name, Optional<String> parent, List<String> sources)
    implements Element {
  public Zone {
    sources = List.copyOf(sources);
  }
}
