package dev.penstock.testkit.disk;

import dev.penstock.storage.ForcePoint;
import org.jspecify.annotations.Nullable;

/**
 * One operation that a simulated disk was asked for.
 *
 * @param index how many came before it
 * @param name the file or folder it is about
 * @param point for a force, where it was asked for
 */
public record Operation(long index, Kind kind, String name, @Nullable ForcePoint point) {
  /** What can be asked of a disk. */
  public enum Kind {
    CREATE(true),
    OPEN(false),
    READ(false),
    WRITE(true),
    SIZE(false),
    TRUNCATE(true),
    ALLOCATE(true),
    FORCE(true),
    EXISTS(false),
    LIST(false),
    CREATE_FOLDER(true),
    RENAME(true),
    DELETE(true),
    FORCE_FOLDER(true),
    USABLE(false),
    LOCK(true);

    private final boolean changesDisk;

    Kind(boolean changesDisk) {
      this.changesDisk = changesDisk;
    }

    /** Whether a crash after it can leave another disk than a crash before it. */
    public boolean changesDisk() {
      return changesDisk;
    }
  }

  @Override
  public String toString() {
    String shown = index + " " + kind + " '" + name + "'";
    return point == null ? shown : shown + " at " + point.name();
  }
}
