package dev.penstock.merkle.tile;

import dev.penstock.merkle.Decoded;
import java.util.ArrayDeque;
import java.util.Deque;

/** The path of one resource of a tiled log, behind the log's prefix and its slash. */
public sealed interface TilePath {
  /** Hashes in a full tile, and entries in a full bundle. */
  int WIDTH = 256;

  /** The tile with index 2^54 would begin behind the largest tree. */
  long NUMBER_MAX = (1L << 54) - 1;

  /** The highest level a path may name. */
  int LEVEL_MAX = 63;

  /** The newest checkpoint. */
  record Head() implements TilePath {}

  /**
   * The first {@code width} hashes of a tile; 256 is the full tile.
   *
   * @param level 0 for leaf hashes, and one more for each factor of 256
   */
  record Hashes(int level, long number, int width) implements TilePath {
    public Hashes {
      if (level < 0 || level > LEVEL_MAX) {
        throw new IllegalArgumentException("tile level " + level + ", must be 0.." + LEVEL_MAX);
      }
      requireTile(number, width);
    }
  }

  /** The first {@code width} entries of a bundle; 256 is the full bundle. */
  record Entries(long number, int width) implements TilePath {
    public Entries {
      requireTile(number, width);
    }
  }

  /** The path as text: {@code tile/0/x001/x234/067.p/12}. */
  default String text() {
    return switch (this) {
      case Head() -> "checkpoint";
      case Hashes(var level, var number, var width) ->
          "tile/" + level + "/" + numberText(number) + widthText(width);
      case Entries(var number, var width) ->
          "tile/entries/" + numberText(number) + widthText(width);
    };
  }

  /** Reads a path. Each resource has one spelling. */
  static Decoded<TilePath> decode(String path) {
    return TilePathReader.read(path);
  }

  private static String numberText(long number) {
    Deque<String> groups = new ArrayDeque<>();
    groups.addFirst(threeDigits(number % 1000));
    for (long rest = number / 1000; rest > 0; rest /= 1000) {
      groups.addFirst("x" + threeDigits(rest % 1000));
    }
    return String.join("/", groups);
  }

  private static String threeDigits(long group) {
    return String.valueOf(1000 + group).substring(1);
  }

  private static String widthText(int width) {
    return width == WIDTH ? "" : ".p/" + width;
  }

  private static void requireTile(long number, int width) {
    if (number < 0 || number > NUMBER_MAX || width < 1 || width > WIDTH) {
      throw new IllegalArgumentException("tile " + number + " of width " + width);
    }
  }
}
