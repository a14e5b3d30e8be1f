package dev.penstock.flow.index;

import java.util.Arrays;

/**
 * Where the newest value of each point in some blocks is: found for every record without an object
 * for it. One thread at a time.
 *
 * <p>Who looks at all of them goes from {@link #next next(0)} to the next place behind each, until
 * there is none.
 */
public final class NewestValues {
  private static final int START = 64;

  /** No value is here; no seq is below zero. */
  private static final long NONE = -1;

  /** Source above, point below; both have 32 bits. Half of all places are free at least. */
  private long[] pairs = new long[START];

  private long[] seqs = none(START);
  private long[] entries = new long[START];
  private int[] records = new int[START];
  private int count;

  NewestValues() {}

  private static long[] none(int size) {
    long[] seqs = new long[size];
    Arrays.fill(seqs, NONE);
    return seqs;
  }

  /** Begins anew, with the room that was needed before. */
  void clear() {
    Arrays.fill(seqs, NONE);
    count = 0;
  }

  /** Adds a value; of two with the same seq the later one counts. */
  void add(long source, long point, long seq, long entry, int record) {
    if (2 * (count + 1) > pairs.length) {
      grow();
    }
    put((source << 32) | point, seq, entry, record);
  }

  private void put(long pair, long seq, long entry, int record) {
    int mask = pairs.length - 1;
    int at = (int) ((pair * 0x9e3779b97f4a7c15L) >>> 32) & mask;
    while (seqs[at] != NONE && pairs[at] != pair) {
      at = (at + 1) & mask;
    }
    if (seqs[at] == NONE) {
      pairs[at] = pair;
      count++;
    }
    if (seq >= seqs[at]) {
      seqs[at] = seq;
      entries[at] = entry;
      records[at] = record;
    }
  }

  private void grow() {
    long[] oldPairs = pairs;
    long[] oldSeqs = seqs;
    long[] oldEntries = entries;
    int[] oldRecords = records;
    pairs = new long[2 * oldPairs.length];
    seqs = none(pairs.length);
    entries = new long[pairs.length];
    records = new int[pairs.length];
    count = 0;
    for (int i = 0; i < oldPairs.length; i++) {
      if (oldSeqs[i] != NONE) {
        put(oldPairs[i], oldSeqs[i], oldEntries[i], oldRecords[i]);
      }
    }
  }

  /** How many points have one. */
  public int count() {
    return count;
  }

  /** The first place from here on that has a value; -1 when there is none. */
  public int next(int from) {
    for (int at = from; at < seqs.length; at++) {
      if (seqs[at] != NONE) {
        return at;
      }
    }
    return -1;
  }

  public long source(int at) {
    return pairs[at] >>> 32;
  }

  public long point(int at) {
    return pairs[at] & 0xffff_ffffL;
  }

  public long seq(int at) {
    return seqs[at];
  }

  /** Which entry of the log has the value. */
  public long entry(int at) {
    return entries[at];
  }

  /** Which record of the entry it is. */
  public int record(int at) {
    return records[at];
  }
}
