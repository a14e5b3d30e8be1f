package dev.penstock.framesmodbus.point;

import java.util.Locale;

/** A number as registers hold it. */
public enum NumberType {
  INT16(1),
  UINT16(1),
  INT32(2),
  UINT32(2),
  INT64(4),
  UINT64(4),
  /** IEEE 754, 32 bits. */
  FLOAT32(2),
  /** IEEE 754, 64 bits. */
  FLOAT64(4),
  /** Four decimal digits, 0..9999. */
  BCD16(1),
  /** Eight decimal digits, 0..99999999. */
  BCD32(2);

  private final int registerCount;

  NumberType(int registerCount) {
    this.registerCount = registerCount;
  }

  public int registerCount() {
    return registerCount;
  }

  /** As it is written in settings. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
