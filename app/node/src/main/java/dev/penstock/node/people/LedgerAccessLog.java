package dev.penstock.node.people;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.Statement;
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
import java.util.function.LongSupplier;

/**
 * Access records in the node's own journal, from where they are sealed like all others. Whoever
 * writes one waits until it is durable, and no longer than a person waits at a screen.
 *
 * <p>Req: 62443-4-2 CR 2.8, CR 2.10
 */
public final class LedgerAccessLog implements AccessLog {
  private static final Duration DURABLE_MAX = Duration.ofSeconds(10);

  private static final String TOO_LATE = "this record came too late, so it was not done";

  private final Offering intake;
  private final LongSupplier durable;
  private final Duration patience;
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
    this(intake, durable, DURABLE_MAX);
  }

  /**
   * A log of somebody with another patience.
   *
   * @param patience how long a record may take
   */
  LedgerAccessLog(Offering intake, LongSupplier durable, Duration patience) {
    this.intake = intake;
    this.durable = durable;
    this.patience = patience;
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
  public void write(Statement statement) throws IOException {
    state(statement, true);
  }

  @Override
  public void note(Access access) throws IOException {
    state(access, false);
  }

  /**
   * Has anything about this gateway journalled; durable on return. What people wanted to do is not
   * written later either, for then it was not done; the rest may be. One that was being written
   * just then, as on a disk that stalls, is followed by one that says that it was not done.
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
    var wait = new Wait(value, isInTimeOnly);
    if (!intake.offer(value, wait)) {
      throw new IOException("the journal takes nothing more for now");
    }
    try {
      mustBeKept(wait.fate.get(patience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      if (wait.isGivenUp()) {
        throw new IOException("a record was not durable in " + patience, e);
      }
      mustBeKept(wait.fate.join());
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing makes a fate fail", e);
    } catch (InterruptedException e) {
      boolean _ = wait.isGivenUp();
      Thread.currentThread().interrupt();
      var ended = new InterruptedIOException("the node ends");
      var _ = ended.initCause(e);
      throw ended;
    }
  }

  private static void mustBeKept(Optional<String> refused) throws IOException {
    if (refused.isPresent()) {
      throw new IOException("a record was refused: " + refused.get());
    }
  }

  /** Who waits for one record. Whether it was durable in time is settled once, by who is first. */
  private final class Wait implements Receipt {
    private final RecordValue value;
    private final boolean isInTimeOnly;

    /** Why not; empty when it is durable. */
    private final CompletableFuture<Optional<String>> fate = new CompletableFuture<>();

    private Wait(RecordValue value, boolean isInTimeOnly) {
      this.value = value;
      this.isInTimeOnly = isInTimeOnly;
    }

    /** Gives up, and says whether that was before its fate was known. */
    private boolean isGivenUp() {
      return fate.complete(Optional.of("nobody waits for it any more"));
    }

    @Override
    public boolean isWanted() {
      return !isInTimeOnly || !fate.isDone();
    }

    @Override
    public boolean isPassing() {
      return isInTimeOnly;
    }

    @Override
    public void durable() {
      boolean isInTime = fate.complete(Optional.empty());
      if (!isInTime
          && isInTimeOnly
          && value instanceof Access access
          && access.outcome() == Access.Outcome.GRANTED) {
        // Where the intake does not take it, it counts what it turned away.
        boolean _ = intake.offer(undone(access), Receipt.NONE);
      }
    }

    @Override
    public void refused(String reason) {
      boolean _ = fate.complete(Optional.of(reason));
    }

    private Access undone(Access access) {
      return new Access(
          access.person(),
          access.action(),
          access.object(),
          Access.Outcome.FAILED,
          access.session(),
          access.origin(),
          Details.of("why", TOO_LATE));
    }
  }
}
