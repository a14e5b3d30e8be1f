package dev.penstock.flow.index;

import java.util.Arrays;

/**
 * Where the newest value of each point in one block is: found for every record without an object
 * for it, and handed on once for the block. One thread at a time.
 */
final class NewestValues {
  private static final int START = 64;

  /** No value is here; no seq is below zero. */
  private static final long NONE = -1;

  /** Source above, point below; both have 32 bits. Half of all places are free at least. */
  private long[] pairs = new long[START];

  private long[] seqs = none(START);
  private int[] places = new int[START];
  private int count;

  private static long[] none(int size) {
    long[] seqs = new long[size];
    Arrays.fill(seqs, NONE);
    return seqs;
  }

  /** Adds a value; of two with the same seq the later one counts. */
  void add(long source, long point, long seq, int place) {
    if (2 * (count + 1) > pairs.length) {
      grow();
    }
    put((source << 32) | point, seq, place);
  }

  private void put(long pair, long seq, int place) {
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
      places[at] = place;
    }
  }

  private void grow() {
    long[] oldPairs = pairs;
    long[] oldSeqs = seqs;
    int[] oldPlaces = places;
    pairs = new long[2 * oldPairs.length];
    seqs = none(pairs.length);
    places = new int[pairs.length];
    count = 0;
    for (int i = 0; i < oldPairs.length; i++) {
      if (oldSeqs[i] != NONE) {
        put(oldPairs[i], oldSeqs[i], oldPlaces[i]);
      }
    }
  }

  /** Hands on what was added, as of an entry of the log, and starts again from nothing. */
  void moveTo(long entry, IndexBatch into) {
    for (int i = 0; i < pairs.length; i++) {
      if (seqs[i] != NONE) {
        var last = new IndexBatch.Last(seqs[i], entry, places[i]);
        into.last(pairs[i] >>> 32, pairs[i] & 0xffff_ffffL, last);
      }
    }
    Arrays.fill(seqs, NONE);
    count = 0;
  }
}
