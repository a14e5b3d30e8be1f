package dev.penstock.flow.sealing;

import dev.penstock.evidence.record.RollCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who was heard, listened to in vain, or deaf in an interval: what the roll-call says of the
 * sources that a gateway is subscribed to. Counts what was received, so it belongs to the side that
 * receives; its records go the way of all records, through the journal. Allocates nothing when a
 * known source is heard. One thread at a time.
 */
public final class Attendance {
  /** A run takes at most 30 bytes; so many stay below half of the longest record. */
  static final int RUNS_MAX = 2048;

  private static final class Entry {
    boolean isSubscribed;
    long count;
    @Nullable Long deafSince;
  }

  private final LongTable<Entry> entries = new LongTable<>();
  private long[] sorted = new long[0];

  /** The link and the subscription of a source are up. */
  public void listening(long source) {
    Entry entry = entry(source);
    entry.isSubscribed = true;
    entry.deafSince = null;
  }

  /**
   * The link or the subscription of a source is down: what it says now is lost to us.
   *
   * @param since ns since 1970; the first time given stands until it is listened to again
   */
  public void deaf(long source, long since) {
    Entry entry = entry(source);
    entry.isSubscribed = true;
    if (entry.deafSince == null) {
      entry.deafSince = since;
    }
  }

  /** A source is not subscribed to any more: it stands in no roll-call. */
  public void left(long source) {
    Entry entry = entry(source);
    entry.isSubscribed = false;
    entry.count = 0;
    entry.deafSince = null;
  }

  /** So many records of a source were received. One that was not known is listened to. */
  public void heard(long source, long count) {
    Entry entry = entries.get(source);
    if (entry == null || !entry.isSubscribed) {
      listening(source);
      entry = entry(source);
    }
    entry.count += count;
  }

  /**
   * Ends the interval and says what is true of it; the next one begins. One roll-call, or several
   * of the same interval where the runs are too many for one record.
   *
   * <p>A source that is deaf at the end is deaf, whatever was heard before: the roll-call never
   * makes a gap look smaller.
   *
   * @param from ns since 1970
   * @param to ns since 1970
   */
  public List<RollCall> call(long from, long to) {
    if (sorted.length != entries.count()) {
      sorted = entries.sortedKeys();
    }
    var calls = new ArrayList<RollCall>();
    var runs = new ArrayList<RollCall.Run>();
    for (int i = 0; i < sorted.length; ) {
      if (!at(i).isSubscribed) {
        i++;
        continue;
      }
      int end = i + 1;
      while (end < sorted.length && isSameRun(end)) {
        end++;
      }
      if (runs.size() == RUNS_MAX) {
        calls.add(new RollCall(from, to, runs));
        runs.clear();
      }
      runs.add(run(sorted[i], sorted[end - 1], at(i)));
      i = end;
    }
    calls.add(new RollCall(from, to, runs));
    for (long source : sorted) {
      entry(source).count = 0;
    }
    return calls;
  }

  /** Whether a source continues the run of the one before it: its neighbour, in the same state. */
  private boolean isSameRun(int index) {
    Entry entry = at(index);
    Entry before = at(index - 1);
    return sorted[index] == sorted[index - 1] + 1
        && entry.isSubscribed
        && run(0, 0, entry).equals(run(0, 0, before));
  }

  private static RollCall.Run run(long first, long last, Entry entry) {
    if (entry.deafSince != null) {
      return new RollCall.Run(first, last, RollCall.State.DEAF, 0, entry.deafSince);
    }
    return entry.count > 0
        ? new RollCall.Run(first, last, RollCall.State.HEARD, entry.count, null)
        : new RollCall.Run(first, last, RollCall.State.LISTENING, 0, null);
  }

  private Entry at(int index) {
    return entry(sorted[index]);
  }

  private Entry entry(long source) {
    Entry entry = entries.get(source);
    if (entry == null) {
      entry = new Entry();
      entries.add(source, entry);
    }
    return entry;
  }
}
