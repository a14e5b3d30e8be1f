package dev.penstock.ledger;

import dev.penstock.disk.FileStorage;
import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.LedgerView;
import dev.penstock.flow.PublishedHead;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.SplittableRandom;

/**
 * A process with a small heap on a large log: {@code fill} appends so many entries and dies without
 * closing, {@code open} opens what was left, as its owner, and says how long that took; {@code
 * read} the same beside whoever writes. Both make proofs all over the log.
 */
final class LargeLog {
  private static final int BATCH = 20_000;
  private static final int PROOFS = 2_000;

  private LargeLog() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    long entries = Long.parseLong(arguments[2]);
    switch (arguments[0]) {
      case "fill" -> fill(folder, entries);
      case "open" -> open(folder, entries);
      case "read" -> read(folder, entries);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.out.flush();
    // No orderly end: the next one has to find out.
    Runtime.getRuntime().halt(0);
  }

  private static LedgerOptions options() {
    return LedgerOptions.of(
        InstantSource.system(),
        new SplittableRandom(System.nanoTime()),
        "large log",
        PublishedHead.NONE);
  }

  private static void fill(Path folder, long entries) throws Exception {
    var opening =
        FileLedger.create(
            FileStorage.open(folder), Logs.ORIGIN, FileLedger.SEGMENT_BYTES_DEFAULT, options());
    if (!(opening instanceof LedgerOpening.Opened(var ledger, var notes))) {
      throw new IOException(opening.toString());
    }
    byte[] entry = new byte[Long.BYTES];
    for (long at = 0; at < entries; ) {
      var batch = new EntryBatch.Builder(BATCH * (Long.BYTES + EntryBatch.PREFIX_BYTES));
      int count = (int) Math.min(BATCH, entries - at);
      for (int i = 0; i < count; i++) {
        ByteBuffer.wrap(entry).putLong(at + i);
        batch = batch.add(entry);
      }
      if (!(ledger.append(batch.build(), 0) instanceof AppendOutcome.Appended)) {
        throw new IOException("the log took no more at " + at);
      }
      at += count;
    }
    System.out.println("filled " + notes);
  }

  private static void open(Path folder, long entries) throws IOException {
    long began = System.nanoTime();
    var opening = FileLedger.open(FileStorage.open(folder), options());
    long took = System.nanoTime() - began;
    long cpu = cpuNanos();
    if (!(opening instanceof LedgerOpening.Opened(var ledger, _))) {
      throw new IOException(opening.toString());
    }
    prove(ledger.view(), entries);
    told(took, cpu);
  }

  private static void read(Path folder, long entries) throws IOException {
    long began = System.nanoTime();
    var opening = LedgerReader.open(FileStorage.open(folder), PublishedHead.NONE);
    long took = System.nanoTime() - began;
    long cpu = cpuNanos();
    if (!(opening instanceof ReaderOpening.Opened(var reader, _, var finding))) {
      throw new IOException(opening.toString());
    }
    if (finding.isPresent()) {
      throw new IOException(finding.get().toString());
    }
    prove(reader.view(), entries);
    told(took, cpu);
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Processor time too, start of the machine included: the other depends on who else works. */
  private static void told(long took, long cpu) {
    System.out.printf("opened in %d ms, %d ms of processor%n", took / 1_000_000, cpu / 1_000_000);
  }

  private static void prove(LedgerView view, long entries) throws IOException {
    if (view.head().size() != entries) {
      throw new IOException("size " + view.head().size() + ", must be " + entries);
    }
    var random = new SplittableRandom(1);
    for (int i = 0; i < PROOFS; i++) {
      // Checked against the committed root before it is handed out.
      var _ = view.inclusion(random.nextLong(entries), entries);
    }
  }
}
