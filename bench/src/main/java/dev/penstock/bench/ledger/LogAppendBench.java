package dev.penstock.bench.ledger;

import dev.penstock.bench.harness.Bench;
import dev.penstock.bench.harness.Contest;
import dev.penstock.bench.harness.Knob;
import dev.penstock.bench.harness.Settings;
import dev.penstock.flow.EntryBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Entries appended to the log in durable batches, beside a bare append and sync of their bytes. */
public final class LogAppendBench implements Bench {
  private static final long SEED = 1;

  /** Different bytes for a while, so that no disk can compress them away. */
  private static final int BATCHES = 8;

  private static final Knob ENTRY_BYTES = new Knob("entry_bytes", 256, "length of an entry");
  private static final Knob BATCH = new Knob("batch", 10_000, "entries in a batch");

  @Override
  public String name() {
    return "log-append";
  }

  @Override
  public String purpose() {
    return "entries appended to the log, every batch durable";
  }

  @Override
  public List<Knob> knobs() {
    return List.of(ENTRY_BYTES, BATCH);
  }

  @Override
  public List<Contest> contests(Settings settings) {
    int entryBytes = Math.toIntExact(settings.knob(ENTRY_BYTES.name()));
    int perBatch = Math.toIntExact(settings.knob(BATCH.name()));
    var random = new SplittableRandom(SEED);
    List<EntryBatch> batches = new ArrayList<>();
    byte[] entry = new byte[entryBytes];
    for (int i = 0; i < BATCHES; i++) {
      var batch = new EntryBatch.Builder(perBatch * (entryBytes + EntryBatch.PREFIX_BYTES));
      for (int at = 0; at < perBatch; at++) {
        random.nextBytes(entry);
        batch = batch.add(entry);
      }
      batches.add(batch.build());
    }
    return List.of(
        new Contest(
            "append",
            "entries/s",
            new LedgerAppend(settings.folder().resolve("log"), settings.threads(), batches),
            new RawAppend(settings.folder().resolve("raw"), batches)));
  }
}
