package dev.penstock.bench.journal;

import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import dev.penstock.disk.FileStorage;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.JournalFigures;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.JournalTicket;
import dev.penstock.journal.FileJournal;
import dev.penstock.journal.JournalOpening;
import dev.penstock.journal.JournalOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The product: one caller, which hands in the next batch while the last is on its way. */
final class JournalAppend implements Side {
  private static final int LATENCIES_MAX = 100_000;

  private final Path folder;
  private final List<FrameBatch> batches;

  JournalAppend(Path folder, List<FrameBatch> batches) {
    this.folder = folder;
    this.batches = batches;
  }

  @Override
  public void reset() throws IOException {
    BenchFolder.delete(folder);
  }

  @Override
  public Work run(Budget budget) throws IOException, InterruptedException {
    BenchFolder.delete(folder);
    long[] nanos = new long[LATENCIES_MAX];
    int taken = 0;
    try (FileJournal journal = create()) {
      long began = System.nanoTime();
      JournalTicket last = journal.submit(batches.getFirst());
      while (!budget.isSpent() && taken + 1 < LATENCIES_MAX) {
        FrameBatch batch = batches.get((taken + 1) % batches.size());
        long nextBegan = System.nanoTime();
        JournalTicket next = journal.submit(batch);
        requireDurable(last);
        nanos[taken++] = System.nanoTime() - began;
        last = next;
        began = nextBegan;
      }
      requireDurable(last);
      taken++;
      JournalFigures figures = journal.figures();
      Arrays.sort(nanos, 0, taken - 1);
      double p99Ms = nanos[(int) ((taken - 1) * 99L / 100)] / 1e6;
      return new Work(figures.records(), journal.end(), Map.of("p99_ms", p99Ms));
    }
  }

  private FileJournal create() throws IOException {
    Path _ = Files.createDirectories(folder);
    var options =
        JournalOptions.of(InstantSource.system(), new SplittableRandom(System.nanoTime()), "bench");
    JournalOpening opening =
        FileJournal.create(FileStorage.open(folder), FileJournal.SEGMENT_BYTES_DEFAULT, options);
    return switch (opening) {
      case JournalOpening.Opened(var journal, var notes) -> journal;
      case JournalOpening.Refused(var finding) -> throw new IOException(finding.toString());
    };
  }

  private static void requireDurable(JournalTicket ticket)
      throws IOException, InterruptedException {
    JournalOutcome outcome = ticket.await();
    if (!(outcome instanceof JournalOutcome.Appended)) {
      throw new IOException("not appended: " + outcome);
    }
  }
}
