package dev.penstock.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.SplittableRandom;

/** Texts and values to read and to write. */
final class Texts {
  static final JsonLimits LIMITS = new JsonLimits(1 << 20, 64, 100_000);

  private Texts() {}

  static JsonReading reading(String text) {
    return JsonReader.read(text.getBytes(StandardCharsets.UTF_8), LIMITS);
  }

  static Json read(String text) {
    return switch (reading(text)) {
      case JsonReading.Value(var value) -> value;
      case JsonReading.Refused refused -> throw new AssertionError(text + ": " + refused);
    };
  }

  /** Some value, by its seed. */
  static Json any(long seed) {
    return any(new SplittableRandom(seed), 4);
  }

  private static Json any(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 8)) {
      case 0 -> Json.of(text(random));
      case 1 -> Json.of(random.nextLong(-Json.WHOLE_MAX, Json.WHOLE_MAX + 1));
      case 2 -> real(random);
      case 3 -> Json.of(random.nextBoolean());
      case 4 -> Json.nothing();
      case 5, 6 -> {
        var fields = new LinkedHashMap<String, Json>();
        for (int i = random.nextInt(5); i > 0; i--) {
          fields.put(text(random), any(random, depth - 1));
        }
        yield new Json.Object(fields);
      }
      default -> {
        var items = new ArrayList<Json>();
        for (int i = random.nextInt(5); i > 0; i--) {
          items.add(any(random, depth - 1));
        }
        yield Json.array(items);
      }
    };
  }

  private static Json real(SplittableRandom random) {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(value) ? Json.of(value) : Json.of(random.nextInt(1000) / 8.0);
  }

  private static String text(SplittableRandom random) {
    var out = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      int point =
          switch (random.nextInt(4)) {
            case 0 -> random.nextInt(0x20);
            case 1 -> random.nextInt(0x10000);
            case 2 -> random.nextInt(0x10000, 0x110000);
            default -> random.nextInt(0x20, 0x7f);
          };
      out.appendCodePoint(point >= 0xd800 && point < 0xe000 ? '"' : point);
    }
    return out.toString();
  }
}
