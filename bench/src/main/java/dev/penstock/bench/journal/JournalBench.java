package dev.penstock.bench.journal;

import dev.penstock.bench.harness.Bench;
import dev.penstock.bench.harness.Contest;
import dev.penstock.bench.harness.Knob;
import dev.penstock.bench.harness.Settings;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.FrameBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Records that become durable in groups, beside a bare append and sync of their bytes. */
public final class JournalBench implements Bench {
  private static final long SEED = 1;

  /** Different bytes for a while, so that no disk can compress them away. */
  private static final int BATCHES = 8;

  private static final Knob RECORD_BYTES = new Knob("record_bytes", 128, "length of a record");
  private static final Knob FRAME = new Knob("frame", 64, "records of one source in a frame");
  private static final Knob BATCH = new Knob("batch", 10_000, "records handed in at once");

  @Override
  public String name() {
    return "journal";
  }

  @Override
  public String purpose() {
    return "records appended to the journal, every batch durable";
  }

  @Override
  public List<Knob> knobs() {
    return List.of(RECORD_BYTES, FRAME, BATCH);
  }

  @Override
  public List<Contest> contests(Settings settings) {
    int recordBytes = Math.toIntExact(settings.knob(RECORD_BYTES.name()));
    int perFrame = Math.toIntExact(settings.knob(FRAME.name()));
    int perBatch = Math.toIntExact(settings.knob(BATCH.name()));
    var random = new SplittableRandom(SEED);
    List<FrameBatch> batches = new ArrayList<>();
    byte[] record = new byte[recordBytes];
    for (int i = 0; i < BATCHES; i++) {
      var batch = new FrameBatch();
      for (int at = 0; at < perBatch; at++) {
        if (at % perFrame == 0) {
          var _ = batch.frame(RecordClass.PLANT, at / perFrame, (long) i * perBatch + at);
        }
        random.nextBytes(record);
        var _ = batch.record(record);
      }
      batches.add(batch);
    }
    return List.of(
        new Contest(
            "append",
            "records/s",
            new JournalAppend(settings.folder().resolve("journal"), batches),
            new BareAppend(settings.folder().resolve("bare"), batches)));
  }
}
