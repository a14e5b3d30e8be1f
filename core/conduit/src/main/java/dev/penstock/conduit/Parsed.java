package dev.penstock.conduit;

import java.util.Optional;

/** What came of reading one text of a policy. */
public sealed interface Parsed<T> {
  /** It means this. */
  record Good<T>(T value) implements Parsed<T> {}

  /** It means nothing. */
  record Bad<T>(Fault fault) implements Parsed<T> {}

  /** The value, or empty for a bad text. */
  default Optional<T> toOptional() {
    return switch (this) {
      case Good<T>(var value) -> Optional.of(value);
      case Bad<T> _ -> Optional.empty();
    };
  }
}
