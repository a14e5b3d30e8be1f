package dev.penstock.flow.numbering;

import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.intake.Samples;
import dev.penstock.flow.journal.FrameBatch;
import org.jspecify.annotations.Nullable;

/**
 * Samples of one source that have their numbers: those of a batch from one index to before another,
 * with seqs that follow each other without a hole. They become records when they are laid out, and
 * there is no object for each.
 */
public final class SampleRun {
  private final Samples samples;
  private final int from;
  private final int to;
  private final long source;
  private final long firstSeq;

  /** By the place of a name in the names of the samples; owned by the numbering. */
  private final int[] points;

  SampleRun(Samples samples, int from, int to, long source, long firstSeq, int[] points) {
    this.samples = samples;
    this.from = from;
    this.to = to;
    this.source = source;
    this.firstSeq = firstSeq;
    this.points = points;
  }

  public Samples samples() {
    return samples;
  }

  /** The index of the first in the samples. */
  public int from() {
    return from;
  }

  /** The index behind the last. */
  public int to() {
    return to;
  }

  public int count() {
    return to - from;
  }

  /** The number of the source. */
  public long source() {
    return source;
  }

  public long firstSeq() {
    return firstSeq;
  }

  /** The record of one, {@code from <= index < to}. */
  LedgerRecord record(int index) {
    return new LedgerRecord(
        firstSeq + index - from,
        source,
        (long) points[samples.point(index)],
        timeOrNull(samples.sourceTime(index)),
        samples.receivedTime(index),
        Integer.toUnsignedLong(samples.quality(index)),
        new Sample(new SampleValue.One(samples.value(index))));
  }

  private static @Nullable Long timeOrNull(long time) {
    return time == Samples.NO_TIME ? null : Long.valueOf(time);
  }

  /**
   * Adds all as records to the frame begun last.
   *
   * @param scratch is empty, and has whatever afterwards
   */
  void layOut(FrameBatch batch, RecordBatch scratch) {
    for (int i = from; i < to; i++) {
      if (!isAdded(i, scratch)) {
        var _ = batch.records(scratch, 0, scratch.count());
        scratch.clear();
        if (!isAdded(i, scratch)) {
          throw new IllegalStateException("a sample is larger than a block");
        }
      }
    }
    var _ = batch.records(scratch, 0, scratch.count());
    scratch.clear();
  }

  private boolean isAdded(int i, RecordBatch to) {
    long seq = firstSeq + i - from;
    long point = points[samples.point(i)];
    long sourceTime = samples.sourceTime(i);
    long received = samples.receivedTime(i);
    long quality = Integer.toUnsignedLong(samples.quality(i));
    return switch (samples.value(i)) {
      case Scalar.Real(var real) ->
          to.sample(seq, source, point, sourceTime, received, quality, real);
      case Scalar.Whole(var whole) ->
          to.sample(seq, source, point, sourceTime, received, quality, whole);
      case Scalar.Bool(var flag) ->
          to.sample(seq, source, point, sourceTime, received, quality, flag);
      case Scalar.None _, Scalar.Large _, Scalar.Text _, Scalar.Bytes _, Scalar.Decimal _ ->
          to.add(record(i));
    };
  }
}
