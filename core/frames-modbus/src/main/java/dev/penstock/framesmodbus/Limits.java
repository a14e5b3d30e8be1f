package dev.penstock.framesmodbus;

/** The figures of the protocol (MODBUS V1.1b3, the sections named). */
public final class Limits {
  /** A function code and its data (§4.1): what an RS-485 frame of 256 bytes leaves. */
  public static final int PDU_BYTES_MAX = 253;

  /** Each table has so many addresses (§4.3). */
  public static final int ADDRESS_COUNT = 65_536;

  /** §6.1, §6.2. */
  public static final int READ_BITS_MAX = 2_000;

  /** §6.3, §6.4, and the reading half of §6.17. */
  public static final int READ_REGISTERS_MAX = 125;

  /** §6.11. */
  public static final int WRITE_BITS_MAX = 1_968;

  /** §6.12. */
  public static final int WRITE_REGISTERS_MAX = 123;

  /** The writing half of §6.17. */
  public static final int READ_WRITE_REGISTERS_MAX = 121;

  /** §6.10. */
  static final int EVENTS_MAX = 64;

  /** Records of a file (§6.14): 0..9999. */
  static final int FILE_RECORD_COUNT = 10_000;

  /** §6.18. */
  public static final int FIFO_REGISTERS_MAX = 31;

  private Limits() {}

  static void requireRange(String what, int value, int from, int to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(what + " is " + value + ", must be " + from + ".." + to);
    }
  }

  static void requireU8(String what, int value) {
    requireRange(what, value, 0, 0xff);
  }

  static void requireU16(String what, int value) {
    requireRange(what, value, 0, 0xffff);
  }

  /** Addresses that end where the table does, at the latest. */
  static void requireAddresses(int address, int count, int countMax) {
    requireU16("address", address);
    requireRange("count", count, 1, countMax);
    requireRange("the last address", address + count - 1, 0, ADDRESS_COUNT - 1);
  }
}
