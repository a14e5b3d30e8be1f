package dev.penstock.framesmodbus.plan;

import dev.penstock.framesmodbus.Limits;
import dev.penstock.framesmodbus.Table;

/** Addresses that a device refuses, or that must not be read: from first to last, both included. */
public record Hole(int unit, Table table, int first, int last) {
  public Hole {
    if (unit < 0 || unit > 0xff || first < 0 || last < first || last >= Limits.ADDRESS_COUNT) {
      throw new IllegalArgumentException(
          "hole " + first + ".." + last + " of unit " + unit + ", must lie in 0..65535 of 0..255");
    }
  }
}
