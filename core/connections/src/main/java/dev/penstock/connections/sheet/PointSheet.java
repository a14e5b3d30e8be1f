package dev.penstock.connections.sheet;

import dev.penstock.connections.Bounds;
import dev.penstock.connections.Connections;
import dev.penstock.connections.Device;
import dev.penstock.connections.Fault;
import dev.penstock.connections.Point;
import dev.penstock.connections.diff.ConnectionsDiff;
import dev.penstock.connections.form.ConnectionsWriter;
import dev.penstock.connections.form.DeviceReader;
import dev.penstock.connections.form.Finding;
import dev.penstock.connections.protocol.ProtocolForms;
import dev.penstock.plant.Where;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The points of one device as a table, one row each. A column that the table does not have says
 * nothing: what stands there stays. A cell that is empty says that there is nothing.
 */
public final class PointSheet {
  /** The columns, as the first line names them. */
  public static final List<String> COLUMNS = Column.words();

  /** What becomes of points that the table does not name. */
  public enum Mode {
    /** They stay. */
    MERGE,
    /** They go. */
    REPLACE
  }

  /** What came of reading a table into a device. */
  public sealed interface Imported {
    /**
     * The device with what the table says.
     *
     * @param diff what it changes
     * @param notTaken columns that mean nothing here
     */
    record Merged(Device device, ConnectionsDiff diff, List<String> notTaken) implements Imported {
      public Merged {
        notTaken = List.copyOf(notTaken);
      }
    }

    /**
     * Nothing was taken.
     *
     * @param findings with the lines and columns of the table; at least one
     * @param leftOut how many more there are
     */
    record Refused(List<Finding> findings, long leftOut) implements Imported {
      public Refused {
        findings = List.copyOf(findings);
      }
    }
  }

  private PointSheet() {}

  /** The table of all points of a device. */
  public static String write(Device device) {
    var out = new StringBuilder(Csv.line(COLUMNS));
    for (Point point : device.points()) {
      Map<Column, String> cells = cells(point);
      List<String> row = new ArrayList<>();
      for (Column column : Column.values()) {
        String cell = cells.getOrDefault(column, "");
        row.add(column.isText() ? harmless(cell) : cell);
      }
      out.append(Csv.line(row));
    }
    return out.toString();
  }

  /** A spreadsheet takes these for a formula; {@link #original} takes the apostrophe away again. */
  private static String harmless(String cell) {
    return isFormula(cell) ? "'" + cell : cell;
  }

  static String original(String cell) {
    return cell.startsWith("'") && isFormula(cell) ? cell.substring(1) : cell;
  }

  /** What has apostrophes before it already is one too, so that each is taken away once. */
  private static boolean isFormula(String cell) {
    int at = 0;
    while (at < cell.length() && cell.charAt(at) == '\'') {
      at++;
    }
    return at < cell.length() && "=+-@".indexOf(cell.charAt(at)) >= 0;
  }

  /** What stands in the columns of a point; nothing where there is nothing. */
  static Map<Column, String> cells(Point point) {
    Map<Column, String> cells = new EnumMap<>(Column.class);
    put(cells, "", ConnectionsWriter.write(point));
    return cells;
  }

  private static void put(Map<Column, String> cells, String section, Tree.Fields fields) {
    for (Tree.Field field : fields.fields()) {
      String name = field.name().text();
      switch (field.value()) {
        case Tree.Scalar(_, var text) -> cells.put(column(section, name), text);
        case Tree.Fields below -> put(cells, name, below);
        case Tree.Items _ -> throw new IllegalStateException("a point has no list " + name);
      }
    }
  }

  private static Column column(String section, String field) {
    for (Column column : Column.values()) {
      if (column.section().equals(section) && column.field().equals(field)) {
        return column;
      }
    }
    throw new IllegalStateException("no column for " + section + " " + field);
  }

  /** Reads a table into a device. */
  public static Imported read(Device device, String table, Mode mode, ProtocolForms protocols) {
    return switch (Csv.read(table)) {
      case Csv.Reading.Malformed(var place, var why) ->
          refused(place, new Fault(why, "comma-separated values (RFC 4180)", "correct the table"));
      case Csv.Reading.Table(var rows) when rows.isEmpty() ->
          refused(
              new Place(1, 1),
              new Fault("is empty", String.join(", ", COLUMNS), "write a line of names"));
      case Csv.Reading.Table(var rows) -> {
        Map<Column, Integer> columns = new EnumMap<>(Column.class);
        List<String> notTaken = new ArrayList<>();
        List<String> names = rows.getFirst().cells();
        for (int i = 0; i < names.size(); i++) {
          var column = Column.of(names.get(i));
          if (column.isEmpty()) {
            notTaken.add(names.get(i).strip());
          } else if (columns.putIfAbsent(column.get(), i) != null) {
            yield refused(
                new Place(rows.getFirst().line(), i + 1),
                new Fault(
                    "a second column '" + column.get().word() + "'",
                    "each column once",
                    "take one of them out"));
          }
        }
        if (!columns.containsKey(Column.NAME)) {
          yield refused(
              new Place(rows.getFirst().line(), 1),
              new Fault(
                  "there is no column 'name'", String.join(", ", COLUMNS), "name the points"));
        }
        yield merged(device, new Overlay(device, columns, mode), rows, notTaken, protocols);
      }
    };
  }

  private static Imported merged(
      Device device,
      Overlay overlay,
      List<Csv.Row> rows,
      List<String> notTaken,
      ProtocolForms protocols) {
    List<Finding> uneven = overlay.take(rows.subList(1, rows.size()), rows.getFirst());
    if (!uneven.isEmpty()) {
      int told = Math.min(uneven.size(), Bounds.FINDINGS_MAX);
      return new Imported.Refused(uneven.subList(0, told), uneven.size() - told);
    }
    return switch (DeviceReader.read(overlay.written(), protocols)) {
      case DeviceReader.Outcome.Unsound(var findings, var leftOut) ->
          new Imported.Refused(findings, leftOut);
      case DeviceReader.Outcome.Sound(var merged) ->
          new Imported.Merged(merged, ConnectionsDiff.between(of(device), of(merged)), notTaken);
    };
  }

  private static Connections of(Device device) {
    return new Connections(List.of(device), List.of(), List.of());
  }

  private static Imported refused(Place place, Fault fault) {
    return new Imported.Refused(List.of(new Finding(new Where("", place), fault)), 0);
  }
}
