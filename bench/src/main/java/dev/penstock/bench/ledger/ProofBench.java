package dev.penstock.bench.ledger;

import dev.penstock.bench.harness.Bench;
import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Contest;
import dev.penstock.bench.harness.Knob;
import dev.penstock.bench.harness.Settings;
import dev.penstock.bench.harness.Work;
import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.LedgerView;
import dev.penstock.ledger.FileLedger;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.InclusionProof;
import dev.penstock.merkle.ProofCheck;
import dev.penstock.merkle.ProofChecker;
import dev.penstock.merkle.TreeHasher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Inclusion proofs of random entries of a large log, made from the files and checked. */
public final class ProofBench implements Bench {
  private static final int BATCH = 60_000;
  private static final int LATENCIES_MAX = 1_000_000;

  private static final Knob LEAVES = new Knob("leaves", 100_000_000, "entries in the log");

  @Override
  public String name() {
    return "proof";
  }

  @Override
  public String purpose() {
    return "inclusion proofs made from the files of a large log, and checked";
  }

  @Override
  public List<Knob> knobs() {
    return List.of(LEAVES);
  }

  @Override
  public List<Contest> contests(Settings settings) throws IOException {
    FileLedger ledger = BenchLog.create(settings.folder().resolve("log"));
    try {
      fill(ledger, settings.knob(LEAVES.name()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the log was built", e);
    }
    // The folder is removed at the end; the ledger is closed with the process.
    return List.of(
        new Contest("make", "proofs/s", budget -> makeAndCheck(ledger, budget), Optional.empty()));
  }

  /** Synthetic entries of 8 bytes: only their hashes matter here. */
  private static void fill(FileLedger ledger, long leaves)
      throws IOException, InterruptedException {
    byte[] entry = new byte[Long.BYTES];
    long at = 0;
    while (at < leaves) {
      var batch = new EntryBatch.Builder(BATCH * (Long.BYTES + EntryBatch.PREFIX_BYTES));
      int count = (int) Math.min(BATCH, leaves - at);
      for (int i = 0; i < count; i++) {
        ByteBuffer.wrap(entry).putLong(at + i);
        batch = batch.add(entry);
      }
      if (!(ledger.append(batch.build(), 0) instanceof AppendOutcome.Appended)) {
        throw new IOException("the log took no more entries at " + at);
      }
      at += count;
    }
  }

  private static Work makeAndCheck(FileLedger ledger, Budget budget) throws IOException {
    LedgerView view = ledger.view();
    long size = view.head().size();
    var random = new SplittableRandom(1);
    var checker = new ProofChecker(new TreeHasher());
    long[] made = new long[LATENCIES_MAX];
    long[] checked = new long[LATENCIES_MAX];
    int count = 0;
    while (!budget.isSpent() && count < LATENCIES_MAX) {
      long index = random.nextLong(size);
      long began = System.nanoTime();
      InclusionProof proof = view.inclusion(index, size);
      long between = System.nanoTime();
      Digest leaf = view.leafHash(index);
      long again = System.nanoTime();
      if (!(checker.inclusion(proof, leaf, view.head().root()) instanceof ProofCheck.Verified)) {
        throw new IOException("the proof of entry " + index + " does not verify");
      }
      checked[count] = System.nanoTime() - again;
      made[count++] = between - began;
    }
    return new Work(
        count,
        size,
        Map.of(
            "make_p50_us", BenchLog.percentile(made, count, 50) / 1e3,
            "make_p99_us", BenchLog.percentile(made, count, 99) / 1e3,
            "check_p99_us", BenchLog.percentile(checked, count, 99) / 1e3));
  }
}
