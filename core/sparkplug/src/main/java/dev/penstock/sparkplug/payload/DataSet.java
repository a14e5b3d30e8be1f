package dev.penstock.sparkplug.payload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table (Sparkplug 3.0 §6.4.11). Each column has a name and a type, each row a cell for each. */
public record DataSet(List<Column> columns, List<Row> rows) implements Value.Structure {
  /** A column; its type may be one that we do not know. */
  public record Column(String name, int typeCode) {
    public Column {
      Texts.mustBeUtf8("name", name);
    }
  }

  /** The cells of a row, in the order of the columns. */
  public record Row(List<Cell> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /** One cell; a cell without a value is null. */
  public record Cell(Value.@Nullable Basic value) {}

  public DataSet {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (Row row : rows) {
      if (row.cells().size() != columns.size()) {
        throw new IllegalArgumentException(
            row.cells().size() + " cells for " + columns.size() + " columns");
      }
    }
  }
}
