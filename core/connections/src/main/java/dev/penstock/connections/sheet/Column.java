package dev.penstock.connections.sheet;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A column of a table of points, in the order in which all write them. */
enum Column {
  NAME("name", "", "name", true),
  ADDRESS("address", "", "address", true),
  TYPE("type", "", "type", true),
  RATE("rate", "", "rate", true),
  EXPRESSION("expression", "", "expression", true),
  RAW_LOW("raw-low", "scaling", "raw-low", false),
  RAW_HIGH("raw-high", "scaling", "raw-high", false),
  LOW("low", "scaling", "low", false),
  HIGH("high", "scaling", "high", false),
  BEYOND("beyond", "scaling", "beyond", false),
  DEADBAND("deadband", "", "deadband", false),
  SILENCE_MAX("silence-max", "", "silence-max", false),
  UNIT("unit", "", "unit", true),
  WRITABLE("writable", "", "writable", false),
  WRITE_LOW("write-low", "limits", "low", false),
  WRITE_HIGH("write-high", "limits", "high", false),
  DESCRIPTION("description", "", "description", true);

  private final String word;
  private final String section;
  private final String field;
  private final boolean isText;

  Column(String word, String section, String field, boolean isText) {
    this.word = word;
    this.section = section;
    this.field = field;
    this.isText = isText;
  }

  /** As the first line names it. */
  String word() {
    return word;
  }

  /** In which fields of a point it stands; empty for those of the point itself. */
  String section() {
    return section;
  }

  /** The field that it is. */
  String field() {
    return field;
  }

  /** True for what somebody can write anything into, also a formula. */
  boolean isText() {
    return isText;
  }

  static Optional<Column> of(String header) {
    String wanted = header.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(each -> each.word.equals(wanted)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Column::word).toList();
  }
}
