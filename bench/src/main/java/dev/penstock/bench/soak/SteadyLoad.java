package dev.penstock.bench.soak;

import dev.penstock.bench.bridge.Pace;
import dev.penstock.bench.bridge.Publisher;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Publishes at a pace while the broker comes and goes: what was not acknowledged is sent again, and
 * what was due meanwhile follows. Ends when all that it published is acknowledged.
 */
final class SteadyLoad implements Runnable {
  private static final long RECONNECT_MS = 20;

  /** So long the broker may be away, and so long it may take to acknowledge the rest. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Publisher publisher;
  private final long perSecond;
  private final long lengthNanos;
  private final CountDownLatch never = new CountDownLatch(1);
  private volatile @Nullable String fault;
  private volatile boolean isDone;

  /** A load by a publisher that is connected. */
  SteadyLoad(Publisher publisher, SoakPlan plan) {
    this.publisher = publisher;
    this.perSecond = plan.perSecond();
    this.lengthNanos = plan.length().toNanos();
  }

  @Override
  public void run() {
    try {
      publish();
      settle();
      isDone = true;
    } catch (IOException e) {
      fault = e.getMessage();
    } catch (InterruptedException e) {
      fault = "interrupted";
      Thread.currentThread().interrupt();
    }
  }

  private void publish() throws IOException, InterruptedException {
    long startNanos = System.nanoTime();
    var pace = new Pace(perSecond, startNanos);
    long total = pace.dueAt(startNanos + lengthNanos);
    while (publisher.published() < total) {
      try {
        long due = Math.min(total, pace.dueAt(System.nanoTime()));
        while (publisher.published() < due) {
          publisher.publish();
        }
        publisher.flush();
        Pace.rest();
      } catch (IOException e) {
        connect(e);
      }
    }
  }

  private void settle() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        publisher.awaitAcknowledged();
        return;
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        connect(e);
      }
    }
  }

  private void connect(IOException why) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    IOException last = why;
    while (System.nanoTime() < end) {
      try {
        publisher.connect();
        return;
      } catch (IOException e) {
        last = e;
        boolean _ = never.await(RECONNECT_MS, TimeUnit.MILLISECONDS);
      }
    }
    throw new IOException("the publisher does not reach the broker any more", last);
  }

  /** Whether all that was to be published is acknowledged; throws when that cannot be. */
  boolean isDone() throws IOException {
    String why = fault;
    if (why != null) {
      throw new IOException("the load ended: " + why);
    }
    return isDone;
  }
}
