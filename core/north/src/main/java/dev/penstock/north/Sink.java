package dev.penstock.north;

/** Takes the items of a payload one by one, in one form or another. One thread. */
interface Sink {
  void map(int count);

  void array(int count);

  /** Ends a map or an array. */
  void end();

  void key(String key);

  void text(String text);

  void whole(long value);

  /** 2^63 and above, as 64 bits without sign. */
  void large(long bits);

  void real(double value);

  /** {@code mantissa × 10^exponent}. */
  void decimal(int exponent, long mantissa);

  void flag(boolean value);

  void nothing();

  void bytes(byte[] value);

  /** Items that another of the same form has taken, one behind the other. */
  void items(Sink of);

  /** How many bytes there are. */
  int size();

  /** A copy of them. */
  byte[] toBytes();

  /** Begins anew. */
  void reset();
}
