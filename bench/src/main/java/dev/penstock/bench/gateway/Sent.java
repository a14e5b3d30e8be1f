package dev.penstock.bench.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What one message on its way to the broker holds: whose values, how many, how old, and which
 * numbers they have. Found by its marks in the JSON, whoever wrote it, without reading it whole.
 */
final class Sent {
  private static final byte[] VALUE = mark("value");
  private static final byte[] SEQ = mark("seq");
  private static final byte[] HISTORICAL = mark("historical");
  private static final int FIRST = 64;

  private final String topic;
  private int[] wholes = new int[FIRST];
  private int count;
  private long[] seqs = new long[FIRST];
  private int seqCount;
  private boolean isHistorical;

  private Sent(String topic) {
    this.topic = topic;
  }

  private static byte[] mark(String key) {
    return ("\"" + key + "\":").getBytes(StandardCharsets.US_ASCII);
  }

  /** What stands in a payload. */
  static Sent of(String topic, byte[] bytes, int from, int to) {
    var sent = new Sent(topic);
    for (int i = from; i < to; i++) {
      if (bytes[i] == '"') {
        i = sent.marked(bytes, i, to);
      }
    }
    return sent;
  }

  /** Takes a mark that begins here, if one does; gives the place to go on behind. */
  private int marked(byte[] bytes, int at, int to) {
    if (begins(bytes, at, to, VALUE)) {
      int number = at + VALUE.length;
      if (number < to && isDigit(bytes[number])) {
        wholes = count == wholes.length ? Arrays.copyOf(wholes, 2 * count) : wholes;
        wholes[count++] = (int) whole(bytes, number, to);
      }
      return number - 1;
    }
    if (begins(bytes, at, to, SEQ)) {
      int number = at + SEQ.length;
      seqs = seqCount == seqs.length ? Arrays.copyOf(seqs, 2 * seqCount) : seqs;
      seqs[seqCount++] = whole(bytes, number, to);
      return number - 1;
    }
    isHistorical |= begins(bytes, at, to, HISTORICAL);
    return at;
  }

  private static boolean begins(byte[] bytes, int at, int to, byte[] mark) {
    return at + mark.length <= to
        && bytes[at + 1] == mark[1]
        && Arrays.equals(bytes, at, at + mark.length, mark, 0, mark.length);
  }

  private static long whole(byte[] bytes, int from, int to) {
    long number = 0;
    for (int i = from; i < to && isDigit(bytes[i]); i++) {
      number = 10 * number + bytes[i] - '0';
    }
    return number;
  }

  private static boolean isDigit(byte each) {
    return each >= '0' && each <= '9';
  }

  String topic() {
    return topic;
  }

  /** Values that are numbers. */
  int count() {
    return count;
  }

  /** The whole part of one, see {@link Stamp}. */
  int whole(int index) {
    return wholes[index];
  }

  /** What is numbered, with a value or without. */
  int seqCount() {
    return seqCount;
  }

  long seq(int index) {
    return seqs[index];
  }

  /** Whether it is made good after an outage. */
  boolean isHistorical() {
    return isHistorical;
  }
}
