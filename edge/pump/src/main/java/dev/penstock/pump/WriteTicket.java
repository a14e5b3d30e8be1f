package dev.penstock.pump;

import dev.penstock.driving.Setting;
import dev.penstock.driving.WriteOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A write that somebody asked for. Either the link's thread takes it, once, or it is given up; what
 * was given up is never sent. Any thread.
 */
public final class WriteTicket {
  /** Whoever asked for a write of a plant does not want it to happen later than this. */
  public static final Duration WAIT_MAX = Duration.ofSeconds(10);

  /** A driver's calls end by themselves; this is for one that breaks its contract. */
  private static final Duration UNDER_WAY_MAX = Duration.ofMinutes(1);

  private final Setting setting;
  private final long askedNanos;
  private final Duration within;
  private final AtomicBoolean isDecided = new AtomicBoolean();
  private final CompletableFuture<WriteOutcome> outcome = new CompletableFuture<>();

  /** One that waits no longer than this, and never longer than {@link #WAIT_MAX}. */
  WriteTicket(Setting setting, long askedNanos, Duration within) {
    this.setting = setting;
    this.askedNanos = askedNanos;
    this.within = within.compareTo(WAIT_MAX) < 0 ? within : WAIT_MAX;
  }

  Setting setting() {
    return setting;
  }

  boolean isTooOld(long nowNanos) {
    return nowNanos - askedNanos >= within.toNanos();
  }

  /** True for who may send it, and must {@link #finish} it. */
  boolean take() {
    return isDecided.compareAndSet(false, true);
  }

  void finish(WriteOutcome with) {
    boolean _ = outcome.complete(with);
  }

  /** Nobody sends it any more; no effect on one that was taken. */
  void giveUp(String text) {
    if (take()) {
      finish(new WriteOutcome.NotSent(text));
    }
  }

  /** What came of it, if that is known by now. */
  public Optional<WriteOutcome> outcome() {
    return Optional.ofNullable(outcome.getNow(null));
  }

  /**
   * Waits until it is known what came of it. A write that was not sent within its time, or when the
   * waiting thread is interrupted, is given up.
   */
  public WriteOutcome await() throws InterruptedException {
    try {
      return outcome.get(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      giveUp("not sent within " + within.toMillis() + " ms: the link was busy; try again");
    } catch (InterruptedException e) {
      giveUp("not sent: nobody waits for it any more");
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException("no ticket fails", e);
    }
    try {
      return outcome.get(UNDER_WAY_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new WriteOutcome.Unknown("the driver did not end its call; read the point back");
    } catch (ExecutionException e) {
      throw new IllegalStateException("no ticket fails", e);
    }
  }
}
