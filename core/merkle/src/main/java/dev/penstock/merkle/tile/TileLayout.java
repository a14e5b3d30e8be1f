package dev.penstock.merkle.tile;

/** Which tiles a tree of a size has, C2SP tlog-tiles. */
public final class TileLayout {
  private static final int HEIGHT = 8;

  /** 256^8 leaves are more than any tree has, so levels from 8 on have no hash. */
  public static final int LEVELS = 8;

  private TileLayout() {}

  /** How many hashes the tree has at this level, in all tiles. */
  public static long hashCount(int level, long size) {
    return level < LEVELS ? size >>> (HEIGHT * level) : 0;
  }

  /** How many hashes of this tile the tree has: 256, fewer for the last tile, 0 behind it. */
  public static int width(int level, long number, long size) {
    long behind = hashCount(level, size) - number * TilePath.WIDTH;
    return Math.clamp(behind, 0, TilePath.WIDTH);
  }

  /** True when the tree has the first {@code width} hashes of this tile. */
  public static boolean isWithin(int level, long number, int width, long size) {
    return width <= width(level, number, size);
  }

  /** True when the last leaf below the full tile stands below this index. */
  public static boolean endsBy(int level, long number, long index) {
    return number < hashCount(level, index) >>> HEIGHT;
  }
}
