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

/**
 * Access records in the node's own journal, from where they are sealed like all others. Whoever
 * writes one waits until it is durable, and no longer than a person waits at a screen.
 *
 * <p>Req: 62443-4-2 CR 2.8, CR 2.10
 */
public final class LedgerAccessLog implements AccessLog {
  private static final Duration DURABLE_MAX = Duration.ofSeconds(10);

  private final Offering intake;

  /** Where records of this gateway go in. */
  @FunctionalInterface
  public interface Offering {
    /** False when nothing more is taken just now. */
    boolean offer(RecordValue value, Receipt receipt);
  }

  public LedgerAccessLog(Offering intake) {
    this.intake = intake;
  }

  @Override
  public void write(Access access) throws IOException {
    state(access);
  }

  /** Has anything about this gateway journalled; durable on return. */
  public void state(RecordValue access) throws IOException {
    var fate = new CompletableFuture<Optional<String>>();
    boolean isTaken =
        intake.offer(
            access,
            new Receipt() {
              @Override
              public void durable() {
                boolean _ = fate.complete(Optional.empty());
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
      throw new IOException("a record was not durable in " + DURABLE_MAX, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing makes a fate fail", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var ended = new InterruptedIOException("the node ends");
      var _ = ended.initCause(e);
      throw ended;
    }
  }
}
