package dev.penstock.evidence.record;

import dev.penstock.cbor.CborHead;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The fields before a record's value, read where they stand, for who looks at a million records and
 * needs the value of few: no object for each record, and nothing read behind them. The same object
 * shows the next record then. One thread at a time.
 */
public final class RecordHead {
  /** Stands for a point or a time that a record does not have. */
  public static final long NONE = -1;

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** The head of an array of eight fields, RFC 8949 §3.1. */
  private static final byte FIELDS = (byte) ((CborHead.ARRAY << 5) | 8);

  private static final byte NULL = (byte) 0xf6;

  private byte[] bytes = new byte[0];
  private int at;
  private int end;
  private boolean isSound;

  private long seq;
  private RecordKind kind = RecordKind.EVENT;
  private long source;
  private long point;
  private long sourceTime;
  private long receivedTime;
  private long quality;

  /**
   * Reads the fields of a record; false when these bytes do not begin one, and then nothing is
   * shown. Takes every record that {@link LedgerRecord#decode} takes.
   */
  public boolean read(byte[] from, int recordAt, int length) {
    bytes = from;
    at = recordAt;
    end = recordAt + length;
    isSound = at < end && bytes[at++] == FIELDS;
    seq = unsigned(Long.MAX_VALUE);
    long code = unsigned(RecordKind.codeMax());
    isSound &= code >= 1;
    source = unsigned(Fields.ID_MAX);
    point = unsignedOrNone(Fields.ID_MAX);
    sourceTime = unsignedOrNone(Long.MAX_VALUE);
    receivedTime = unsignedOrNone(Long.MAX_VALUE);
    quality = unsigned(Fields.ID_MAX);
    if (isSound) {
      kind = RecordKind.ofCode((int) code);
    }
    return isSound;
  }

  private long unsignedOrNone(long max) {
    if (at < end && bytes[at] == NULL) {
      at++;
      return NONE;
    }
    return unsigned(max);
  }

  /** One whole number in its shortest form, RFC 8949 §4.2.1. */
  private long unsigned(long max) {
    int head = at < end ? bytes[at++] & 0xff : 0xff;
    if (head < 24) {
      isSound &= head <= max;
      return head;
    }
    int size = head <= 27 ? 1 << (head - 24) : 0;
    if (size == 0 || size > end - at) {
      isSound = false;
      return 0;
    }
    long value =
        switch (size) {
          case 1 -> bytes[at] & 0xffL;
          case 2 -> (short) SHORTS.get(bytes, at) & 0xffffL;
          case 4 -> (int) INTS.get(bytes, at) & 0xffff_ffffL;
          default -> (long) LONGS.get(bytes, at);
        };
    at += size;
    // What has more than 63 bits is below zero here.
    isSound &= value >= 0 && value <= max && CborHead.bytes(value) == 1 + size;
    return value;
  }

  public long seq() {
    return seq;
  }

  public RecordKind kind() {
    return kind;
  }

  public long source() {
    return source;
  }

  /** The point, or {@link #NONE}. */
  public long point() {
    return point;
  }

  /** ns since 1970, or {@link #NONE}. */
  public long sourceTime() {
    return sourceTime;
  }

  /** ns since 1970, or {@link #NONE}. */
  public long receivedTime() {
    return receivedTime;
  }

  public long quality() {
    return quality;
  }
}
