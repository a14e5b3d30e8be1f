package dev.penstock.cli.log;

import dev.penstock.disk.FileStorage;
import dev.penstock.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;

/** Folders that a person named, opened; what cannot be opened is said in one line. */
final class Opened {
  private Opened() {}

  /** Any folder, on network disks too. */
  static Storage forReading(Path folder) throws Unusable {
    try {
      return FileStorage.openForReading(folder);
    } catch (IOException e) {
      throw new Unusable(folder + " cannot be opened: " + e.getMessage());
    }
  }

  /** A folder on a disk that keeps what was forced. */
  static Storage forWriting(Path folder) throws Unusable {
    try {
      return FileStorage.open(folder);
    } catch (IOException e) {
      throw new Unusable(folder + " cannot be opened: " + e.getMessage());
    }
  }
}
