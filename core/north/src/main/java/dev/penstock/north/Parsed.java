package dev.penstock.north;

/** What came of reading a template: what it says, or what is wrong with it. */
public sealed interface Parsed<T> {
  record Read<T>(T value) implements Parsed<T> {}

  /**
   * Nothing was taken.
   *
   * @param at the character where the fault is, from 0
   * @param what is wrong, in plain words
   * @param advice what may stand there, or what to do
   */
  record Wrong<T>(int at, String what, String advice) implements Parsed<T> {
    /** All of it in one sentence. */
    public String text() {
      return "at character " + at + ": " + what + "; " + advice;
    }
  }
}
