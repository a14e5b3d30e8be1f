package dev.penstock.connections.sheet;

import dev.penstock.connections.Bounds;
import dev.penstock.plant.tree.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of comma-separated values (RFC 4180). A table whose first line has semicolons and no
 * comma is separated by these, as spreadsheets of many countries write it.
 */
final class Csv {
  /** The points that there may be, and the line of names. */
  static final int ROWS_MAX = Bounds.DEVICE_POINTS_MAX + 1;

  static final int COLUMNS_MAX = 100;
  static final int CELL_CHARS_MAX = 4_096;

  private static final char QUOTE = '"';
  private static final int END = -1;

  /**
   * One row.
   *
   * @param line of the file on which it begins, from 1
   */
  record Row(int line, List<String> cells) {
    Row {
      cells = List.copyOf(cells);
    }

    boolean isEmpty() {
      return cells.size() == 1 && cells.getFirst().isEmpty();
    }
  }

  /** What came of reading. */
  sealed interface Reading {
    /** All rows but empty ones, the first line among them. */
    record Table(List<Row> rows) implements Reading {
      public Table {
        rows = List.copyOf(rows);
      }
    }

    /** It is no such table. */
    record Malformed(Place place, String why) implements Reading {}
  }

  private final String text;
  private final char separator;
  private int at;
  private int line = 1;

  private Csv(String text, char separator) {
    this.text = text;
    this.separator = separator;
  }

  static Reading read(String file) {
    String text = file.startsWith("\ufeff") ? file.substring(1) : file;
    String first = text.lines().findFirst().orElse("");
    boolean isBySemicolon = first.indexOf(';') >= 0 && first.indexOf(',') < 0;
    return new Csv(text, isBySemicolon ? ';' : ',').rows();
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private Reading rows() {
    List<Row> rows = new ArrayList<>();
    while (peek() != END) {
      int begin = line;
      List<String> cells = new ArrayList<>();
      do {
        var cell = new StringBuilder();
        String fault = peek() == QUOTE ? quoted(cell) : plain(cell);
        if (fault.isEmpty() && cells.size() == COLUMNS_MAX) {
          fault = "there are more than " + COLUMNS_MAX + " columns";
        }
        if (!fault.isEmpty()) {
          return new Reading.Malformed(new Place(line, cells.size() + 1), fault);
        }
        cells.add(cell.toString());
      } while (take(separator));
      endOfLine();
      var row = new Row(begin, cells);
      if (!row.isEmpty()) {
        rows.add(row);
      }
      if (rows.size() > ROWS_MAX) {
        return new Reading.Malformed(
            new Place(begin, 1), "is one row too many: there may be " + ROWS_MAX);
      }
    }
    return new Reading.Table(rows);
  }

  private boolean take(char wanted) {
    boolean isThere = peek() == wanted;
    at += isThere ? 1 : 0;
    return isThere;
  }

  private void endOfLine() {
    boolean isReturn = take('\r');
    boolean isFeed = take('\n');
    line += isReturn || isFeed ? 1 : 0;
  }

  private boolean isAtEndOfCell() {
    int next = peek();
    return next == END || next == separator || next == '\r' || next == '\n';
  }

  /** Answers what is wrong, or nothing. */
  private String plain(StringBuilder cell) {
    while (!isAtEndOfCell()) {
      if (peek() == QUOTE) {
        return "a quotation mark stands inside a cell that does not begin with one";
      }
      cell.append(text.charAt(at));
      at++;
      if (cell.length() > CELL_CHARS_MAX) {
        return tooLong();
      }
    }
    return "";
  }

  private String quoted(StringBuilder cell) {
    int begin = line;
    at++;
    while (peek() != END) {
      char next = text.charAt(at);
      at++;
      if (next == QUOTE && peek() != QUOTE) {
        return isAtEndOfCell() ? "" : "something follows a closing quotation mark";
      }
      if (next == QUOTE) {
        at++;
      }
      line += next == '\n' ? 1 : 0;
      cell.append(next);
      if (cell.length() > CELL_CHARS_MAX) {
        return tooLong();
      }
    }
    return "the quotation mark of line " + begin + " is never closed";
  }

  private static String tooLong() {
    return "a cell has more than " + CELL_CHARS_MAX + " characters";
  }

  /** One line of such a table, with its end. */
  static String line(List<String> cells) {
    return cells.stream().map(Csv::written).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String written(String cell) {
    boolean isPlain =
        cell.chars().noneMatch(c -> c == QUOTE || c == ',' || c == ';' || c == '\r' || c == '\n')
            && cell.equals(cell.strip());
    return isPlain ? cell : QUOTE + cell.replace("\"", "\"\"") + QUOTE;
  }
}
