package dev.penstock.evidence.record;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ranges that fields of many kinds share, for values made by ourselves. */
final class Fields {
  static final int WORD_BYTES_MAX = 255;
  static final int PROSE_BYTES_MAX = 4096;
  static final long ID_MAX = 0xffff_ffffL;
  static final long SEVERITY_MAX = 1000;

  private Fields() {}

  static void mustBeWord(String name, String value) {
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > WORD_BYTES_MAX) {
      throw new IllegalArgumentException(name + " has " + bytes + " bytes, must have 1..255");
    }
  }

  static void mustBeWordOrNull(String name, @Nullable String value) {
    if (value != null) {
      mustBeWord(name, value);
    }
  }

  static void mustBeProse(String name, @Nullable String value) {
    if (value != null) {
      int bytes = value.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > PROSE_BYTES_MAX) {
        throw new IllegalArgumentException(name + " has " + bytes + " bytes, at most 4096");
      }
    }
  }

  static void mustBeCounter(String name, @Nullable Long value) {
    if (value != null && value < 0) {
      throw new IllegalArgumentException(name + " is " + value + ", must not be negative");
    }
  }

  static void mustBeIn(String name, long value, long max) {
    mustBeIn(name, value, 0, max);
  }

  static void mustBeIn(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(name + " is " + value + ", must be " + min + ".." + max);
    }
  }

  static void mustBeOfSize(String name, @Nullable ByteString value, int min, int max) {
    if (value != null && (value.size() < min || value.size() > max)) {
      throw new IllegalArgumentException(
          name + " has " + value.size() + " bytes, must have " + min + ".." + max);
    }
  }

  static void mustBeId16(String name, @Nullable ByteString value) {
    mustBeOfSize(name, value, 16, 16);
  }

  static List<ByteString> people(List<ByteString> people) {
    for (ByteString person : people) {
      mustBeId16("person", person);
    }
    return List.copyOf(people);
  }
}
