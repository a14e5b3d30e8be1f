package dev.penstock.flow.delivery;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.merkle.Digest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;

/**
 * The records that destinations were shown before they were durable, until they are. Those of a
 * source are shown in the order of their seqs and become durable in it, so what is left is always
 * the end of what was shown. One thread.
 */
public final class EarlyRecords {
  /** Some seconds of a busy gateway. What is beyond waits until it is durable. */
  public static final int RECORDS_MAX = 50_000;

  private final Map<Long, ArrayDeque<Shown>> bySource = new TreeMap<>();
  private int count;

  private record Shown(long seq, Digest digest, long at) {}

  /** How many more there is room for. */
  public int room() {
    return RECORDS_MAX - count;
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** Whether this one, or one behind it of its source, was shown. */
  public boolean isShown(long source, long seq) {
    ArrayDeque<Shown> shown = bySource.get(source);
    return shown != null && !shown.isEmpty() && shown.getLast().seq() >= seq;
  }

  /**
   * One is shown.
   *
   * @param digest of the record as it is to be written
   * @param at when, in nanoseconds since 1970
   */
  public void show(long source, long seq, Digest digest, long at) {
    if (room() <= 0 || isShown(source, seq)) {
      throw new IllegalStateException("record " + seq + " of source " + source + " is one more");
    }
    bySource.computeIfAbsent(source, _ -> new ArrayDeque<>()).add(new Shown(seq, digest, at));
    count++;
  }

  /**
   * These are durable now.
   *
   * @param nextSeq of a source: all records before are in the journal
   */
  public void durableBelow(LongUnaryOperator nextSeq) {
    bySource.forEach((source, shown) -> {
      long below = nextSeq.applyAsLong(source);
      while (!shown.isEmpty() && shown.getFirst().seq() < below) {
        Shown _ = shown.remove();
        count--;
      }
    });
    bySource.values().removeIf(ArrayDeque::isEmpty);
  }

  /** None is waited for any more. */
  public void clear() {
    bySource.clear();
    count = 0;
  }

  /** What a start must know if this run ends now. */
  public EarlyNote note() {
    List<EarlyNote.OfSource> all = new ArrayList<>();
    bySource.forEach((source, shown) -> all.add(ofSource(source, shown)));
    return new EarlyNote(all);
  }

  private static EarlyNote.OfSource ofSource(long source, ArrayDeque<Shown> shown) {
    var digests = new byte[Digest.BYTES * shown.size()];
    int at = 0;
    long from = Long.MAX_VALUE;
    long to = 0;
    for (Shown each : shown) {
      System.arraycopy(each.digest().bytes(), 0, digests, at, Digest.BYTES);
      at += Digest.BYTES;
      from = Math.min(from, each.at());
      to = Math.max(to, each.at());
    }
    return new EarlyNote.OfSource(
        source,
        shown.getFirst().seq(),
        shown.getLast().seq(),
        shown.size(),
        Sha256.of(digests),
        from,
        to);
  }
}
