package dev.penstock.bundle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The numbers of the ZIP form that bundles have, PKWARE APPNOTE 6.3 §4.3. */
final class Zip {
  static final int LOCAL_SIGNATURE = 0x04034b50;
  static final int CENTRAL_SIGNATURE = 0x02014b50;
  static final int END_SIGNATURE = 0x06054b50;
  static final int END64_SIGNATURE = 0x06064b50;
  static final int LOCATOR64_SIGNATURE = 0x07064b50;

  static final int LOCAL_BYTES = 30;
  static final int CENTRAL_BYTES = 46;
  static final int END_BYTES = 22;
  static final int END64_BYTES = 56;
  static final int LOCATOR64_BYTES = 20;

  /** 1980-01-01: day 1, month 1, year 0, §4.4.6. */
  static final int DATE = 0x21;

  static final int VERSION = 10;
  static final int VERSION64 = 45;
  static final int EXTRA64 = 1;

  /** Stands for a number that is in the ZIP64 field instead. */
  static final long IN_EXTRA = 0xffff_ffffL;

  static final int COUNT_IN_END64 = 0xffff;

  private Zip() {}

  static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The local header, which says where the content of an entry begins. An entry is smaller than 4
   * GiB, so no ZIP64 field stands here.
   */
  static byte[] local(byte[] name, long size, long crc) {
    byte[] bytes = new byte[LOCAL_BYTES + name.length];
    ByteBuffer out = little(bytes);
    out.putInt(LOCAL_SIGNATURE).putShort((short) VERSION).putShort((short) 0).putShort((short) 0);
    out.putShort((short) 0).putShort((short) DATE);
    out.putInt((int) crc).putInt((int) size).putInt((int) size);
    out.putShort((short) name.length).putShort((short) 0).put(name);
    return bytes;
  }

  /** The header in the central directory, with the ZIP64 field when it stands beyond 4 GiB. */
  static byte[] central(byte[] name, long size, long crc, long at) {
    boolean isFar = at >= IN_EXTRA;
    int extra = isFar ? 12 : 0;
    int version = isFar ? VERSION64 : VERSION;
    byte[] bytes = new byte[CENTRAL_BYTES + name.length + extra];
    ByteBuffer out = little(bytes);
    out.putInt(CENTRAL_SIGNATURE).putShort((short) version).putShort((short) version);
    out.putShort((short) 0).putShort((short) 0).putShort((short) 0).putShort((short) DATE);
    out.putInt((int) crc).putInt((int) size).putInt((int) size);
    out.putShort((short) name.length).putShort((short) extra).putShort((short) 0);
    out.putShort((short) 0).putShort((short) 0).putInt(0);
    out.putInt(isFar ? (int) IN_EXTRA : (int) at).put(name);
    if (isFar) {
      out.putShort((short) EXTRA64).putShort((short) 8).putLong(at);
    }
    return bytes;
  }

  /** All that stands behind the central directory. */
  static byte[] end(int count, long directoryAt, long directorySize) {
    boolean isLarge = count >= COUNT_IN_END64 || directoryAt >= IN_EXTRA;
    byte[] bytes = new byte[END_BYTES + (isLarge ? END64_BYTES + LOCATOR64_BYTES : 0)];
    ByteBuffer out = little(bytes);
    if (isLarge) {
      out.putInt(END64_SIGNATURE).putLong(END64_BYTES - 12L);
      out.putShort((short) VERSION64).putShort((short) VERSION64).putInt(0).putInt(0);
      out.putLong(count).putLong(count).putLong(directorySize).putLong(directoryAt);
      out.putInt(LOCATOR64_SIGNATURE).putInt(0).putLong(directoryAt + directorySize).putInt(1);
    }
    short shortCount = (short) Math.min(count, COUNT_IN_END64);
    out.putInt(END_SIGNATURE).putShort((short) 0).putShort((short) 0);
    out.putShort(shortCount).putShort(shortCount).putInt((int) directorySize);
    out.putInt(directoryAt >= IN_EXTRA ? (int) IN_EXTRA : (int) directoryAt).putShort((short) 0);
    return bytes;
  }
}
