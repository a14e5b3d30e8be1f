package dev.penstock.bench.ledger;

import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.Submission;
import dev.penstock.ledger.FileLedger;
import dev.penstock.pump.HashCrew;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The product: one caller, which hands in the next batch while the last is on its way. */
final class LedgerAppend implements Side {
  private static final int LATENCIES_MAX = 100_000;

  private final Path folder;
  private final int threads;
  private final List<EntryBatch> batches;

  LedgerAppend(Path folder, int threads, List<EntryBatch> batches) {
    this.folder = folder;
    this.threads = threads;
    this.batches = batches;
  }

  @Override
  public void reset() throws IOException {
    BenchLog.delete(folder);
  }

  @Override
  public Work run(Budget budget) throws IOException, InterruptedException {
    BenchLog.delete(folder);
    long[] nanos = new long[LATENCIES_MAX];
    int commits = 0;
    long entries = 0;
    try (var crew = new HashCrew(threads);
        FileLedger ledger = BenchLog.create(folder, crew)) {
      long began = System.nanoTime();
      Submission last = ledger.submit(batches.getFirst(), 0);
      while (!budget.isSpent() && commits < LATENCIES_MAX) {
        EntryBatch batch = batches.get((commits + 1) % batches.size());
        long nextBegan = System.nanoTime();
        Submission next = ledger.submit(batch, commits);
        entries += durable(last);
        nanos[commits++] = System.nanoTime() - began;
        last = next;
        began = nextBegan;
      }
      entries += durable(last);
      double p99Ms = BenchLog.percentile(nanos, commits, 99) / 1e6;
      return new Work(entries, ledger.view().head().root().hashCode(), Map.of("p99_ms", p99Ms));
    }
  }

  private static long durable(Submission submission) throws IOException, InterruptedException {
    return switch (submission.await()) {
      case AppendOutcome.Appended appended -> appended.count();
      case AppendOutcome.Refused(var finding) -> throw new IOException(finding.toString());
      case AppendOutcome.Unknown(var finding) -> throw new IOException(finding.toString());
    };
  }
}
