package dev.penstock.framesmodbus;

import java.util.Arrays;
import java.util.HexFormat;

/** Registers as a value: words of 16 bits, kept as they stand in a message. */
public final class Words {
  /** No registers. */
  public static final Words NONE = new Words(new byte[0]);

  /** Two of them for each register, the higher first (MODBUS V1.1b3 §4.2). */
  private final byte[] wire;

  private Words(byte[] wire) {
    this.wire = wire;
  }

  /** Registers with these values, each 0..65535. */
  public static Words of(int... values) {
    byte[] wire = new byte[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0 || values[i] > 0xffff) {
        throw new IllegalArgumentException("register " + i + " is " + values[i] + ", 0..65535");
      }
      wire[2 * i] = (byte) (values[i] >> 8);
      wire[2 * i + 1] = (byte) values[i];
    }
    return new Words(wire);
  }

  /** Registers from their bytes, two for each. */
  public static Words ofBytes(byte[] bytes) {
    if (bytes.length % 2 != 0) {
      throw new IllegalArgumentException(bytes.length + " bytes are no whole registers");
    }
    return new Words(bytes.clone());
  }

  static Words at(byte[] source, int from, int count) {
    return new Words(Arrays.copyOfRange(source, from, from + 2 * count));
  }

  /** How many registers there are. */
  public int count() {
    return wire.length / 2;
  }

  /** The value of one, 0..65535. */
  public int at(int index) {
    return (byteAt(2 * index) << 8) | byteAt(2 * index + 1);
  }

  /** One byte of them, 0..255: byte 0 is the higher of register 0. */
  public int byteAt(int index) {
    return wire[index] & 0xff;
  }

  /** Some of them, from {@code from} on. */
  public Words slice(int from, int count) {
    if (from < 0 || count < 0 || count > count() - from) {
      throw new IllegalArgumentException(count + " registers at " + from + " of " + count());
    }
    return at(wire, 2 * from, count);
  }

  /** A copy of the bytes, two for each register. */
  public byte[] bytes() {
    return wire.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Words that && Arrays.equals(wire, that.wire);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(wire);
  }

  /** The registers in hexadecimal, four digits each. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(wire).replaceAll("(....)(?=.)", "$1 ");
  }
}
