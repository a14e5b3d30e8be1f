package dev.penstock.bench.ledger;

import dev.penstock.bench.harness.Bench;
import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Contest;
import dev.penstock.bench.harness.Knob;
import dev.penstock.bench.harness.PageCache;
import dev.penstock.bench.harness.Settings;
import dev.penstock.bench.harness.Work;
import dev.penstock.crypto.CryptoProviders;
import dev.penstock.crypto.NoProviderException;
import dev.penstock.flow.LedgerView;
import dev.penstock.ledger.FileLedger;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.InclusionProof;
import dev.penstock.merkle.ProofCheck;
import dev.penstock.merkle.ProofChecker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.PolicyChecker;
import dev.penstock.merkle.note.TlogProof;
import dev.penstock.merkle.note.TlogProofCheck;
import dev.penstock.merkle.note.TrustPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Inclusion proofs of random entries of a large log, made from the files and checked. The log is
 * built in a heap of 64 MiB by a process that is then killed; opening it is measured too, and so
 * are the first proofs, with nothing of it in memory where this process may empty the page cache.
 */
public final class ProofBench implements Bench {
  private static final int LATENCIES_MAX = 200_000;
  private static final int COLD_PROOFS = 200;

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
    LargeLog.Built built = LargeLog.build(settings.folder(), settings.knob(LEAVES.name()));
    Map<String, Double> once = new HashMap<>();
    boolean isCold = PageCache.empty();
    long began = System.nanoTime();
    FileLedger ledger = BenchLog.open(built.folder());
    once.put(isCold ? "open_cold_s" : "open_s", (System.nanoTime() - began) / 1e9);
    if (isCold) {
      coldProofs(ledger, once);
    }
    var full = new FullCheck(built.vkey(), ledger);
    // The folder is removed at the end; the ledger is closed with the process.
    return List.of(
        new Contest(
            "make",
            "proofs/s",
            budget -> makeAndCheck(ledger, full, budget, once),
            Optional.empty()));
  }

  private static void coldProofs(FileLedger ledger, Map<String, Double> once) throws IOException {
    LedgerView view = ledger.view();
    long size = view.head().size();
    var random = new SplittableRandom(2);
    long[] made = new long[COLD_PROOFS];
    for (int i = 0; i < COLD_PROOFS; i++) {
      long began = System.nanoTime();
      InclusionProof _ = view.inclusion(random.nextLong(size), size);
      made[i] = System.nanoTime() - began;
    }
    once.put("cold_make_p50_us", BenchLog.percentile(made, COLD_PROOFS, 50) / 1e3);
    once.put("cold_make_p99_us", BenchLog.percentile(made, COLD_PROOFS, 99) / 1e3);
  }

  /** As an auditor does it: a proof file and an outside policy, signature included. */
  private static final class FullCheck {
    private final PolicyChecker checker;
    private final Note checkpoint;

    FullCheck(String vkey, FileLedger ledger) throws IOException {
      byte[] policy = ("log " + vkey + "\nquorum none\n").getBytes(StandardCharsets.US_ASCII);
      TrustPolicy trusted =
          switch (TrustPolicy.decode(policy)) {
            case Decoded.Value<TrustPolicy>(var read) -> read;
            case Decoded.Malformed<TrustPolicy>(var why) -> throw new IOException(why);
          };
      try {
        this.checker = new PolicyChecker(CryptoProviders.choose(), trusted);
      } catch (NoProviderException e) {
        throw new IOException("no signature can be checked here: " + e.reason(), e);
      }
      this.checkpoint = ledger.checkpoints().latest().orElseThrow().note();
    }

    void check(InclusionProof proof, Digest leaf) throws IOException {
      var file = TlogProof.of(proof.index(), proof.path(), checkpoint);
      if (!(checker.check(file, leaf) instanceof TlogProofCheck.Verified)) {
        throw new IOException("the proof file of entry " + proof.index() + " does not verify");
      }
    }
  }

  private static Work makeAndCheck(
      FileLedger ledger, FullCheck full, Budget budget, Map<String, Double> once)
      throws IOException {
    LedgerView view = ledger.view();
    long size = view.head().size();
    var random = new SplittableRandom(1);
    var checker = new ProofChecker(new TreeHasher());
    long[] made = new long[LATENCIES_MAX];
    long[] checked = new long[LATENCIES_MAX];
    long[] whole = new long[LATENCIES_MAX];
    int count = 0;
    while (!budget.isSpent() && count < LATENCIES_MAX) {
      long index = random.nextLong(size);
      long began = System.nanoTime();
      InclusionProof proof = view.inclusion(index, size);
      made[count] = System.nanoTime() - began;
      Digest leaf = view.leafHash(index);
      began = System.nanoTime();
      if (!(checker.inclusion(proof, leaf, view.head().root()) instanceof ProofCheck.Verified)) {
        throw new IOException("the proof of entry " + index + " does not verify");
      }
      checked[count] = System.nanoTime() - began;
      began = System.nanoTime();
      full.check(proof, leaf);
      whole[count++] = System.nanoTime() - began;
    }
    Map<String, Double> figures = new HashMap<>(once);
    figures.put("make_p50_us", BenchLog.percentile(made, count, 50) / 1e3);
    figures.put("make_p99_us", BenchLog.percentile(made, count, 99) / 1e3);
    figures.put("check_p99_us", BenchLog.percentile(checked, count, 99) / 1e3);
    figures.put("full_check_p99_us", BenchLog.percentile(whole, count, 99) / 1e3);
    return new Work(count, size, figures);
  }
}
