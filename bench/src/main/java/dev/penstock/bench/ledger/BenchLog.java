package dev.penstock.bench.ledger;

import dev.penstock.disk.FileStorage;
import dev.penstock.flow.PublishedHead;
import dev.penstock.ledger.FileLedger;
import dev.penstock.ledger.LedgerOpening;
import dev.penstock.ledger.LedgerOptions;
import dev.penstock.merkle.Hands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Logs to measure on, and what is asked of latencies. */
final class BenchLog {
  static final String ORIGIN = "bench.example/log";

  private BenchLog() {}

  /** A new log in a folder that is not there yet. */
  static FileLedger create(Path folder) throws IOException {
    return create(folder, Hands.ONE);
  }

  /** A new log that has help with hashing. */
  static FileLedger create(Path folder, Hands hands) throws IOException {
    Path made = Files.createDirectory(folder);
    LedgerOptions options =
        LedgerOptions.of(
                InstantSource.system(), new SplittableRandom(1), "bench", PublishedHead.NONE)
            .withHands(hands);
    return switch (FileLedger.create(
        FileStorage.open(made), ORIGIN, FileLedger.SEGMENT_BYTES_DEFAULT, options)) {
      case LedgerOpening.Opened(var ledger, var _) -> ledger;
      case LedgerOpening.Refused(var finding) -> throw new IOException(finding.toString());
    };
  }

  /** Opens a log that is there. */
  static FileLedger open(Path folder) throws IOException {
    LedgerOptions options =
        LedgerOptions.of(
            InstantSource.system(), new SplittableRandom(1), "bench", PublishedHead.NONE);
    return switch (FileLedger.open(FileStorage.open(folder), options)) {
      case LedgerOpening.Opened(var ledger, var _) -> ledger;
      case LedgerOpening.Refused(var finding) -> throw new IOException(finding.toString());
    };
  }

  /** Removes a folder and all in it, if it is there. */
  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      List<Path> all;
      try (Stream<Path> walk = Files.walk(folder)) {
        all = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : all) {
        Files.delete(path);
      }
    }
  }

  /** The latency that so many of a hundred do not exceed. */
  static double percentile(long[] nanos, int count, int percent) {
    if (count == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return sorted[Math.min(count - 1, (int) ((long) count * percent / 100))];
  }
}
