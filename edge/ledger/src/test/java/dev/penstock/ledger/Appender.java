package dev.penstock.ledger;

import dev.penstock.disk.FileStorage;
import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.Pruning;
import dev.penstock.flow.Publication;
import dev.penstock.flow.PublishedHead;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A process that appends test entries for as long as it lives and says each size it was told; when
 * asked to, it also publishes, and drops old entries.
 */
final class Appender {
  private Appender() {}

  /** Starts one. */
  static Process process(Path folder, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Appender.class.getName(),
                folder.toString()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

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
    boolean publishes = arguments.length > 1;
    NoteSigner signer = Logs.sameSigner();
    for (int round = 1; ; round++) {
      long size = ledger.view().head().size();
      AppendOutcome outcome = ledger.append(Logs.batch(size, 1 + random.nextInt(30)), size);
      if (!(outcome instanceof AppendOutcome.Appended(var first, var count, var head))) {
        System.err.println(outcome);
        System.exit(1);
        return;
      }
      if (publishes && round % 5 == 0) {
        Publication _ = ledger.publish(signer);
      }
      if (publishes && round % 40 == 0) {
        Pruning _ = ledger.prune(size / 2, "two years", size - 1);
      }
      System.out.println(first + count);
      System.out.flush();
    }
  }
}
