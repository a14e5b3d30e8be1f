package dev.penstock.flow.index;

import java.util.zip.CRC32C;

/**
 * What the index says of a block, or of 256 blocks or 65,536 blocks together: the times of their
 * records, and whose they are. The arrays are shared and never written to.
 *
 * @param level 0: a block, 1: 256 of them, 2: 65,536
 * @param number of the block in the log, or of the group of blocks
 * @param from the least time in it, ns since 1970
 * @param to the greatest time in it; below {@code from} when there is no record
 * @param before entry of the block before in the same chain; -1 for none, and for groups
 * @param points a {@link PointSet}
 * @param cover what takes the place of dropped records, see {@link Cover}; empty when nothing must
 * @param check over all of the above
 */
@SuppressWarnings("ArrayRecordComponent") // Rows by the hundred; nobody compares them.
public record Summary(
    int level,
    long number,
    long from,
    long to,
    long before,
    byte[] points,
    byte[] cover,
    int check) {
  /** How many of one level make one of the next. */
  public static final int FAN_BITS = 8;

  public static final int FAN = 1 << FAN_BITS;

  /** The highest level. */
  public static final int LEVEL_MAX = 2;

  static Summary of(
      int level, long number, long from, long to, long before, byte[] points, byte[] cover) {
    return new Summary(
        level,
        number,
        from,
        to,
        before,
        points,
        cover,
        checkOf(level, number, from, to, before, points, cover));
  }

  /** False when a bit of the row has changed since it was made. */
  public boolean isWhole() {
    return check == checkOf(level, number, from, to, before, points, cover);
  }

  private static int checkOf(
      int level, long number, long from, long to, long before, byte[] points, byte[] cover) {
    var crc = new CRC32C();
    update(crc, level);
    update(crc, number);
    update(crc, from);
    update(crc, to);
    update(crc, before);
    update(crc, points.length);
    crc.update(points);
    crc.update(cover);
    return (int) crc.getValue();
  }

  private static void update(CRC32C crc, long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      crc.update((int) (value >>> shift) & 0xff);
    }
  }
}
