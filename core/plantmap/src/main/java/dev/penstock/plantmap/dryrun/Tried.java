package dev.penstock.plantmap.dryrun;

import dev.penstock.conduit.dryrun.Outcome;
import java.util.Optional;

/**
 * How far a dry run is, and what it found so far.
 *
 * @param from ns since 1970
 * @param to ns since 1970, not included
 * @param readTo the time of the last record that was read; {@code to} where all is read
 * @param isRead false while records of that time are still to be read: ask again
 * @param isPruned whether some of them may have been dropped by policy
 * @param obstacle why nothing would pass by the other policy, where it cannot be enforced
 */
public record Tried(
    long from,
    long to,
    long readTo,
    boolean isRead,
    boolean isPruned,
    Outcome outcome,
    Optional<String> obstacle) {
  /** For somebody who sees less. */
  public Tried with(Outcome less) {
    return new Tried(from, to, readTo, isRead, isPruned, less, obstacle);
  }
}
