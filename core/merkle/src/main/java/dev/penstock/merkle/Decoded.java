package dev.penstock.merkle;

import java.util.Optional;

/** What came out of reading bytes from outside. Readers never throw for any content. */
public sealed interface Decoded<T> {
  /** The bytes are well-formed and mean this. */
  record Value<T>(T value) implements Decoded<T> {}

  /** The bytes break a rule of their format. */
  record Malformed<T>(String why) implements Decoded<T> {}

  /** The value, or empty when the bytes were malformed. */
  default Optional<T> toOptional() {
    return switch (this) {
      case Value<T>(var value) -> Optional.of(value);
      case Malformed<T> _ -> Optional.empty();
    };
  }
}
