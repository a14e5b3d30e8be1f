package dev.penstock.evidence.record;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which sources were heard, listened to in vain, or deaf in one interval: one record for many quiet
 * sources. A source in no run is not subscribed to.
 *
 * @param runs ascending, not overlapping
 */
public record RollCall(long from, long to, List<Run> runs) implements RecordValue {
  public enum State {
    /** Link and subscription were up, and nothing came. */
    LISTENING,
    /** No link or no subscription for some of the time: what was sent then is lost to us. */
    DEAF,
    HEARD
  }

  /**
   * Neighbouring sources in the same state.
   *
   * @param count records heard from each, also from one that was deaf for a part of the interval
   * @param since deaf since
   */
  public record Run(long first, long last, State state, long count, @Nullable Long since) {
    public Run {
      Fields.mustBeIn("first", first, Fields.ID_MAX);
      Fields.mustBeIn("last", last, Fields.ID_MAX);
      if (last < first) {
        throw new IllegalArgumentException("run " + first + ".." + last + " goes backwards");
      }
      Fields.mustBeCounter("count", count);
      Fields.mustBeCounter("since", since);
    }
  }

  public RollCall {
    Fields.mustBeCounter("from", from);
    if (to < from) {
      throw new IllegalArgumentException("roll-call from " + from + " to " + to);
    }
    runs = List.copyOf(runs);
    for (int i = 1; i < runs.size(); i++) {
      if (runs.get(i).first <= runs.get(i - 1).last) {
        throw new IllegalArgumentException("run " + i + " overlaps or descends");
      }
    }
  }

  @Override
  public RecordKind kind() {
    return RecordKind.ROLL_CALL;
  }

  void write(FieldWriter out) {
    var _ = out.array(3).number(from).number(to).array(runs.size());
    for (Run run : runs) {
      var _ = out.array(5).number(run.first).number(run.last).choice(run.state);
      var _ = out.number(run.count).number(run.since);
    }
  }

  static RollCall read(FieldReader in) {
    in.array(3);
    long from = in.number();
    long to = in.number();
    if (to < from) {
      in.refuse(RecordReason.RANGE_BACKWARDS);
    }
    int count = in.list();
    var runs = new ArrayList<Run>();
    long above = -1;
    for (int i = 0; i < count && !in.isRefused(); i++) {
      Run run = readRun(in, above);
      above = run.last;
      runs.add(run);
    }
    return in.isRefused() ? new RollCall(0, 0, List.of()) : new RollCall(from, to, runs);
  }

  private static Run readRun(FieldReader in, long above) {
    in.array(5);
    long first = in.number(Fields.ID_MAX);
    if (first <= above) {
      in.refuse(RecordReason.RUNS_NOT_ASCENDING);
    }
    long last = in.number(Fields.ID_MAX);
    if (last < first) {
      in.refuse(RecordReason.RANGE_BACKWARDS);
      last = first;
    }
    return new Run(first, last, in.choice(State.values()), in.number(), in.numberOrNull());
  }
}
