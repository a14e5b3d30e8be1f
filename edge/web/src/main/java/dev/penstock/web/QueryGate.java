package dev.penstock.web;

import dev.penstock.flow.LedgerDamagedException;
import dev.penstock.web.internal.call.Answer;
import dev.penstock.web.internal.call.Problem;
import dev.penstock.web.internal.call.ProblemCode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets only so many answers be made at once, and none take too long. An answer that took too long
 * is interrupted and nobody waits for it any more, but it keeps its place until it has really
 * ended: else slow ones would pile up unseen.
 */
final class QueryGate {
  private static final int BUSY_RETRY_S = 2;

  private final Semaphore places;
  private final int placeCount;
  private final Duration queueTime;
  private final Duration queryTime;

  QueryGate(WebLimits limits) {
    this.placeCount = limits.queries();
    this.places = new Semaphore(placeCount, true);
    this.queueTime = limits.queueTime();
    this.queryTime = limits.queryTime();
  }

  /** What came of it. */
  sealed interface Outcome {
    record Answered(Answer answer) implements Outcome {}

    /** By a fault of ours or of the disk. */
    record Failed(ProblemCode code, Throwable why) implements Outcome {}
  }

  Outcome run(Callable<Answer> query) throws InterruptedException {
    if (!places.tryAcquire(queueTime.toNanos(), TimeUnit.NANOSECONDS)) {
      return new Outcome.Answered(
          Answer.problem(
              Problem.of(
                      ProblemCode.BUSY,
                      "All " + placeCount + " places are taken, and none became free in time.")
                  .retryAfter(BUSY_RETRY_S)));
    }
    var result = new CompletableFuture<Outcome>();
    Thread worker =
        Thread.ofVirtual()
            .name("web-query")
            .start(() -> {
              try {
                boolean _ = result.complete(outcome(query));
              } finally {
                places.release();
              }
            });
    try {
      return result.get(queryTime.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      worker.interrupt();
      return new Outcome.Answered(
          Answer.problem(
              Problem.of(
                      ProblemCode.QUERY_TOO_SLOW,
                      "It was not ready after " + queryTime.toMillis() + " ms.")
                  .retryAfter(BUSY_RETRY_S)));
    } catch (InterruptedException e) {
      worker.interrupt();
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a query ended without an outcome", e);
    }
  }

  private static Outcome outcome(Callable<Answer> query) {
    try {
      return new Outcome.Answered(query.call());
    } catch (Throwable e) {
      // The owner of the thread: whatever went wrong must reach whoever waits.
      return failed(e);
    }
  }

  static Outcome.Failed failed(Throwable why) {
    return new Outcome.Failed(
        switch (why) {
          case LedgerDamagedException _ -> ProblemCode.EVIDENCE_DAMAGED;
          case IOException _ -> ProblemCode.STORE_FAILED;
          default -> ProblemCode.INTERNAL;
        },
        why);
  }

  /** How many answers are being made. */
  int underWay() {
    return placeCount - places.availablePermits();
  }
}
