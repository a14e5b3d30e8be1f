package dev.penstock.framesmodbus.point;

import dev.penstock.framesmodbus.Limits;
import dev.penstock.framesmodbus.Table;
import org.jspecify.annotations.Nullable;

/**
 * Where a value lies.
 *
 * @param unit which device, 0..255
 * @param address that of the PDU, 0..65535 (MODBUS V1.1b3 §4.4)
 * @param bit of a register, 0 being its lowest; null for all of it, and in a table of bits
 */
public record PointAddress(int unit, Table table, int address, @Nullable Integer bit) {
  private static final int SHOWN_MAX = 40;

  public PointAddress {
    if (unit < 0 || unit > 0xff) {
      throw new IllegalArgumentException("unit is " + unit + ", must be 0..255");
    }
    if (address < 0 || address >= Limits.ADDRESS_COUNT) {
      throw new IllegalArgumentException("address is " + address + ", must be 0..65535");
    }
    if (bit != null && (table.isOfBits() || bit < 0 || bit > 15)) {
      throw new IllegalArgumentException("bit " + bit + " of " + table + " " + address);
    }
  }

  /**
   * Reads {@code holding:100}, {@code coil:5}, {@code holding:100.3}, the classic {@code 40101},
   * {@code 400101} and {@code 4x00101}, and with a unit in front {@code 17/holding:100}.
   *
   * @param unitDefault where the text names none
   */
  public static Reading<PointAddress> read(String text, int unitDefault) {
    return new AddressReader(text, unitDefault).read();
  }

  /** As it is written in settings: {@code 17/holding:100.3}. */
  public String text() {
    String place = unit + "/" + AddressReader.nameOf(table) + ":" + address;
    return bit == null ? place : place + "." + bit;
  }

  /** A text from outside, short enough for a message. */
  static String shown(String text) {
    return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX - 3) + "...";
  }
}
