package dev.penstock.sparkplug.payload;

/** What came of reading a payload from outside. */
public sealed interface PayloadReading {
  record Decoded(Payload payload) implements PayloadReading {}

  /**
   * Nothing of it was taken.
   *
   * @param offset the byte where the fault shows, from 0
   * @param what in plain words, without a full stop; never a part of the payload
   */
  record Malformed(int offset, String what) implements PayloadReading {}
}
