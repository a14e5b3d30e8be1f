package dev.penstock.plantmap.dryrun;

import dev.penstock.conduit.dryrun.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How far a dry run is, and what it found so far.
 *
 * @param from ns since 1970
 * @param to ns since 1970, not included
 * @param readTo the time of the last record that was read; {@code to} where all is read
 * @param isRead false while records of that time are still to be read: ask again
 * @param isPruned whether some of them may have been dropped by policy
 * @param obstacle why nothing would pass by the other policy, where it cannot be enforced
 * @param own the devices that the node itself would read otherwise
 */
public record Tried(
    long from,
    long to,
    long readTo,
    boolean isRead,
    boolean isPruned,
    Outcome outcome,
    Optional<String> obstacle,
    List<OwnReading> own) {
  public Tried {
    own = List.copyOf(own);
  }

  /** True when nothing is known that would be otherwise, or could be. */
  public boolean isSame() {
    return outcome.isSame() && own.isEmpty();
  }

  /** The same, with what the node itself would read otherwise. */
  public Tried with(List<OwnReading> readings) {
    return new Tried(from, to, readTo, isRead, isPruned, outcome, obstacle, readings);
  }

  /**
   * What of it somebody sees who sees these zones.
   *
   * <p>Req: 62443-4-2 CR 2.1
   */
  public Tried within(Predicate<String> isSeen) {
    return new Tried(
        from,
        to,
        readTo,
        isRead,
        isPruned,
        outcome.within(isSeen),
        obstacle,
        own.stream().filter(each -> each.zone().filter(isSeen).isPresent()).toList());
  }
}
