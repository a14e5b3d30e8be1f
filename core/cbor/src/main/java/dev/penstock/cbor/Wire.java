package dev.penstock.cbor;

/** The numbers of RFC 8949 §3 that reader and writer share. */
final class Wire {
  // Major types: the three high bits of the initial byte.
  static final int UNSIGNED = 0;
  static final int NEGATIVE = 1;
  static final int BYTES = 2;
  static final int TEXT = 3;
  static final int ARRAY = 4;
  static final int MAP = 5;
  static final int TAG = 6;
  static final int SIMPLE_OR_FLOAT = 7;

  // Additional information: the five low bits. Below 24 it is the argument itself.
  static final int ONE_BYTE = 24;
  static final int TWO_BYTES = 25;
  static final int FOUR_BYTES = 26;
  static final int EIGHT_BYTES = 27;
  static final int INDEFINITE = 31;

  static final int FALSE = 0xf4;
  static final int TRUE = 0xf5;
  static final int NULL = 0xf6;
  static final int BREAK = 0xff;

  static final int HALF = 0xf9;
  static final int SINGLE = 0xfa;
  static final int DOUBLE = 0xfb;

  /** The one not-a-number, as a half. */
  static final short NAN = 0x7e00;

  /** A bignum below this length would fit an integer, whose form is preferred (RFC 8949 §3.4.3). */
  static final int BIGNUM_BYTES_MIN = 9;

  private Wire() {}

  /** Tag 2 is a bignum, tag 3 a negative one. */
  static boolean isBignumTag(long tag) {
    return tag == 2 || tag == 3;
  }
}
