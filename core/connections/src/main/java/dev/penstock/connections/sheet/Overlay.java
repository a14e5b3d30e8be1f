package dev.penstock.connections.sheet;

import dev.penstock.connections.Device;
import dev.penstock.connections.Fault;
import dev.penstock.connections.Point;
import dev.penstock.connections.form.ConnectionsWriter;
import dev.penstock.connections.form.Finding;
import dev.penstock.plant.Where;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table laid over the points of a device, as the tree that a file would have. */
final class Overlay {
  private final Device device;
  private final Map<Column, Integer> columns;
  private final Map<String, Point> before = new LinkedHashMap<>();
  private final Map<String, Tree> points = new LinkedHashMap<>();
  // Rows with a name that another row has; they are for the reader to refuse.
  private final List<Tree> again = new ArrayList<>();
  private final boolean isMerging;

  Overlay(Device device, Map<Column, Integer> columns, PointSheet.Mode mode) {
    this.device = device;
    this.columns = columns;
    isMerging = mode == PointSheet.Mode.MERGE;
    for (Point point : device.points()) {
      before.put(point.name(), point);
    }
  }

  /** Takes rows in; answers with those that have another number of cells than the first line. */
  List<Finding> take(List<Csv.Row> rows, Csv.Row names) {
    List<Finding> uneven = new ArrayList<>();
    for (Csv.Row row : rows) {
      int count = row.cells().size();
      if (count == names.cells().size()) {
        take(row);
      } else {
        uneven.add(
            new Finding(
                new Where("", new Place(row.line(), Math.min(count, names.cells().size()) + 1)),
                new Fault(
                    "the row has " + count + " cells",
                    names.cells().size() + ", as the first line",
                    "look for a comma that is missing, or stands in a text without quotation"
                        + " marks")));
      }
    }
    return uneven;
  }

  private void take(Csv.Row row) {
    String name = cell(row, Column.NAME);
    Point point = before.get(name);
    // Of a point that is there a column that is missing leaves what it has, in either mode.
    Map<Column, String> cells =
        point == null ? new EnumMap<>(Column.class) : PointSheet.cells(point);
    for (Column column : columns.keySet()) {
      String cell = cell(row, column);
      if (cell.isEmpty()) {
        cells.remove(column);
      } else {
        cells.put(column, cell);
      }
    }
    Tree tree = written(cells, row.line());
    if (points.putIfAbsent(name, tree) != null) {
      again.add(tree);
    }
  }

  private String cell(Csv.Row row, Column column) {
    String text = row.cells().get(columns.getOrDefault(column, 0)).strip();
    String cell = column.isText() ? PointSheet.original(text) : text;
    return Normalizer.normalize(cell, Normalizer.Form.NFC);
  }

  private Tree written(Map<Column, String> cells, int line) {
    List<Tree.Field> fields = new ArrayList<>();
    Map<String, List<Tree.Field>> sections = new LinkedHashMap<>();
    cells.forEach((column, text) -> {
      var place = new Place(line, columns.getOrDefault(column, 0) + 1);
      var field =
          new Tree.Field(new Tree.Scalar(place, column.field()), new Tree.Scalar(place, text));
      if (column.section().isEmpty()) {
        fields.add(field);
      } else {
        sections.computeIfAbsent(column.section(), _ -> new ArrayList<>()).add(field);
      }
    });
    var begin = new Place(line, 1);
    sections.forEach((name, below) ->
        fields.add(
            new Tree.Field(
                new Tree.Scalar(begin, name),
                new Tree.Fields(below.getFirst().value().place(), below))));
    return new Tree.Fields(begin, fields);
  }

  /** The device with all its points. */
  Tree.Fields written() {
    Map<String, Tree> all = new LinkedHashMap<>(points);
    if (isMerging) {
      before.forEach((name, point) -> {
        var _ = all.computeIfAbsent(name, _ -> ConnectionsWriter.write(point));
      });
    }
    List<Tree> trees = new ArrayList<>(all.values());
    trees.addAll(again);
    List<Tree.Field> fields = new ArrayList<>(ConnectionsWriter.writeHead(device).fields());
    fields.add(
        new Tree.Field(new Tree.Scalar(Place.NONE, "points"), new Tree.Items(Place.NONE, trees)));
    return new Tree.Fields(Place.NONE, fields);
  }
}
