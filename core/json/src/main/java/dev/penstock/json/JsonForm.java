package dev.penstock.json;

import java.util.function.Function;

/** What came of reading the fields of an object: what they mean, or which of them is wrong. */
public sealed interface JsonForm<T> {
  record Filled<T>(T value) implements JsonForm<T> {}

  /**
   * Nothing was taken.
   *
   * @param field the path of the field, as {@code roles[2].until}; empty for the body as a whole
   * @param why in plain words, without a full stop; never a value that was sent
   */
  record Refused<T>(String field, String why) implements JsonForm<T> {
    /** Both in one sentence. */
    public String text() {
      return field.isEmpty() ? "the body " + why : "field " + field + " " + why;
    }
  }

  /** The same refusal, or the value made into another. */
  default <R> JsonForm<R> map(Function<T, R> to) {
    return switch (this) {
      case Filled<T>(var value) -> new Filled<>(to.apply(value));
      case Refused<T>(var field, var why) -> new Refused<>(field, why);
    };
  }
}
