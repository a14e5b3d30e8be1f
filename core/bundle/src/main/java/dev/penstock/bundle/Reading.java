package dev.penstock.bundle;

/** What came of reading a part of a bundle. */
sealed interface Reading<T> {
  record Value<T>(T value) implements Reading<T> {}

  record Flawed<T>(Fault fault) implements Reading<T> {}
}
