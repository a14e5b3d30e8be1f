package dev.penstock.framesmodbus.point;

import java.util.function.Function;

/** What came of a text, of registers, or of a value. */
public sealed interface Reading<T> {
  record Good<T>(T value) implements Reading<T> {}

  /**
   * It is none.
   *
   * @param at where: which character of a text, which register of a value; from 0 on
   * @param problem what is wrong, with what came and what may come
   * @param remedy what to do about it
   */
  record Refused<T>(int at, String problem, String remedy) implements Reading<T> {
    /** The same about something else. */
    <R> Refused<R> other() {
      return new Refused<>(at, problem, remedy);
    }

    /** In one line. */
    public String message() {
      return problem + " (at " + at + "); " + remedy;
    }
  }

  /** Goes on with what was good. */
  default <R> Reading<R> then(Function<T, Reading<R>> next) {
    return switch (this) {
      case Good<T>(var value) -> next.apply(value);
      case Refused<T> refused -> refused.other();
    };
  }
}
