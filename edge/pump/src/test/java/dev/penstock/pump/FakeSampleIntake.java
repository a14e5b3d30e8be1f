package dev.penstock.pump;

import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.intake.SampleIntake;
import dev.penstock.flow.intake.Samples;
import java.util.ArrayList;
import java.util.List;

/** Keeps the samples it is given, unless it is full. Any thread. */
final class FakeSampleIntake implements SampleIntake {
  private final List<Sample> samples = new ArrayList<>();
  private boolean isFull;
  private boolean isForgetful;
  private int refusals;
  private long count;

  /** What one point was told to have. */
  record Sample(String point, Scalar value, int quality, long receivedTime) {}

  @Override
  public synchronized boolean offer(Samples offered, Receipt receipt) {
    if (isFull) {
      refusals++;
      return false;
    }
    count += offered.count();
    for (int i = 0; i < offered.count() && !isForgetful; i++) {
      samples.add(
          new Sample(
              offered.names().points().get(offered.point(i)),
              offered.value(i),
              offered.quality(i),
              offered.receivedTime(i)));
    }
    receipt.durable();
    return true;
  }

  synchronized void full(boolean isNow) {
    isFull = isNow;
  }

  /** For tests of memory: it counts and keeps nothing. */
  synchronized void forget() {
    isForgetful = true;
  }

  synchronized int refusals() {
    return refusals;
  }

  synchronized long count() {
    return count;
  }

  synchronized List<Sample> of(String point) {
    return samples.stream().filter(sample -> sample.point().equals(point)).toList();
  }

  /** The last of a point. */
  Sample last(String point) {
    return of(point).getLast();
  }

  synchronized List<Sample> take() {
    List<Sample> taken = List.copyOf(samples);
    samples.clear();
    return taken;
  }
}
