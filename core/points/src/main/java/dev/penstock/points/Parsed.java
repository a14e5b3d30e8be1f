package dev.penstock.points;

/** What came of reading an expression. */
public sealed interface Parsed {
  record Read(Expression expression) implements Parsed {}

  /**
   * It is none.
   *
   * @param at where, in characters from 0
   * @param what is wrong there, and what may stand there
   */
  record Faulty(int at, String what) implements Parsed {}
}
