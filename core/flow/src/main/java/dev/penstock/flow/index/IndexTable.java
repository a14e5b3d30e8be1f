package dev.penstock.flow.index;

/** The tables of the index, docs/formats/index.md. */
public enum IndexTable {
  /** How far the index is. */
  HEAD(false),
  /** Where extents stand: follows from the journal of extents, which is never dropped. */
  EXTENTS(false),
  /** What is in each block, and in groups of them. */
  SUMMARY(true),
  SOURCE(true),
  POINT(true),
  CHAIN(true),
  /** Which entry each block of a device is. */
  DEVICE_BLOCK(true),
  GROUND(true),
  DROPPED(true),
  SNAPSHOT(true);

  private final boolean isInSnapshot;

  IndexTable(boolean isInSnapshot) {
    this.isInSnapshot = isInSnapshot;
  }

  /** True when the rows cannot be made again after a drop, so a snapshot holds them. */
  boolean isInSnapshot() {
    return isInSnapshot;
  }
}
