package dev.penstock.plantmap;

import java.util.Optional;

/**
 * Finds a place for every box and line of a sheet. The same sheet gets the same places, on every
 * machine; several threads may ask.
 */
@FunctionalInterface
public interface MapLayout {
  /** The places; empty for a sheet that is too large to be drawn. */
  Optional<Placement> place(Sheet sheet);
}
