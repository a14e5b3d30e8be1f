package dev.penstock.evidence.approval;

import java.nio.charset.StandardCharsets;

/** The sizes that fields may have, here and in records.cddl. */
final class Bounds {
  static final int WORD_BYTES_MAX = 255;

  private Bounds() {}

  static void mustBeIn(String what, int size, int min, int max) {
    if (size < min || size > max) {
      throw new IllegalArgumentException(what + ": " + size + ", must be " + min + ".." + max);
    }
  }

  static void mustBeText(String what, String text, int bytesMax) {
    mustBeIn("bytes of " + what, text.getBytes(StandardCharsets.UTF_8).length, 1, bytesMax);
  }
}
