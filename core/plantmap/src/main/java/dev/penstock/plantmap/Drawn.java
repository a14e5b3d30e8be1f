package dev.penstock.plantmap;

import dev.penstock.plantmap.Placement.Box;
import dev.penstock.plantmap.Placement.Line;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A picture in which all has a place.
 *
 * @param ghosts by the ids of ghosts
 * @param bands for the levels of the outermost zones, from above; none where these do not lie so
 */
public record Drawn(
    Picture picture, Placement placement, Map<String, Line> ghosts, List<Band> bands) {
  public Drawn {
    bands = List.copyOf(bands);
    ghosts = Map.copyOf(ghosts);
  }

  /** Gives all of a picture a place; empty where there is too much of it. */
  public static Optional<Drawn> of(Picture picture, MapLayout layout) {
    Sheet sheet = Sheet.of(picture);
    if (!sheet.isDrawable()) {
      return Optional.empty();
    }
    return layout
        .place(sheet)
        .map(placement ->
            new Drawn(
                picture, placement, lines(picture, placement), Bands.across(picture, placement)));
  }

  private static Map<String, Line> lines(Picture picture, Placement placement) {
    Map<String, Line> lines = new HashMap<>();
    for (Ghost ghost : picture.ghosts()) {
      Box from = placement.boxes().get(ghost.from());
      Box to = placement.boxes().get(ghost.to());
      if (from != null && to != null) {
        Line _ = lines.put(ghost.id(), GhostLine.between(from, to));
      }
    }
    return lines;
  }
}
