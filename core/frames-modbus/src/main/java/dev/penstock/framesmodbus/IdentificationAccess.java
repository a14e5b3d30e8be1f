package dev.penstock.framesmodbus;

import java.util.Optional;

/** Which objects of a device's identification are wanted (MODBUS V1.1b3 §6.21). */
public enum IdentificationAccess {
  /** Objects 0 to 2, as a stream. */
  BASIC(1),
  /** Objects 0 to 6, as a stream. */
  REGULAR(2),
  /** All there are, as a stream. */
  EXTENDED(3),
  /** One of them. */
  INDIVIDUAL(4);

  private final int code;

  IdentificationAccess(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** The one with this number. */
  public static Optional<IdentificationAccess> of(int code) {
    return code < 1 || code > 4 ? Optional.empty() : Optional.of(values()[code - 1]);
  }
}
