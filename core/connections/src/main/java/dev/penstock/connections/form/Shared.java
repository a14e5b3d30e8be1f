package dev.penstock.connections.form;

import java.util.HashMap;
import java.util.Map;

/**
 * One object for all that are equal, where many are: a hundred thousand points have a few types,
 * units, scalings and bands between them.
 */
final class Shared<T> {
  /**
   * Where more are different there is little to share, and a table would cost more than it saves.
   */
  private static final int DIFFERENT_MAX = 10_000;

  private final Map<T, T> known = new HashMap<>();

  T one(T value) {
    T first = known.get(value);
    if (first != null) {
      return first;
    }
    if (known.size() < DIFFERENT_MAX) {
      known.put(value, value);
    }
    return value;
  }
}
