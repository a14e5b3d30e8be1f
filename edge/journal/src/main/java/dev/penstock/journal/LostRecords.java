package dev.penstock.journal;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.DropPlan;
import dev.penstock.flow.journal.Frame;
import dev.penstock.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The records of a stretch of one class, as ranges of seqs for each source. */
final class LostRecords {
  /** By source: first and last seq of each range, in the order in which they were met. */
  private final TreeMap<Long, List<long[]>> bySource = new TreeMap<>();

  /** Reads the frames of a class from one position to before another. */
  void collect(Storage storage, Durable durable, int code, long from, long below)
      throws IOException {
    try (var stream = new PartStream(storage, code, from)) {
      while (stream.peek(durable) && stream.frame().position() < below) {
        add(stream.frame());
        stream.take();
      }
    }
  }

  private void add(Frame frame) {
    List<long[]> ranges = bySource.computeIfAbsent(frame.source(), source -> new ArrayList<>());
    long last = frame.firstSeq() + frame.count() - 1;
    if (!ranges.isEmpty() && ranges.getLast()[1] + 1 == frame.firstSeq()) {
      ranges.getLast()[1] = last;
    } else {
      ranges.add(new long[] {frame.firstSeq(), last});
    }
  }

  void addTo(List<DropPlan.Loss> losses, String cursor, RecordClass recordClass) {
    bySource.forEach((source, ranges) -> {
      for (long[] range : ranges) {
        losses.add(new DropPlan.Loss(cursor, recordClass, source, range[0], range[1]));
      }
    });
  }
}
