package dev.penstock.projections;

import dev.penstock.flow.index.IndexStore;
import dev.penstock.flow.index.IndexTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** All rows of all tables as lines of text. */
final class Dump {
  private Dump() {}

  static List<String> of(IndexStore index) throws IOException {
    var lines = new ArrayList<String>();
    for (IndexTable table : IndexTable.values()) {
      index.forEach(
          table,
          row -> {
            var line = new StringBuilder(table.name());
            for (Object value : row) {
              line.append(' ')
                  .append(value instanceof byte[] b ? HexFormat.of().formatHex(b) : value);
            }
            lines.add(line.toString());
          });
    }
    return lines;
  }
}
