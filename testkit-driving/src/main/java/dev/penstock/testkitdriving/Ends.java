package dev.penstock.testkitdriving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.driving.LinkException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Calls that must end by themselves. */
public final class Ends {
  /** For a machine that does much else; what does not end would not end in a minute either. */
  private static final Duration GRACE = Duration.ofSeconds(50);

  private Ends() {}

  /** What may find that a link is of no use. */
  @FunctionalInterface
  public interface Call<T> {
    T call() throws LinkException, InterruptedException;
  }

  /** What came of a call. */
  public sealed interface Outcome<T> {
    record Value<T>(T value) implements Outcome<T> {}

    record Broken<T>(String reason) implements Outcome<T> {}
  }

  /** What came of a call that ended; fails the test where it does not end within its limit. */
  public static <T> Outcome<T> within(Duration limit, Call<T> call) {
    var task = new FutureTask<Outcome<T>>(() -> outcome(call));
    Thread thread = Thread.ofVirtual().name("contract").start(task);
    Duration patience = limit.plus(GRACE);
    try {
      return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      throw new AssertionError("a call did not end within " + patience, e);
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (ExecutionException e) {
      throw new AssertionError("a call failed otherwise than by its contract", e.getCause());
    }
  }

  private static <T> Outcome<T> outcome(Call<T> call) throws InterruptedException {
    try {
      return new Outcome.Value<>(call.call());
    } catch (LinkException e) {
      assertThat(e).hasMessageMatching("(?U)[^\\p{Cntrl}]+");
      return new Outcome.Broken<>(String.valueOf(e.getMessage()));
    }
  }

  /** Waits until something is so; fails the test where it does not become so. */
  public static void until(String what, BooleanSupplier isSo) throws InterruptedException {
    long end = System.nanoTime() + GRACE.toNanos();
    while (!isSo.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.sleep(2);
    }
  }
}
