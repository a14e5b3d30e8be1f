package dev.penstock.json;

/** What came of reading a text from outside: its value, or where and why there is none. */
public sealed interface JsonReading {
  record Value(Json value) implements JsonReading {}

  /**
   * Nothing of the text was taken.
   *
   * @param offset the byte where the fault shows, from 0
   * @param why in plain words, without a full stop; never a part of the text
   */
  record Refused(int offset, String why) implements JsonReading {}
}
