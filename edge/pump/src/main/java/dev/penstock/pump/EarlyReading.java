package dev.penstock.pump;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.delivery.Destination;
import dev.penstock.flow.delivery.EarlySent;
import dev.penstock.flow.delivery.EarlySent.One;
import dev.penstock.flow.journal.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How one destination gets what is not durable yet, and gets it once: what it acknowledged is
 * passed over when the journal has the very same record. The pump's thread alone uses it.
 */
final class EarlyReading {
  private final EarlyLine line;
  private final EarlySent sent = new EarlySent();

  /** Of each source, up to where the journal was read; what is shown before that is late. */
  private final Map<Long, Long> readTo = new HashMap<>();

  /** The same of the portion at hand, until it is read as a whole. */
  private final Map<Long, Long> reading = new HashMap<>();

  private long taken;

  EarlyReading(EarlyLine line) {
    this.line = line;
    line.opened();
  }

  /** Whether it is not known of something sent early whether it arrived. */
  boolean isUnderWay() {
    return sent.isUnderWay();
  }

  /** What was shown and neither sent nor read in the journal, so many records at most. */
  List<EarlyFrame> next(int recordsMax) {
    int most = Math.min(recordsMax, sent.room());
    if (most <= 0) {
      return List.of();
    }
    List<EarlyFrame> fresh = new ArrayList<>();
    for (EarlyFrame each : line.after(taken, most)) {
      taken = each.number();
      boolean isRead = each.firstSeq() <= readTo.getOrDefault(each.source(), -1L);
      if (!isRead && !sent.hasArrived(each.records().getFirst())) {
        fresh.add(each);
      }
    }
    return fresh;
  }

  /** These went with a parcel. */
  void sent(long parcel, List<EarlyFrame> frames) {
    List<One> all = new ArrayList<>();
    frames.forEach(each -> all.addAll(each.records()));
    sent.sent(parcel, all);
  }

  /** A parcel is theirs; false for one that came from the journal. */
  boolean acknowledged(long parcel) {
    return sent.acknowledged(parcel);
  }

  /** The link is gone. */
  void lost() {
    sent.lost();
    reading.clear();
  }

  /** Adds of a frame of the journal what they do not have; how many of its records go. */
  int add(Frame frame, boolean isHistory, Destination to) throws IOException {
    long last = frame.firstSeq() + frame.count() - 1;
    Long _ = reading.merge(frame.source(), last, Math::max);
    if (!sent.hasSome(frame.source())) {
      return to.add(frame, isHistory);
    }
    int records = 0;
    int from = 0;
    while (from < frame.count()) {
      int at = from;
      while (at < frame.count() && !hasArrived(frame, at)) {
        at++;
      }
      if (at > from) {
        records += to.add(new Part(frame, from, at), isHistory);
      }
      from = at + 1;
    }
    return records;
  }

  private boolean hasArrived(Frame frame, int index) {
    byte[] record =
        Arrays.copyOfRange(frame.buffer(), frame.startOf(index), frame.startOf(index + 1));
    return sent.hasArrived(new One(frame.source(), frame.firstSeq() + index, Sha256.of(record)));
  }

  /** The portion was read as a whole. */
  void passed() {
    reading.forEach((source, last) -> {
      sent.passed(source, last);
      Long _ = readTo.merge(source, last, Math::max);
    });
    reading.clear();
  }

  /** The portion is read once more. */
  void failed() {
    reading.clear();
  }

  void close() {
    line.closed();
  }

  /** Some records of a frame, one behind the other. */
  private record Part(Frame frame, int from, int to) implements Frame {
    @Override
    public long position() {
      return frame.position();
    }

    @Override
    public RecordClass recordClass() {
      return frame.recordClass();
    }

    @Override
    public long source() {
      return frame.source();
    }

    @Override
    public long firstSeq() {
      return frame.firstSeq() + from;
    }

    @Override
    public int count() {
      return to - from;
    }

    @Override
    public byte[] buffer() {
      return frame.buffer();
    }

    @Override
    public int startOf(int index) {
      return frame.startOf(from + index);
    }

    @Override
    public int segment() {
      return frame.segment();
    }

    @Override
    public int offsetOf(int index) {
      return frame.offsetOf(from + index);
    }
  }
}
