package dev.penstock.bench.bridge;

import java.util.BitSet;

/**
 * Which numbers came, and how often one came again: one bit for each, so that hours of messages
 * fit. One thread at a time.
 */
public final class NumberSet {
  /** What one bit each takes 256 MB for. */
  public static final int NUMBERS_MAX = Integer.MAX_VALUE;

  private final BitSet seen = new BitSet();
  private long copies;
  private long strangers;

  /** A number came; below 0 and above the most, it is a stranger. */
  public void add(long number) {
    if (number < 0 || number >= NUMBERS_MAX) {
      strangers++;
    } else if (seen.get((int) number)) {
      copies++;
    } else {
      seen.set((int) number);
    }
  }

  /** Something came that is no number. */
  public void addStranger() {
    strangers++;
  }

  public boolean has(long number) {
    return number >= 0 && number < NUMBERS_MAX && seen.get((int) number);
  }

  /** How many different numbers came. */
  public long count() {
    return seen.cardinality();
  }

  /** How often a number came that was there already. */
  public long copies() {
    return copies;
  }

  /** How much came that is no number that can be meant. */
  public long strangers() {
    return strangers;
  }

  /** One more than the greatest; 0 for none. */
  public long end() {
    return seen.length();
  }

  /** The first number from this on that is here and not there; negative when there is none. */
  public long nextMissingIn(NumberSet other, long from) {
    int next = seen.nextSetBit(Math.toIntExact(from));
    while (next >= 0 && other.seen.get(next)) {
      next = seen.nextSetBit(next + 1);
    }
    return next;
  }
}
