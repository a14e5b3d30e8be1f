package dev.penstock.cbor;

/**
 * Finds the end of what most data is: arrays of numbers, strings and simple values, with a small
 * map inside at most. It is sure or it is not: what it takes is in core deterministic form, and for
 * all else {@link CborReader} looks again with all its care and says what is wrong, if anything.
 */
final class PlainItems {
  /** It needs the careful reader. */
  static final int UNSURE = -1;

  /** Containers inside each other that it takes at most. */
  static final int DEPTH = 2;

  private static final int SMALL_ARRAY = Wire.ARRAY << 5;
  private static final int SMALL_MAP = Wire.MAP << 5;
  private static final int SMALL_BYTES = Wire.BYTES << 5;
  private static final int SMALL_TEXT = Wire.TEXT << 5;

  private PlainItems() {}

  /** Where an array of fewer than 24 plain items ends. */
  static int arrayEnd(byte[] source, int from, int limit) {
    if (from >= limit) {
      return UNSURE;
    }
    int count = (source[from] & 0xff) - SMALL_ARRAY;
    if (count < 0 || count >= Wire.ONE_BYTE) {
      return UNSURE;
    }
    int at = from + 1;
    for (int i = 0; i < count && at != UNSURE; i++) {
      boolean isMap = at < limit && (source[at] & 0xe0) == SMALL_MAP;
      at = isMap ? mapEnd(source, at, limit) : scalarEnd(source, at, limit);
    }
    return at;
  }

  /** Where a map with keys below 24, ascending, and plain values ends. */
  private static int mapEnd(byte[] source, int from, int limit) {
    int count = (source[from] & 0xff) - SMALL_MAP;
    if (count >= Wire.ONE_BYTE) {
      return UNSURE;
    }
    int at = from + 1;
    int keyBefore = -1;
    for (int i = 0; i < count; i++) {
      if (at == UNSURE || at >= limit) {
        return UNSURE;
      }
      int key = source[at] & 0xff;
      if (key <= keyBefore || key >= Wire.ONE_BYTE) {
        return UNSURE;
      }
      keyBefore = key;
      at = scalarEnd(source, at + 1, limit);
    }
    return at;
  }

  /** Where a number, string or simple value ends. */
  private static int scalarEnd(byte[] source, int at, int limit) {
    if (at >= limit) {
      return UNSURE;
    }
    int initial = source[at] & 0xff;
    if (initial < SMALL_BYTES) {
      return integerEnd(source, at, limit, initial & 0x1f);
    }
    if (initial < SMALL_ARRAY) {
      return stringEnd(source, at, limit, initial);
    }
    return switch (initial) {
      case Wire.FALSE, Wire.TRUE, Wire.NULL -> at + 1;
      case Wire.DOUBLE -> doubleEnd(source, at, limit);
      default -> UNSURE;
    };
  }

  /** An argument is in its shortest form when the next shorter form could not hold it. */
  private static int integerEnd(byte[] source, int at, int limit, int information) {
    if (information < Wire.ONE_BYTE) {
      return at + 1;
    }
    return switch (information) {
      case Wire.ONE_BYTE ->
          at + 2 <= limit && (source[at + 1] & 0xff) >= Wire.ONE_BYTE ? at + 2 : UNSURE;
      case Wire.TWO_BYTES -> at + 3 <= limit && source[at + 1] != 0 ? at + 3 : UNSURE;
      case Wire.FOUR_BYTES ->
          at + 5 <= limit && (source[at + 1] | source[at + 2]) != 0 ? at + 5 : UNSURE;
      case Wire.EIGHT_BYTES ->
          at + 9 <= limit && CborReader.intAt(source, at + 1) != 0 ? at + 9 : UNSURE;
      default -> UNSURE;
    };
  }

  /** Strings of up to 255 bytes. */
  private static int stringEnd(byte[] source, int at, int limit, int initial) {
    int length = initial & 0x1f;
    int from = at + 1;
    if (length == Wire.ONE_BYTE) {
      if (from >= limit) {
        return UNSURE;
      }
      length = source[from++] & 0xff;
      if (length < Wire.ONE_BYTE) {
        return UNSURE;
      }
    } else if (length > Wire.ONE_BYTE) {
      return UNSURE;
    }
    if (length > limit - from) {
      return UNSURE;
    }
    int end = from + length;
    boolean isGood = initial < SMALL_TEXT || Utf8.faultAt(source, from, end) == Utf8.NO_FAULT;
    return isGood ? end : UNSURE;
  }

  private static int doubleEnd(byte[] source, int at, int limit) {
    if (at + 9 > limit) {
      return UNSURE;
    }
    double value = Double.longBitsToDouble(CborReader.longAt(source, at + 1));
    // Not a number, and what a float could hold, are written otherwise.
    return !Double.isNaN(value) && (float) value != value ? at + 9 : UNSURE;
  }
}
