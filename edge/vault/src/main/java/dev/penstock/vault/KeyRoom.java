package dev.penstock.vault;

import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.util.Optional;

/**
 * How many keys a vault has, and how many it can have.
 *
 * @param most one for each source and period
 */
public record KeyRoom(long keys, long most) {
  /** What the file says, without looking into it; empty where there is no vault. Takes no lock. */
  public static Optional<KeyRoom> of(Storage storage) throws IOException {
    if (!storage.exists(KeyFile.NAME)) {
      return Optional.empty();
    }
    try (StorageFile file = storage.open(KeyFile.NAME)) {
      long slots = file.sizeBytes() / Slots.BYTES;
      return Optional.of(new KeyRoom(Math.max(0, slots - 1), KeyFile.COUNT_MAX));
    }
  }
}
