package dev.penstock.plantmap;

import java.util.List;

/**
 * Which sources were heard in a stretch of time.
 *
 * @param known all names there were, heard or not
 * @param isRead false while it is still to be looked for, or where there are too many
 */
public record HeardSources(List<Heard> heard, List<String> known, boolean isRead) {
  public HeardSources {
    heard = List.copyOf(heard);
    known = List.copyOf(known);
  }

  /** Nobody, and nobody was expected. */
  public static final HeardSources NOBODY = new HeardSources(List.of(), List.of(), true);
}
