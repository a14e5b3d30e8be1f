package dev.penstock.access;

import java.util.Optional;
import java.util.function.Function;

/** Finds a constant by the name that it has in files and answers. */
final class Wire {
  private Wire() {}

  static <T> Optional<T> find(T[] among, Function<T, String> wireName, String wanted) {
    for (T candidate : among) {
      if (wireName.apply(candidate).equals(wanted)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
