package dev.penstock.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether there is room where the data folder is, or will be. */
public final class DiskCheck implements Check {
  private static final long MIB = 1 << 20;

  /** Less than this and a node could not even open its first segments. */
  static final long FREE_BYTES_MIN = 512 * MIB;

  /** Less than this is a few hours of a busy gateway: 1,000 sources write about 0.5 GB an hour. */
  static final long FREE_BYTES_WANTED = 10 * 1024 * MIB;

  /** How many bytes can be written at a place. */
  interface Room {
    long freeBytes(Path existing) throws IOException;
  }

  private final Room room;

  public DiskCheck() {
    this(existing -> Files.getFileStore(existing).getUsableSpace());
  }

  DiskCheck(Room room) {
    this.room = room;
  }

  @Override
  public String name() {
    return "free disk";
  }

  @Override
  public Finding look(Path data) {
    Path existing = data.toAbsolutePath().normalize();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    long freeBytes;
    try {
      freeBytes = room.freeBytes(existing);
    } catch (IOException e) {
      return new Finding.Bad(existing + " cannot be asked: " + e, "check that the disk is mounted");
    }
    String seen = "%,d MiB at %s".formatted(freeBytes / MIB, existing);
    if (freeBytes < FREE_BYTES_MIN) {
      return new Finding.Bad(seen, "free at least %,d MiB".formatted(FREE_BYTES_MIN / MIB));
    }
    if (freeBytes < FREE_BYTES_WANTED) {
      return new Finding.Notice(
          seen, "%,d MiB or more are wanted".formatted(FREE_BYTES_WANTED / MIB));
    }
    return new Finding.Good(seen);
  }
}
