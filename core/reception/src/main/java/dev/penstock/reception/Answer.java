package dev.penstock.reception;

import java.util.function.Function;

/** What reception answers: what was asked for, or why not. */
public sealed interface Answer<T> {
  /** What was asked for. */
  record Given<T>(T value) implements Answer<T> {}

  /** Refused, and why. */
  record Refused<T>(Refusal refusal) implements Answer<T> {}

  /** Nothing more than that it is done. */
  enum Nothing {
    NOTHING
  }

  static <T> Answer<T> of(T value) {
    return new Given<>(value);
  }

  static Answer<Nothing> done() {
    return new Given<>(Nothing.NOTHING);
  }

  static <T> Answer<T> refused(Refusal refusal) {
    return new Refused<>(refusal);
  }

  /** The same refusal, or the next answer. */
  default <R> Answer<R> then(Function<? super T, Answer<R>> next) {
    return switch (this) {
      case Given<T>(var value) -> next.apply(value);
      case Refused<T>(var refusal) -> new Refused<>(refusal);
    };
  }
}
