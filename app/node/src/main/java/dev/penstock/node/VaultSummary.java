package dev.penstock.node;

import dev.penstock.disk.FileStorage;
import dev.penstock.vault.KeyRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How many keys of sealed values the vault of a data folder has, and how many it can have. A vault
 * that is full lets nothing through that must be sealed, so somebody has to know in time.
 */
public record VaultSummary(long keys, long most) {
  /** From here on it is worth telling. */
  private static final double MUCH = 0.8;

  /** What a folder says, without opening the vault; empty where there is none. Takes no lock. */
  public static Optional<VaultSummary> of(Path data) throws IOException {
    Path room = data.resolve(Shredding.ROOM);
    return Files.isDirectory(room)
        ? KeyRoom.of(FileStorage.openForReading(room)).map(VaultSummary::of)
        : Optional.empty();
  }

  private static VaultSummary of(KeyRoom room) {
    return new VaultSummary(room.keys(), room.most());
  }

  /** Whether most of the room is used. */
  public boolean isScarce() {
    return keys >= most * MUCH;
  }

  /** Whether no key can be made any more. */
  public boolean isFull() {
    return keys >= most;
  }
}
