package dev.penstock.bench.bridge;

import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A subscriber under load: messages are published for it until the time is over, and the run ends
 * when it is done with all of them.
 */
final class LoadedSide implements Side {
  /** So far the publisher may be ahead at full speed: more would only wait at the broker. */
  private static final long AHEAD_MAX = 20_000;

  private static final int STEP = 200;

  /** Long enough that looking costs the one who is asked nothing that shows. */
  private static final long LOOK_MS = 20;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Audience audience;
  private final OptionalLong perSecond;
  private final CountDownLatch never = new CountDownLatch(1);

  /**
   * A side.
   *
   * @param perSecond the pace; empty for as fast as it goes
   */
  LoadedSide(Audience audience, OptionalLong perSecond) {
    this.audience = audience;
    this.perSecond = perSecond;
  }

  /** A subscriber and who publishes for it; shared by the contests it takes part in. */
  static final class Audience {
    private final Subscriber subscriber;
    private final Publisher publisher;
    private final double warmUpSeconds;
    private boolean isWarm;

    Audience(Subscriber subscriber, Publisher publisher, double warmUpSeconds) {
      this.subscriber = subscriber;
      this.publisher = publisher;
      this.warmUpSeconds = warmUpSeconds;
    }

    Publisher publisher() {
      return publisher;
    }
  }

  /** The first time it is started, and gets warm at full speed. */
  @Override
  public void reset() throws IOException {
    if (audience.isWarm) {
      return;
    }
    try {
      audience.publisher.connect();
      audience.subscriber.start(audience.publisher);
      long end = System.nanoTime() + (long) (audience.warmUpSeconds * 1e9);
      fullSpeed(() -> System.nanoTime() - end >= 0);
      awaitDone();
      audience.isWarm = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public OptionalLong cpuNanos() throws IOException {
    return OptionalLong.of(audience.subscriber.cpuNanos());
  }

  @Override
  public Work run(Budget budget) throws IOException, InterruptedException {
    long before = audience.publisher.published();
    if (perSecond.isPresent()) {
      paced(budget, perSecond.getAsLong());
    } else {
      fullSpeed(budget::isSpent);
    }
    awaitDone();
    long count = audience.publisher.published() - before;
    return new Work(count, audience.publisher.published(), Map.of());
  }

  private void paced(Budget budget, long rate) throws IOException, InterruptedException {
    var pace = new Pace(rate, System.nanoTime());
    long from = audience.publisher.published();
    while (!budget.isSpent()) {
      long due = from + pace.dueAt(System.nanoTime());
      while (audience.publisher.published() < due) {
        audience.publisher.publish();
      }
      audience.publisher.flush();
      Pace.rest();
    }
  }

  private void fullSpeed(BooleanSupplier isOver) throws IOException, InterruptedException {
    long taken = audience.publisher.published();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isOver.getAsBoolean()) {
      for (int i = 0; i < STEP; i++) {
        audience.publisher.publish();
      }
      audience.publisher.flush();
      while (audience.publisher.published() - taken > AHEAD_MAX && System.nanoTime() < end) {
        taken = audience.subscriber.taken();
        if (audience.publisher.published() - taken > AHEAD_MAX) {
          rest();
        }
      }
    }
    if (System.nanoTime() >= end) {
      throw new IOException("messages are not taken in time; " + taken + " were");
    }
  }

  private void awaitDone() throws IOException, InterruptedException {
    audience.publisher.flush();
    audience.publisher.awaitAcknowledged();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!audience.subscriber.isDoneWith(audience.publisher.published())) {
      if (System.nanoTime() >= end) {
        throw new IOException(
            "of "
                + audience.publisher.published()
                + " messages "
                + audience.subscriber.taken()
                + " were taken in time");
      }
      rest();
    }
  }

  private void rest() throws InterruptedException {
    boolean _ = never.await(LOOK_MS, TimeUnit.MILLISECONDS);
  }
}
