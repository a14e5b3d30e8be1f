package dev.penstock.drawio;

import dev.penstock.plant.drawing.Drawing;
import dev.penstock.plant.drawing.Drawing.Line;
import dev.penstock.plant.drawing.Drawing.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The cells of one page, which are its shapes and lines, and what they become. */
final class Cells {
  /** More than a plant may have. */
  static final int CELLS_MAX = 500_000;

  /** Of a label as it is written, with its HTML. */
  static final int LABEL_CHARS_MAX = 4_096;

  /** One cell as it is written; the first one in an object has that one's id and label. */
  record Cell(
      String id,
      String value,
      String style,
      String parent,
      String source,
      String target,
      boolean isVertex,
      boolean isEdge) {}

  private final List<Cell> cells = new ArrayList<>();
  private boolean hasModel;
  private boolean isWrapped;
  private String wrapperId = "";
  private String wrapperLabel = "";

  boolean hasModel() {
    return hasModel;
  }

  void beginModel() {
    hasModel = true;
  }

  /** An object begins around a cell: the next one, and no more. */
  void begin(String id, String label) {
    isWrapped = true;
    wrapperId = id;
    wrapperLabel = label;
  }

  void end() {
    isWrapped = false;
  }

  /** Takes a cell, or says why there is too much of something. */
  Optional<String> add(Cell written) {
    Cell cell = isWrapped ? wrapped(written) : written;
    isWrapped = false;
    if (cells.size() == CELLS_MAX) {
      return Optional.of("has more than " + CELLS_MAX + " shapes and lines");
    }
    if (cell.value().length() > LABEL_CHARS_MAX) {
      return Optional.of("has a label of more than " + LABEL_CHARS_MAX + " characters");
    }
    cells.add(cell);
    return Optional.empty();
  }

  private Cell wrapped(Cell cell) {
    return new Cell(
        wrapperId,
        wrapperLabel,
        cell.style(),
        cell.parent(),
        cell.source(),
        cell.target(),
        cell.isVertex(),
        cell.isEdge());
  }

  Drawing drawing(List<String> pagesLeft) {
    Set<String> vertices = new HashSet<>();
    Set<String> edges = new HashSet<>();
    for (Cell cell : cells) {
      if (cell.isEdge()) {
        var _ = edges.add(cell.id());
      } else if (cell.isVertex()) {
        var _ = vertices.add(cell.id());
      }
    }
    Map<String, String> edgeLabels = new HashMap<>();
    List<Shape> shapes = new ArrayList<>();
    for (Cell cell : cells) {
      if (!cell.isVertex()) {
        continue;
      }
      if (edges.contains(cell.parent())) {
        var _ = edgeLabels.putIfAbsent(cell.parent(), label(cell.value()));
      } else if (!isText(cell)) {
        Optional<String> inside = Optional.of(cell.parent()).filter(vertices::contains);
        shapes.add(new Shape(cell.id(), label(cell.value()), inside, isBox(cell)));
      }
    }
    List<Line> lines = new ArrayList<>();
    for (Cell cell : cells) {
      if (cell.isEdge()) {
        String own = label(cell.value());
        lines.add(
            new Line(
                own.isEmpty() ? edgeLabels.getOrDefault(cell.id(), "") : own,
                Optional.of(cell.source()).filter(vertices::contains),
                Optional.of(cell.target()).filter(vertices::contains)));
      }
    }
    return new Drawing(shapes, lines, pagesLeft);
  }

  private static boolean has(Cell cell, String word) {
    return (";" + cell.style() + ";").contains(";" + word + ";");
  }

  private static boolean isText(Cell cell) {
    return has(cell, "text");
  }

  private static boolean isBox(Cell cell) {
    return has(cell, "swimlane") || has(cell, "container=1") || cell.style().contains("swimlane;");
  }

  /** A label may be HTML: its words stay. */
  static String label(String value) {
    return value
        .replaceAll("<[^<>]{0,4096}>", " ")
        .replace("&nbsp;", " ")
        .replace("\u00a0", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
        .replaceAll("\\s+", " ")
        .strip();
  }
}
