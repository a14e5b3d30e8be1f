package dev.penstock.framesmodbus.point;

import dev.penstock.framesmodbus.Limits;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.point.Reading.Good;
import dev.penstock.framesmodbus.point.Reading.Refused;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the text of one address. */
final class AddressReader {
  private static final int TEXT_LENGTH_MAX = 100;
  private static final int NUMBER_DIGITS_MAX = 6;

  private static final String FORMS =
      "write coil:N, discrete:N, input:N or holding:N with N from 0 on, or 5 or 6 digits as in the"
          + " manual (40101, 400101, 4x00101)";

  private final String text;
  private final int unitDefault;

  /** What is wrong, once something is. */
  private @Nullable Refused<PointAddress> refused;

  AddressReader(String text, int unitDefault) {
    this.text = text;
    this.unitDefault = unitDefault;
  }

  static String nameOf(Table table) {
    return switch (table) {
      case COILS -> "coil";
      case DISCRETE_INPUTS -> "discrete";
      case INPUT_REGISTERS -> "input";
      case HOLDING_REGISTERS -> "holding";
    };
  }

  Reading<PointAddress> read() {
    if (text.length() > TEXT_LENGTH_MAX) {
      return refused(0, "has " + text.length() + " characters, at most 100", FORMS);
    }
    int slash = text.indexOf('/');
    int unit = slash < 0 ? unitDefault : unit(text.substring(0, slash));
    int from = slash + 1;
    int dot = text.indexOf('.', from);
    int to = dot < 0 ? text.length() : dot;
    Place place = place(from, to);
    Integer bit = dot < 0 ? null : bit(dot + 1);
    if (refused != null) {
      return refused;
    }
    if (bit != null && place.table.isOfBits()) {
      return refused(dot, "asks for a bit of what is one", "leave out ." + bit);
    }
    return new Good<>(new PointAddress(unit, place.table, place.address, bit));
  }

  private record Place(Table table, int address) {
    /** Stands where something was refused, and goes no further. */
    static final Place NONE = new Place(Table.COILS, 0);
  }

  private int unit(String digits) {
    int unit = number(digits);
    if (unit < 0 || unit > 0xff) {
      refuse(0, "has the unit \"" + digits + "\", must be 0..255", "write 17/holding:100");
      return 0;
    }
    return unit;
  }

  private int bit(int from) {
    String digits = text.substring(from);
    int bit = number(digits);
    if (bit < 0 || bit > 15) {
      refuse(from, "has the bit \"" + digits + "\", must be 0..15", "0 is the lowest bit");
      return 0;
    }
    return bit;
  }

  private Place place(int from, int to) {
    int colon = text.indexOf(':', from);
    return colon >= 0 && colon < to ? named(from, colon, to) : classic(from, to);
  }

  private Place named(int from, int colon, int to) {
    String name = text.substring(from, colon).toLowerCase(Locale.ROOT);
    String digits = text.substring(colon + 1, to);
    int address =
        digits.regionMatches(true, 0, "0x", 0, 2) ? hex(digits.substring(2)) : number(digits);
    if (address < 0 || address >= Limits.ADDRESS_COUNT) {
      refuse(
          colon + 1,
          "has the address \"" + digits + "\", must be 0..65535 or 0x0..0xffff",
          "take the address of the protocol, which begins with 0");
      return Place.NONE;
    }
    for (Table table : Table.values()) {
      if (nameOf(table).equals(name)) {
        return new Place(table, address);
      }
    }
    refuse(from, "names the table \"" + name + "\"", "coil, discrete, input, holding are there");
    return Place.NONE;
  }

  /** Numbers as in manuals: the table's digit, then the number, which begins with 1. */
  private Place classic(int from, int to) {
    String all = text.substring(from, to);
    boolean hasMark = all.length() > 1 && (all.charAt(1) == 'x' || all.charAt(1) == 'X');
    String digits = hasMark ? all.charAt(0) + all.substring(2) : all;
    if (digits.length() < 5 || digits.length() > 6 || number(digits) < 0) {
      refuse(from, "is neither a table with an address nor 5 or 6 digits", FORMS);
      return Place.NONE;
    }
    int numberMax = digits.length() == 5 ? 9_999 : Limits.ADDRESS_COUNT;
    int number = number(digits.substring(1));
    if (number < 1 || number > numberMax) {
      refuse(
          from + 1,
          "has the number " + number + ", must be 1.." + numberMax,
          numberMax == 9_999 ? "numbers above 9999 have 6 digits" : "the first one is 1");
      return Place.NONE;
    }
    for (Table table : Table.values()) {
      if (table.classicDigit() == digits.charAt(0) - '0') {
        return new Place(table, number - 1);
      }
    }
    refuse(
        from,
        "is in table " + digits.charAt(0),
        "0 is coils, 1 discrete inputs, 3 input registers, 4 holding registers");
    return Place.NONE;
  }

  /** -1 where it is none. */
  private static int number(String digits) {
    if (digits.isEmpty() || digits.length() > NUMBER_DIGITS_MAX) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char next = digits.charAt(i);
      if (next < '0' || next > '9') {
        return -1;
      }
      value = 10 * value + (next - '0');
    }
    return value;
  }

  private static int hex(String digits) {
    return digits.matches("[0-9a-fA-F]{1,4}") ? Integer.parseInt(digits, 16) : -1;
  }

  private Refused<PointAddress> refused(int at, String problem, String remedy) {
    return new Refused<>(at, "address \"" + PointAddress.shown(text) + "\" " + problem, remedy);
  }

  /** The first thing that is wrong is told. */
  private void refuse(int at, String problem, String remedy) {
    if (refused == null) {
      refused = refused(at, problem, remedy);
    }
  }
}
