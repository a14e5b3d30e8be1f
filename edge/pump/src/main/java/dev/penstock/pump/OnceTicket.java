package dev.penstock.pump;

import dev.penstock.driving.PointSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A reading that somebody asked for. Either the link's thread takes it, or it is given up; what was
 * given up is never read. Any thread.
 */
public final class OnceTicket {
  /** Whoever waits sits before a page. */
  static final Duration WAIT_MAX = Duration.ofSeconds(5);

  /** A driver's calls end by themselves; with many points behind a slow line that takes a while. */
  private static final Duration UNDER_WAY_MAX = Duration.ofSeconds(15);

  private final List<PointSpec> points;
  private final AtomicBoolean isDecided = new AtomicBoolean();
  private final CompletableFuture<OnceOutcome> outcome = new CompletableFuture<>();

  OnceTicket(List<PointSpec> points) {
    this.points = List.copyOf(points);
  }

  List<PointSpec> points() {
    return points;
  }

  /** True for who may read it, and must {@link #finish} it. */
  boolean take() {
    return isDecided.compareAndSet(false, true);
  }

  void finish(OnceOutcome with) {
    boolean _ = outcome.complete(with);
  }

  /** Nobody reads it any more; no effect on one that was taken. */
  void giveUp(OnceOutcome with) {
    if (take()) {
      finish(with);
    }
  }

  /** What came of it, if that is known by now. */
  public Optional<OnceOutcome> outcome() {
    return Optional.ofNullable(outcome.getNow(null));
  }

  /** Waits until it is known what came of it; some seconds at the most. */
  public OnceOutcome await() throws InterruptedException {
    try {
      return outcome.get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      giveUp(
          new OnceOutcome.Busy(
              "not read within " + WAIT_MAX.toSeconds() + " s: the link was busy; try again"));
    } catch (InterruptedException e) {
      giveUp(new OnceOutcome.NotRead("not read: nobody waits for it any more"));
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException("no ticket fails", e);
    }
    try {
      return outcome.get(UNDER_WAY_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new OnceOutcome.Busy("the device takes long to answer; ask for fewer points at once");
    } catch (ExecutionException e) {
      throw new IllegalStateException("no ticket fails", e);
    }
  }
}
