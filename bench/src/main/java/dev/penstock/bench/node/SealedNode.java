package dev.penstock.bench.node;

import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import dev.penstock.bench.journal.BenchFolder;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.JournalTicket;
import dev.penstock.node.Node;
import dev.penstock.node.StartException;
import dev.penstock.node.config.NodeSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The product: a whole node whose journal is fed until the time is over. The run ends when the last
 * record is in a block of the log and the index has it.
 */
final class SealedNode implements Side {
  private static final long LOOK_MS = 2;
  private static final long PATIENCE_NANOS = 120_000_000_000L;

  private static final NodeSettings SETTINGS = NodeSettings.named("bench.example/log");

  private final Path folder;
  private final SampleFeed feed;
  private final CountDownLatch never = new CountDownLatch(1);
  private @Nullable Node node;

  SealedNode(Path folder, SampleFeed feed) {
    this.folder = folder;
    this.feed = feed;
  }

  @Override
  public void reset() throws IOException {
    end();
    BenchFolder.delete(folder);
    feed.restart();
    try {
      node = Node.start(folder, SETTINGS, Node.Machine.here());
    } catch (StartException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void end() throws IOException {
    Node open = node;
    node = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public Work run(Budget budget) throws IOException, InterruptedException {
    Node open = node;
    if (open == null) {
      throw new IllegalStateException("reset comes first");
    }
    long before = open.sealer().figures().records();
    long began = System.nanoTime();
    long fed = fed(open, budget);
    await(open, () -> open.sealer().figures().records() >= before + fed);
    long sealed = System.nanoTime();
    long size = open.ledger().view().head().size();
    await(open, () -> open.projections().records().indexed() >= size);
    double readers = (System.nanoTime() - sealed) / 1e9;
    double perSecond = fed / ((sealed - began) / 1e9);
    return new Work(fed, size, Map.of("readers_s", readers, "sealed_per_s", perSecond));
  }

  private long fed(Node open, Budget budget) throws IOException, InterruptedException {
    long fed = 0;
    // Two batches, so that the next one is filled while the last is on its way.
    var batches = List.of(new FrameBatch(), new FrameBatch());
    Optional<JournalTicket> last = Optional.empty();
    for (int i = 0; !budget.isSpent(); i++) {
      FrameBatch batch = batches.get(i % 2);
      batch.clear();
      feed.next(batch);
      JournalTicket next = open.journal().submit(batch);
      if (last.isPresent()) {
        requireDurable(last.get());
      }
      last = Optional.of(next);
      fed += feed.count();
    }
    if (last.isPresent()) {
      requireDurable(last.get());
    }
    return fed;
  }

  private static void requireDurable(JournalTicket ticket)
      throws IOException, InterruptedException {
    JournalOutcome outcome = ticket.await();
    if (!(outcome instanceof JournalOutcome.Appended)) {
      throw new IOException("not appended: " + outcome);
    }
  }

  private interface Condition {
    boolean holds();
  }

  private void await(Node open, Condition condition) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new IOException("not sealed and indexed in time: " + open.obstacles());
      }
      boolean _ = never.await(LOOK_MS, TimeUnit.MILLISECONDS);
    }
  }
}
