package dev.penstock.plantmap;

import java.util.List;

/**
 * What was recorded of requests between zones in a stretch of time.
 *
 * @param from ns since 1970
 * @param to ns since 1970, not included
 * @param isRead false while records of that time are still to be read: ask again
 * @param isPruned whether some of them may have been dropped by policy
 * @param isCovered whether the node demonstrably ran and recorded all of that time
 * @param seen in the order in which they were first found
 * @param unplaced requests whose records do not say between which zones
 * @param leftOut requests of flows for which there was no room
 */
public record Flows(
    long from,
    long to,
    boolean isRead,
    boolean isPruned,
    boolean isCovered,
    List<Seen> seen,
    long unplaced,
    long leftOut) {
  public Flows {
    seen = List.copyOf(seen);
  }

  /** Nothing was recorded although the node ran, and all of it was looked at. */
  public static Flows none(long from, long to) {
    return new Flows(from, to, true, false, true, List.of(), 0, 0);
  }
}
