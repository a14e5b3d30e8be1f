package dev.penstock.bench.node;

import dev.penstock.bench.harness.Bench;
import dev.penstock.bench.harness.Contest;
import dev.penstock.bench.harness.Knob;
import dev.penstock.bench.harness.Settings;
import dev.penstock.bench.hash.Blocks;
import dev.penstock.bench.hash.HashLimit;
import dev.penstock.bench.journal.BareAppend;
import java.nio.file.Path;
import java.util.List;

/**
 * Records from the journal of a whole node into its log, every block signed and durable, index and
 * checkpoints running beside; against the raw durable append of the same bytes once, and against
 * the hashing alone on all cores. The lower of the two limits counts.
 */
public final class SealBench implements Bench {
  private static final long SEED = 1;

  private static final Knob RECORD_BYTES = new Knob("record_bytes", 128, "length of a record");
  private static final Knob SOURCES = new Knob("sources", 100, "who the records are of");
  private static final Knob BATCH = new Knob("batch", 10_000, "records handed in at once");

  @Override
  public String name() {
    return "seal";
  }

  @Override
  public String purpose() {
    return "records from a node's journal into its log, signed and durable, all readers attached";
  }

  @Override
  public List<Knob> knobs() {
    return List.of(RECORD_BYTES, SOURCES, BATCH);
  }

  @Override
  public List<Contest> contests(Settings settings) {
    int recordBytes = Math.toIntExact(settings.knob(RECORD_BYTES.name()));
    int sources = Math.toIntExact(settings.knob(SOURCES.name()));
    int batch = Math.toIntExact(settings.knob(BATCH.name()));
    var records = new SampleFeed(recordBytes, sources, batch, SEED);
    Path folder = settings.folder();
    var blocks = Blocks.random(recordBytes, 256, SEED);
    return List.of(
        new Contest(
            "seal",
            "records/s",
            new SealedNode(folder.resolve("node"), records),
            new BareAppend(folder.resolve("bare"), records.examples())),
        new Contest(
            "seal_by_hash",
            "records/s",
            new SealedNode(folder.resolve("node"), records),
            HashLimit.onThreads(settings.threads(), blocks)));
  }
}
