package dev.penstock.cbor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The head of an item (RFC 8949 §3): major type and argument, the argument in its shortest form.
 * For code that lays out a few byte strings by hand; everything else writes with {@link
 * CborWriter}.
 */
public final class CborHead {
  /** Major type of a byte string. */
  public static final int BYTES = Wire.BYTES;

  /** Major type of a text string. */
  public static final int TEXT = Wire.TEXT;

  /** Major type of an array. */
  public static final int ARRAY = Wire.ARRAY;

  /** Major type of a tag. */
  public static final int TAG = Wire.TAG;

  /** The widest head: the initial byte and eight of argument. */
  public static final int BYTES_MAX = 9;

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private CborHead() {}

  /** Bytes that the head with this argument, 64 bits without sign, takes. */
  public static int bytes(long argument) {
    if (argument >>> 8 == 0) {
      return argument < Wire.ONE_BYTE ? 1 : 2;
    }
    return argument >>> 16 == 0 ? 3 : argument >>> 32 == 0 ? 5 : BYTES_MAX;
  }

  /**
   * Writes a head and answers the index after it. There must be room.
   *
   * @param argument 64 bits without sign
   */
  public static int write(int major, long argument, byte[] into, int at) {
    int top = major << 5;
    if (argument >>> 8 == 0) {
      if (argument < Wire.ONE_BYTE) {
        into[at] = (byte) (top | (int) argument);
        return at + 1;
      }
      into[at] = (byte) (top | Wire.ONE_BYTE);
      into[at + 1] = (byte) argument;
      return at + 2;
    }
    if (argument >>> 16 == 0) {
      into[at] = (byte) (top | Wire.TWO_BYTES);
      SHORTS.set(into, at + 1, (short) argument);
      return at + 3;
    }
    if (argument >>> 32 == 0) {
      into[at] = (byte) (top | Wire.FOUR_BYTES);
      INTS.set(into, at + 1, (int) argument);
      return at + 5;
    }
    into[at] = (byte) (top | Wire.EIGHT_BYTES);
    LONGS.set(into, at + 1, argument);
    return at + 9;
  }
}
