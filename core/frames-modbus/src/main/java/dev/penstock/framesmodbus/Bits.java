package dev.penstock.framesmodbus;

import java.util.Arrays;

/**
 * Coils or discrete inputs as a value. They are packed as in a message: the first is the lowest bit
 * of the first byte, and what is left of the last byte is zero (MODBUS V1.1b3 §6.1).
 */
public final class Bits {
  private final byte[] packed;
  private final int count;

  private Bits(byte[] packed, int count) {
    this.packed = packed;
    this.count = count;
    if (count % 8 != 0) {
      packed[packed.length - 1] &= (byte) ((1 << (count % 8)) - 1);
    }
  }

  /** These, in their order. */
  public static Bits of(boolean... values) {
    byte[] packed = new byte[bytesFor(values.length)];
    for (int i = 0; i < values.length; i++) {
      if (values[i]) {
        packed[i / 8] |= (byte) (1 << (i % 8));
      }
    }
    return new Bits(packed, values.length);
  }

  /**
   * The first {@code count} of those that stand packed in these bytes. What a peer put into the
   * bits behind them is left out, so that nothing passes on that is neither checked nor seen.
   */
  public static Bits ofPacked(byte[] bytes, int count) {
    if (count < 0 || bytes.length != bytesFor(count)) {
      throw new IllegalArgumentException(bytes.length + " bytes for " + count + " bits");
    }
    return new Bits(bytes.clone(), count);
  }

  static Bits at(byte[] source, int from, int count) {
    return new Bits(Arrays.copyOfRange(source, from, from + bytesFor(count)), count);
  }

  static int bytesFor(int count) {
    return (count + 7) / 8;
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** Whether one is on. */
  public boolean at(int index) {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException("bit " + index + " of " + count);
    }
    return (packed[index / 8] >> (index % 8) & 1) != 0;
  }

  /** A copy of the bytes they are packed in. */
  public byte[] bytes() {
    return packed.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bits that && count == that.count && Arrays.equals(packed, that.packed);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(packed) + count;
  }

  /** A digit for each, in their order. */
  @Override
  public String toString() {
    var text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(at(i) ? '1' : '0');
    }
    return text.toString();
  }
}
