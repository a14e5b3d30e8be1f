package dev.penstock.merkle.tile;

import dev.penstock.merkle.Decoded;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the paths of C2SP tlog-tiles. */
final class TilePathReader {
  /** Six groups of three digits hold every tile number; the rest is short. */
  private static final int CHARS_MAX = 64;

  /** Kind or level, groups of digits, and the width of a partial tile. */
  private static final Pattern PATH =
      Pattern.compile(
          "tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([0-9]{1,3}))?");

  private TilePathReader() {}

  static Decoded<TilePath> read(String path) {
    if (path.equals("checkpoint")) {
      return new Decoded.Value<>(new TilePath.Head());
    }
    Matcher parts = PATH.matcher(path.length() <= CHARS_MAX ? path : "");
    if (!parts.matches()) {
      return new Decoded.Malformed<>("no path of a tiled log");
    }
    long number = Long.parseLong(parts.group(2).replace("x", "").replace("/", ""));
    int width = parts.group(3) == null ? TilePath.WIDTH : Integer.parseInt(parts.group(3));
    boolean isPartial = parts.group(3) != null;
    if (number > TilePath.NUMBER_MAX || width < 1 || width > TilePath.WIDTH - (isPartial ? 1 : 0)) {
      return new Decoded.Malformed<>("tile number or width out of range");
    }
    if (parts.group(1).equals("entries")) {
      return oneSpelling(new TilePath.Entries(number, width), path);
    }
    int level = Integer.parseInt(parts.group(1));
    return level > TilePath.LEVEL_MAX
        ? new Decoded.Malformed<>("tile level out of range")
        : oneSpelling(new TilePath.Hashes(level, number, width), path);
  }

  /** Leading zeros, and groups of them, are refused by writing the path again. */
  private static Decoded<TilePath> oneSpelling(TilePath meant, String path) {
    return meant.text().equals(path)
        ? new Decoded.Value<>(meant)
        : new Decoded.Malformed<>("leading zeros");
  }
}
