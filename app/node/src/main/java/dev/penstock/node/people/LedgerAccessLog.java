package dev.penstock.node.people;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.reception.AccessLog;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Access records in the node's own journal, from where they are sealed like all others. Whoever
 * writes one waits until it is durable, and no longer than a person waits at a screen.
 *
 * <p>Req: 62443-4-2 CR 2.8, CR 2.10
 */
public final class LedgerAccessLog implements AccessLog {
  private static final Duration DURABLE_MAX = Duration.ofSeconds(10);

  private final Offering intake;
  private final LongSupplier durable;
  private volatile Optional<Failure> failure = Optional.empty();

  /**
   * What was not written down.
   *
   * @param durable how many things were durable then
   */
  private record Failure(String why, long durable) {}

  /** Where records of this gateway go in. */
  @FunctionalInterface
  public interface Offering {
    /** False when nothing more is taken just now. */
    boolean offer(RecordValue value, Receipt receipt);
  }

  /**
   * A log.
   *
   * @param durable how many things the intake has made durable by now
   */
  public LedgerAccessLog(Offering intake, LongSupplier durable) {
    this.intake = intake;
    this.durable = durable;
  }

  /** Why the last record could not be written, until anything is durable after it. */
  public Optional<String> obstacle() {
    return failure.filter(last -> durable.getAsLong() == last.durable()).map(Failure::why);
  }

  @Override
  public void write(Access access) throws IOException {
    state(access, true);
  }

  @Override
  public void note(Access access) throws IOException {
    state(access, false);
  }

  /**
   * Has anything about this gateway journalled; durable on return. What people wanted to do is not
   * written later either, for then it was not done; the rest may be.
   */
  public void state(RecordValue value) throws IOException {
    state(value, value instanceof Access);
  }

  private void state(RecordValue value, boolean isInTimeOnly) throws IOException {
    try {
      tryToWrite(value, isInTimeOnly);
      failure = Optional.empty();
    } catch (IOException e) {
      failure = Optional.of(new Failure(String.valueOf(e.getMessage()), durable.getAsLong()));
      throw e;
    }
  }

  private void tryToWrite(RecordValue value, boolean isInTimeOnly) throws IOException {
    var fate = new CompletableFuture<Optional<String>>();
    var isGivenUp = new AtomicBoolean();
    boolean isTaken =
        intake.offer(
            value,
            new Receipt() {
              @Override
              public void durable() {
                boolean _ = fate.complete(Optional.empty());
              }

              @Override
              public boolean isWanted() {
                return !isGivenUp.get();
              }

              @Override
              public void refused(String reason) {
                boolean _ = fate.complete(Optional.of(reason));
              }
            });
    if (!isTaken) {
      throw new IOException("the journal takes nothing more for now");
    }
    try {
      Optional<String> refused = fate.get(DURABLE_MAX.toNanos(), TimeUnit.NANOSECONDS);
      if (refused.isPresent()) {
        throw new IOException("a record was refused: " + refused.get());
      }
    } catch (TimeoutException e) {
      isGivenUp.set(isInTimeOnly);
      throw new IOException("a record was not durable in " + DURABLE_MAX, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing makes a fate fail", e);
    } catch (InterruptedException e) {
      isGivenUp.set(isInTimeOnly);
      Thread.currentThread().interrupt();
      var ended = new InterruptedIOException("the node ends");
      var _ = ended.initCause(e);
      throw ended;
    }
  }
}
