package dev.penstock.plantmap;

import dev.penstock.plant.validation.Told;

/**
 * What validations say that need what was observed.
 *
 * @param isRead false while records are still to be read: ask again, and more may be told
 */
public record Observed(Told told, boolean isRead) {
  /** Nobody observes anything. */
  public static final Observed NOTHING = new Observed(Told.NOTHING, true);
}
