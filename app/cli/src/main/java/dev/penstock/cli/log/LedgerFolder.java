package dev.penstock.cli.log;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the ledger a person means who names a folder: the ledger itself, or the data folder around it. */
final class LedgerFolder {
  private LedgerFolder() {}

  static Optional<Path> in(Path folder) {
    Path inside = folder.resolve("ledger");
    if (isLedger(inside)) {
      return Optional.of(inside);
    }
    return isLedger(folder) ? Optional.of(folder) : Optional.empty();
  }

  private static boolean isLedger(Path folder) {
    return Files.isRegularFile(folder.resolve("format")) && Files.isDirectory(folder.resolve("headers"));
  }
}
