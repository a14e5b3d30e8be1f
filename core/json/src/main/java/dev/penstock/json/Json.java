package dev.penstock.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One JSON value (RFC 8259 §3), in one form: two values that have the same canonical spelling are
 * equal. What is built by hand is held to the same rules as what was read; a breach throws, because
 * it is a fault of ours.
 */
public sealed interface Json {
  /** RFC 7493 §2.2: the largest whole number that every reader holds exactly, 2^53 - 1. */
  long WHOLE_MAX = (1L << 53) - 1;

  /** The object without fields. */
  Json.Object EMPTY = new Json.Object(Map.of());

  /** A text without halves of surrogate pairs, since they have no UTF-8 form. */
  record Text(String value) implements Json {
    public Text {
      int fault = Surrogates.loneAt(value);
      if (fault >= 0) {
        throw new IllegalArgumentException("text has a lone surrogate at char " + fault);
      }
    }

    /** Only the length: a text may be a password. */
    @Override
    public String toString() {
      return "text of " + value.length() + " chars";
    }
  }

  /** A whole number of at most 53 bits, with its sign. */
  record Whole(long value) implements Json {
    public Whole {
      if (value < -WHOLE_MAX || value > WHOLE_MAX) {
        throw new IllegalArgumentException("whole number is " + value + ", max " + WHOLE_MAX);
      }
    }
  }

  /** Any other finite number, as the double nearest to it. */
  record Real(double value) implements Json {
    public Real {
      if (!Double.isFinite(value) || isWhole(value)) {
        throw new IllegalArgumentException(
            "number is " + value + ", must be finite and no whole number within 53 bits");
      }
    }
  }

  record Flag(boolean value) implements Json {}

  /** The word null. */
  record Nothing() implements Json {}

  record Array(List<Json> items) implements Json {
    public Array {
      items = List.copyOf(items);
    }
  }

  /** Fields by name, in the order they came in; the order is no part of the value. */
  @SuppressWarnings("JavaLangClash") // The word of RFC 8259 §4; it is always used as Json.Object.
  record Object(Map<String, Json> fields) implements Json {
    public Object {
      var copy = new LinkedHashMap<String, Json>();
      fields.forEach((name, value) -> {
        int fault = Surrogates.loneAt(name);
        if (fault >= 0) {
          throw new IllegalArgumentException("name has a lone surrogate at char " + fault);
        }
        var _ = copy.put(name, value);
      });
      fields = Collections.unmodifiableMap(copy);
    }

    /** The value under a name, if it is there. */
    public Optional<Json> get(String name) {
      return Optional.ofNullable(fields.get(name));
    }

    /** The text under a name; empty when there is none or it is no text. */
    public Optional<String> text(String name) {
      return get(name)
          .flatMap(value -> value instanceof Text(var text) ? Optional.of(text) : Optional.empty());
    }

    /** The whole number under a name; empty when there is none or it is no whole number. */
    public Optional<Long> whole(String name) {
      return get(name)
          .flatMap(
              value -> value instanceof Whole(var whole) ? Optional.of(whole) : Optional.empty());
    }
  }

  static Json of(String value) {
    return new Text(value);
  }

  static Json of(boolean value) {
    return new Flag(value);
  }

  static Json of(long value) {
    return new Whole(value);
  }

  /** A finite number; one that is whole becomes a {@link Whole}, minus zero becomes zero. */
  static Json of(double value) {
    return isWhole(value) ? new Whole((long) value) : new Real(value);
  }

  static Json nothing() {
    return new Nothing();
  }

  static Json array(List<? extends Json> items) {
    return new Array(List.copyOf(items));
  }

  /** An array of texts. */
  static Json texts(List<String> items) {
    return new Array(items.stream().map(Json::of).toList());
  }

  private static boolean isWhole(double value) {
    return Math.abs(value) <= WHOLE_MAX && value == Math.rint(value);
  }
}
