package dev.penstock.framesmodbus;

import dev.penstock.evidence.record.ByteString;

/** Function codes whose content is known here (MODBUS V1.1b3 §5.1). */
final class Functions {
  /** Set in the function code of an exception response (§7). */
  static final int EXCEPTION = 0x80;

  /** Of function code 43 (§6.21). */
  static final int MEI_IDENTIFICATION = 14;

  private Functions() {}

  static boolean isKnown(int function, ByteString data) {
    return switch (function) {
      case 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 15, 16, 17, 20, 21, 22, 23, 24 -> true;
      // Without its MEI type it is a known one, cut off.
      case 43 -> data.size() == 0 || data.bytes()[0] == MEI_IDENTIFICATION;
      default -> false;
    };
  }
}
