package dev.penstock.flow.sealing;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Values by source number, found without an object for the number. Nothing is ever taken out: a
 * number is not given to another source later.
 */
final class LongTable<V> {
  private static final int START = 64;

  private long[] keys = new long[START];
  private @Nullable Object[] values = new @Nullable Object[START];
  private int count;

  int count() {
    return count;
  }

  /** Null when there is none. */
  @SuppressWarnings("unchecked") // Only V goes in.
  @Nullable V get(long key) {
    return (V) values[place(keys, values, key)];
  }

  /** Adds a value under a number that has none. */
  void add(long key, V value) {
    if (2 * (count + 1) > keys.length) {
      grow();
    }
    int place = place(keys, values, key);
    keys[place] = key;
    values[place] = value;
    count++;
  }

  /** All numbers, ascending. */
  long[] sortedKeys() {
    long[] sorted = new long[count];
    int at = 0;
    for (int i = 0; i < keys.length; i++) {
      if (values[i] != null) {
        sorted[at++] = keys[i];
      }
    }
    Arrays.sort(sorted);
    return sorted;
  }

  private void grow() {
    long[] moreKeys = new long[2 * keys.length];
    @Nullable Object[] moreValues = new @Nullable Object[moreKeys.length];
    for (int i = 0; i < keys.length; i++) {
      if (values[i] != null) {
        int place = place(moreKeys, moreValues, keys[i]);
        moreKeys[place] = keys[i];
        moreValues[place] = values[i];
      }
    }
    keys = moreKeys;
    values = moreValues;
  }

  /** Where a key is, or where it would go; half of all places are free, so there is one. */
  private static int place(long[] keys, @Nullable Object[] values, long key) {
    int mask = keys.length - 1;
    int at = (int) ((key * 0x9e3779b97f4a7c15L) >>> 32) & mask;
    while (values[at] != null && keys[at] != key) {
      at = (at + 1) & mask;
    }
    return at;
  }
}
