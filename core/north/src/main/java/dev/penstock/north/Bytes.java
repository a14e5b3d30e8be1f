package dev.penstock.north;

import java.util.Arrays;

/** Bytes that grow, and are used again. One thread. */
final class Bytes {
  private static final int AT_FIRST = 512;

  private byte[] held = new byte[AT_FIRST];
  private int size;

  int size() {
    return size;
  }

  void reset() {
    size = 0;
  }

  byte[] toBytes() {
    return Arrays.copyOf(held, size);
  }

  void add(int one) {
    byte[] _ = room(1);
    held[size++] = (byte) one;
  }

  void add(byte[] all) {
    byte[] _ = room(all.length);
    System.arraycopy(all, 0, held, size, all.length);
    size += all.length;
  }

  void add(Bytes other) {
    byte[] _ = room(other.size);
    System.arraycopy(other.held, 0, held, size, other.size);
    size += other.size;
  }

  /** The array with room for so many more; {@link #moveTo} says what was written. */
  byte[] room(int more) {
    if (size + more > held.length) {
      held = Arrays.copyOf(held, Math.max(2 * held.length, size + more));
    }
    return held;
  }

  void moveTo(int at) {
    size = at;
  }

  void ascii(CharSequence text) {
    ascii(text, 0, text.length());
  }

  void ascii(CharSequence text, int from, int to) {
    byte[] into = room(to - from);
    int at = size;
    for (int i = from; i < to; i++) {
      into[at++] = (byte) text.charAt(i);
    }
    size = at;
  }
}
