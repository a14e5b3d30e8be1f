package dev.penstock.sparkplug.payload;

/** What came of putting a value of ours into a type of Sparkplug, or of reading one back. */
public sealed interface Mapped<T> {
  record Fits<T>(T value) implements Mapped<T> {}

  /**
   * The type does not hold it.
   *
   * @param why in plain words, without the value
   */
  record Unfit<T>(String why) implements Mapped<T> {}
}
