package dev.penstock.framesmodbus.point;

import java.util.Locale;
import java.util.Optional;

/**
 * In which order the bytes of a value stand in its registers. {@code A} is the highest byte; the
 * four letters are two registers. Values of one register know only two orders, those of four
 * registers go on in the same way: {@code CDAB} of 64 bits is {@code GHEFCDAB}.
 */
public enum WordOrder {
  /** The highest byte first: what the standard means (MODBUS V1.1b3 §4.2). */
  ABCD(false, false),
  /** Registers the other way round. */
  CDAB(true, false),
  /** Bytes of each register the other way round. */
  BADC(false, true),
  /** The lowest byte first. */
  DCBA(true, true);

  private final boolean isWordSwapped;
  private final boolean isByteSwapped;

  WordOrder(boolean isWordSwapped, boolean isByteSwapped) {
    this.isWordSwapped = isWordSwapped;
    this.isByteSwapped = isByteSwapped;
  }

  /** Where in the registers byte {@code index} of a value stands, 0 being its highest. */
  int place(int index, int registerCount) {
    int register = isWordSwapped ? registerCount - 1 - index / 2 : index / 2;
    int half = isByteSwapped ? 1 - index % 2 : index % 2;
    return 2 * register + half;
  }

  /** The one with this name, in any case of letters. */
  public static Optional<WordOrder> of(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    for (WordOrder each : values()) {
      if (each.name().equals(upper)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
