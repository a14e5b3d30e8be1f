package dev.penstock.framesmodbus.plan;

import dev.penstock.framesmodbus.Limits;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.point.Point;
import dev.penstock.framesmodbus.point.PointAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses that a device refuses, or that must not be read: from first to last, both included. */
public record Hole(int unit, Table table, int first, int last) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:([0-9]{1,3})/)?(coil|discrete|input|holding):([0-9]{1,5})(?:\\.\\.([0-9]{1,5}))?");

  public Hole {
    if (unit < 0 || unit > 0xff || first < 0 || last < first || last >= Limits.ADDRESS_COUNT) {
      throw new IllegalArgumentException(
          "hole " + first + ".." + last + " of unit " + unit + ", must lie in 0..65535 of 0..255");
    }
  }

  /**
   * Reads holes as people write them: {@code holding:200..299, 17/coil:5}.
   *
   * @param unitDefault where one names none
   * @return empty where one of them is none
   */
  public static Optional<List<Hole>> read(String text, int unitDefault) {
    List<Hole> holes = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      Matcher written = FORM.matcher(each.strip());
      if (!written.matches()) {
        return Optional.empty();
      }
      int unit = written.group(1) == null ? unitDefault : Integer.parseInt(written.group(1));
      int first = Integer.parseInt(written.group(3));
      int last = written.group(4) == null ? first : Integer.parseInt(written.group(4));
      if (unit > 0xff || last < first || last >= Limits.ADDRESS_COUNT) {
        return Optional.empty();
      }
      boolean _ = holes.add(new Hole(unit, table(written.group(2)), first, last));
    }
    return Optional.of(holes);
  }

  /** Whether some of a point lies in it, so that the point is never read. */
  public boolean touches(Point point) {
    PointAddress at = point.address();
    return at.unit() == unit
        && at.table() == table
        && point.first() <= last
        && point.last() >= first;
  }

  private static Table table(String name) {
    return switch (name) {
      case "coil" -> Table.COILS;
      case "discrete" -> Table.DISCRETE_INPUTS;
      case "input" -> Table.INPUT_REGISTERS;
      default -> Table.HOLDING_REGISTERS;
    };
  }
}
