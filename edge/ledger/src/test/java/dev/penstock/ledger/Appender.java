package dev.penstock.ledger;

import dev.penstock.disk.FileStorage;
import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.PublishedHead;
import dev.penstock.storage.Storage;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.SplittableRandom;

/** A process that appends test entries for as long as it lives and says each size it was told. */
final class Appender {
  private Appender() {}

  public static void main(String[] arguments) throws Exception {
    Storage folder = FileStorage.open(Path.of(arguments[0]));
    LedgerOptions options =
        LedgerOptions.of(
                InstantSource.system(),
                new SplittableRandom(System.nanoTime()),
                "pid=" + ProcessHandle.current().pid(),
                PublishedHead.NONE)
            .withUpkeep(64 * 1024, 500);
    LedgerOpening opening =
        folder.exists("format")
            ? FileLedger.open(folder, options)
            : FileLedger.create(folder, Logs.ORIGIN, 64 * 1024, options);
    if (!(opening instanceof LedgerOpening.Opened(var ledger, var notes))) {
      System.err.println(opening);
      System.exit(1);
      return;
    }
    var random = new SplittableRandom();
    while (true) {
      long size = ledger.view().head().size();
      AppendOutcome outcome = ledger.append(Logs.batch(size, 1 + random.nextInt(30)), size);
      if (!(outcome instanceof AppendOutcome.Appended(var first, var count, var head))) {
        System.err.println(outcome);
        System.exit(1);
        return;
      }
      System.out.println(first + count);
      System.out.flush();
    }
  }
}
