package dev.penstock.cbor;

import java.util.function.Function;

/** What came of decoding bytes from outside: a value, or where and why there is none. */
public sealed interface Decoded<T> {
  /** The bytes were what they had to be. */
  record Value<T>(T value) implements Decoded<T> {}

  /** They were not; nothing of them was taken. */
  record Refused<T>(Refusal refusal) implements Decoded<T> {}

  /** The same refusal, or the value made into another. */
  default <R> Decoded<R> map(Function<T, R> to) {
    return switch (this) {
      case Value<T>(var value) -> new Value<>(to.apply(value));
      case Refused<T>(var refusal) -> new Refused<>(refusal);
    };
  }

  /** The same refusal, or what the next step makes of the value. */
  default <R> Decoded<R> flatMap(Function<T, Decoded<R>> to) {
    return switch (this) {
      case Value<T>(var value) -> to.apply(value);
      case Refused<T>(var refusal) -> new Refused<>(refusal);
    };
  }
}
