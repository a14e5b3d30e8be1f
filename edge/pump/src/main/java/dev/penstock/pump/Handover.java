package dev.penstock.pump;

import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.PointNames;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.intake.SampleIntake;
import dev.penstock.flow.intake.Samples;
import dev.penstock.points.Measured;
import dev.penstock.points.Telling;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one link told and the intake did not take yet: one reading at the most, for no other begins
 * before this one is given. The link's thread.
 */
final class Handover implements Telling {
  /** How soon an intake that was full is asked again. */
  static final Duration RETRY = Duration.ofMillis(20);

  /** A shorter pause holds nothing up that anybody would miss. */
  private static final Duration PAUSE_TOLD = Duration.ofSeconds(1);

  /** Pauses that follow each other sooner are one finding. */
  private static final Duration TOLD_EACH = Duration.ofMinutes(1);

  /** Besides a whole reading: what a device may tell by itself before it is not listened to. */
  private static final int BATCHES_MORE = 16;

  private final Samples.Builder builder;
  private final SampleIntake intake;
  private final Predicate<IntakeFinding> findings;
  private final String listener;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final BooleanSupplier isClosing;
  private final int batchesMax;
  private final Deque<Samples> waiting = new ArrayDeque<>();

  /** By point: what was told last. Read by any thread. */
  private final AtomicReferenceArray<@Nullable Measured> newest;

  private @Nullable Instant pausedSince;
  private long pausedSinceNanos;
  private @Nullable Pauses untold;
  private long toldNanos;

  // For figures: written by this thread, and by those who call receipts.
  private final LongAdder samples = new LongAdder();
  private final LongAdder unkept = new LongAdder();
  private final LongAdder pauses = new LongAdder();
  private final LongAdder pausedNanos = new LongAdder();

  /** Pauses that are over, and no finding speaks of them yet. */
  private record Pauses(Instant first, Instant last, long count, long nanos) {}

  Handover(
      PointNames names,
      SampleIntake intake,
      Predicate<IntakeFinding> findings,
      InstantSource clock,
      LongSupplier nanos,
      BooleanSupplier isClosing) {
    this.builder = new Samples.Builder(names);
    this.intake = intake;
    this.findings = findings;
    this.listener = names.listener();
    this.clock = clock;
    this.nanos = nanos;
    this.isClosing = isClosing;
    this.newest = new AtomicReferenceArray<>(names.points().size());
    this.batchesMax = BATCHES_MORE + 2 * (names.points().size() / Samples.COUNT_MAX + 1);
    this.toldNanos = nanos.getAsLong() - TOLD_EACH.toNanos();
  }

  @Override
  public void told(int point, Measured measured, long sourceTimeNanos) {
    long sourceTime = Math.max(Samples.NO_TIME, sourceTimeNanos);
    long received = Math.max(0, measured.timeNanos());
    // Before it can be in the journal: whoever knows where that ends misses none by asking here.
    newest.setRelease(
        point,
        sourceTime == Samples.NO_TIME
            ? measured
            : new Measured(measured.value(), measured.quality(), sourceTime));
    if (!builder.add(point, measured.value(), measured.quality(), sourceTime, received)) {
      seal();
      awaitRoom();
      boolean _ = builder.add(point, measured.value(), measured.quality(), sourceTime, received);
    }
  }

  /** What a point had last, at the time that stands in its record; null before. Any thread. */
  @Nullable Measured newest(int point) {
    return newest.getAcquire(point);
  }

  private void seal() {
    if (!builder.isEmpty()) {
      waiting.add(builder.take());
    }
  }

  /** Only a device that tells more than it was asked for gets here. */
  private void awaitRoom() {
    while (waiting.size() > batchesMax && !offerAll()) {
      if (isClosing.getAsBoolean() || Thread.currentThread().isInterrupted()) {
        unkept.add(waiting.removeFirst().count());
        return;
      }
      try {
        Thread.sleep(RETRY);
      } catch (InterruptedException e) {
        // Whoever reads finds the flag, and ends.
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Gives what there is; false where the intake is full and something is left. */
  boolean give() {
    seal();
    boolean isGiven = offerAll();
    if (isGiven) {
      resume();
      tellPauses();
    } else if (pausedSince == null) {
      pausedSince = clock.instant();
      pausedSinceNanos = nanos.getAsLong();
    }
    return isGiven;
  }

  private boolean offerAll() {
    while (!waiting.isEmpty()) {
      Samples first = waiting.getFirst();
      if (!intake.offer(first, new Kept(first.count()))) {
        return false;
      }
      samples.add(first.count());
      Samples _ = waiting.removeFirst();
    }
    return true;
  }

  private void resume() {
    Instant from = pausedSince;
    if (from == null) {
      return;
    }
    pausedSince = null;
    long took = nanos.getAsLong() - pausedSinceNanos;
    if (took < PAUSE_TOLD.toNanos()) {
      return;
    }
    pauses.increment();
    pausedNanos.add(took);
    Pauses before = untold;
    untold =
        before == null
            ? new Pauses(from, clock.instant(), 1, took)
            : new Pauses(
                before.first(), clock.instant(), before.count() + 1, before.nanos() + took);
  }

  private void tellPauses() {
    Pauses over = untold;
    if (over == null || nanos.getAsLong() - toldNanos < TOLD_EACH.toNanos()) {
      return;
    }
    if (findings.test(finding(over))) {
      untold = null;
      toldNanos = nanos.getAsLong();
    }
  }

  private IntakeFinding finding(Pauses over) {
    String text =
        "nothing was read for "
            + Duration.ofNanos(over.nanos()).toMillis()
            + " ms because the intake was full; look at the disk of the journal";
    return new IntakeFinding(
        IntakeFinding.Kind.READING_PAUSED,
        listener,
        null,
        over.first(),
        over.last(),
        over.count(),
        0,
        null,
        text);
  }

  /** At the end: gives what there is as long as there is time, and counts what was not taken. */
  void end(Duration patience) {
    long endNanos = System.nanoTime() + patience.toNanos();
    try {
      while (!give() && System.nanoTime() < endNanos) {
        Thread.sleep(RETRY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Pauses over = untold;
    if (over != null) {
      boolean _ = findings.test(finding(over));
    }
    waiting.forEach(left -> unkept.add(left.count()));
    waiting.clear();
  }

  long samples() {
    return samples.sum();
  }

  long unkept() {
    return unkept.sum();
  }

  long pauses() {
    return pauses.sum();
  }

  Duration paused() {
    return Duration.ofNanos(pausedNanos.sum());
  }

  /** Counts what is recorded as not kept. */
  private final class Kept implements Receipt {
    private final int count;

    private Kept(int count) {
      this.count = count;
    }

    @Override
    public void durable() {}

    @Override
    public void refused(String reason) {
      unkept.add(count);
    }
  }
}
