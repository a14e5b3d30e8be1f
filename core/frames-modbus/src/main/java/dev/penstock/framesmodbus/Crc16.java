package dev.penstock.framesmodbus;

import java.util.Objects;

/** The check of a frame on a serial line (MODBUS over Serial Line V1.02 §2.5.1.2). */
final class Crc16 {
  /** The generating polynomial 1 + x^2 + x^15 + x^16, its bits in the order they are sent. */
  private static final int POLYNOMIAL = 0xA001;

  /** Of each byte alone. */
  private static final int[] OF_BYTE = table();

  private int value = 0xFFFF;

  void add(byte next) {
    value = (value >>> 8) ^ OF_BYTE[(value ^ next) & 0xff];
  }

  /** The check of what was added; its low byte is sent first. */
  int value() {
    return value;
  }

  static int of(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    var crc = new Crc16();
    for (int i = from; i < to; i++) {
      crc.add(bytes[i]);
    }
    return crc.value();
  }

  private static int[] table() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int value = i;
      for (int bit = 0; bit < 8; bit++) {
        value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ POLYNOMIAL;
      }
      table[i] = value;
    }
    return table;
  }
}
