package dev.penstock.plant.drawing;

import java.util.List;
import java.util.Optional;

/**
 * What somebody drew: shapes, some of which hold others, and lines between them.
 *
 * @param pagesLeft other pages of the file, which are not looked at
 */
public record Drawing(List<Shape> shapes, List<Line> lines, List<String> pagesLeft) {
  public Drawing {
    shapes = List.copyOf(shapes);
    lines = List.copyOf(lines);
    pagesLeft = List.copyOf(pagesLeft);
  }

  /**
   * One shape.
   *
   * @param key how the file names it
   * @param label what is written in it; empty for nothing
   * @param inside the key of the shape that holds it
   * @param isBox whether it is made to hold others
   */
  public record Shape(String key, String label, Optional<String> inside, boolean isBox) {}

  /**
   * One line between two shapes, by their keys.
   *
   * @param from empty for an end that hangs in the air
   */
  public record Line(String label, Optional<String> from, Optional<String> to) {}
}
