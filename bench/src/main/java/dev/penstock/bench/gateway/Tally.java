package dev.penstock.bench.gateway;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a broker acknowledged: how many values, how late after the device had them, and by the
 * numbers of each topic whether any is missing. Any thread.
 */
final class Tally {
  private static final int PERCENTS = 100;

  private final int[] ages = new int[Stamp.ROUND_MS];
  private final Map<String, OfTopic> topics = new TreeMap<>();
  private long values;
  private long historical;
  private long messages;

  /** What one topic had. */
  private static final class OfTopic {
    private final BitSet seqs = new BitSet();
    private long values;
  }

  /**
   * Counts so far.
   *
   * @param historical those of the values that were made good after an outage
   */
  record Counts(long values, long historical, long messages) {}

  synchronized void acknowledged(Sent sent, long nanos) {
    OfTopic of = topics.computeIfAbsent(sent.topic(), _ -> new OfTopic());
    for (int i = 0; i < sent.seqCount(); i++) {
      of.seqs.set(Math.toIntExact(sent.seq(i)));
    }
    of.values += sent.count();
    values += sent.count();
    messages++;
    if (sent.isHistorical()) {
      historical += sent.count();
      return;
    }
    for (int i = 0; i < sent.count(); i++) {
      ages[Stamp.ageMs(sent.whole(i), nanos)]++;
    }
  }

  synchronized Counts counts() {
    return new Counts(values, historical, messages);
  }

  /** How many topics had so many values. */
  synchronized int topicsWith(long count) {
    return (int) topics.values().stream().filter(each -> each.values >= count).count();
  }

  /** How many numbers were left out, between the first of each topic and its last. */
  synchronized long missing() {
    long missing = 0;
    for (OfTopic each : topics.values()) {
      if (!each.seqs.isEmpty()) {
        missing += each.seqs.length() - each.seqs.nextSetBit(0) - each.seqs.cardinality();
      }
    }
    return missing;
  }

  /** Ages are counted anew. */
  synchronized void clearAges() {
    Arrays.fill(ages, 0);
  }

  /** Everything is counted anew. */
  synchronized void clear() {
    clearAges();
    topics.clear();
    values = 0;
    historical = 0;
    messages = 0;
  }

  /** The least age in ms that so many of a hundred values do not exceed; 0 where there are none. */
  synchronized int ageMs(int percent) {
    long all = 0;
    for (int each : ages) {
      all += each;
    }
    long rank = (all * percent + PERCENTS - 1) / PERCENTS;
    long below = 0;
    for (int i = 0; i < ages.length; i++) {
      below += ages[i];
      if (below >= rank && rank > 0) {
        return i;
      }
    }
    return 0;
  }
}
