package dev.penstock.evidence.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an observer of one honest chain should know, written without any cleverness: sets of block
 * numbers, looked through from end to end at every step. Knows no hashes: the stream is honest and
 * only its order, its repeats and its losses vary.
 */
final class PlainModel {
  private final long gapAfter;
  private final Set<Long> seen = new TreeSet<>();

  /** Ahead of a missing block, with the time of arrival. */
  private final TreeMap<Long, Long> waiting = new TreeMap<>();

  /** Missing behind the head, with the time from which each is missed. */
  private final TreeMap<Long, Long> missing = new TreeMap<>();

  /** Missing, and said to be. */
  private final Set<Long> reported = new TreeSet<>();

  final List<String> said = new ArrayList<>();
  long head = -1;
  long base = -1;
  private long firstSeen;
  long duplicates;

  PlainModel(long gapAfter) {
    this.gapAfter = gapAfter;
  }

  void arrive(long seq, long at) {
    if (!seen.add(seq)) {
      duplicates++;
      if (Long.bitCount(duplicates) == 1) {
        said.add("DUPLICATE " + seq);
      }
      return;
    }
    if (head < 0) {
      base = seq;
      head = seq;
      firstSeen = seq;
    } else if (missing.containsKey(seq)) {
      missing.remove(seq);
      if (!reported.remove(seq) && seq > firstSeen) {
        said.add("REORDERED " + seq);
      }
    } else if (seq < base) {
      for (long between = seq + 1; between < base; between++) {
        missing.put(between, at);
      }
      base = seq;
    } else if (seq > head) {
      waiting.put(seq, at);
      goOn();
      if (waiting.size() > 16) {
        stopWaiting(false);
      }
    }
  }

  void tick(long now) {
    while (!waiting.isEmpty() && now - oldest() >= gapAfter) {
      stopWaiting(true);
    }
    for (long seq : missing.keySet()) {
      if (now - missing.get(seq) >= gapAfter && reported.add(seq)) {
        said.add("GAP " + seq);
      }
    }
  }

  private long oldest() {
    return waiting.values().stream().mapToLong(at -> at).min().orElseThrow();
  }

  private void stopWaiting(boolean isReported) {
    long since = oldest();
    for (long seq = head + 1; seq < waiting.firstKey(); seq++) {
      missing.put(seq, since);
      if (isReported) {
        reported.add(seq);
        said.add("GAP " + seq);
      }
    }
    head = waiting.firstKey() - 1;
    goOn();
  }

  private void goOn() {
    while (waiting.containsKey(head + 1)) {
      head++;
      waiting.remove(head);
    }
  }

  Set<Long> missing() {
    return missing.keySet();
  }

  Set<Long> reported() {
    return reported;
  }

  Set<Long> waiting() {
    return waiting.keySet();
  }
}
