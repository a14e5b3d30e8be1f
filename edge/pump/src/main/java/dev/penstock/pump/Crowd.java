package dev.penstock.pump;

import dev.penstock.pump.Item.Share;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which record of what has happened goes when there is a place for one less: the oldest of the
 * action that has most of them. A flood of one action, as of wrong passwords, so takes the places
 * of its own kind, and the few that say something else stay.
 */
final class Crowd {
  /** What who waits for one that went is told. */
  static final String REASON = "too much waits for room";

  private Crowd() {}

  /**
   * The one that goes, of those that stand there; none where that would be the newcomer itself.
   *
   * @param all in the order in which they came
   * @param more the one that has no place
   */
  static Optional<Item> oldestOfMost(Collection<Item> all, Item more) {
    Map<String, Integer> counts = new HashMap<>();
    for (Item item : all) {
      if (item.share() == Share.HAPPENED) {
        Integer _ = counts.merge(item.action(), 1, Integer::sum);
      }
    }
    Integer _ = counts.merge(more.action(), 1, Integer::sum);
    String most =
        counts.entrySet().stream()
            .max(
                Map.Entry.<String, Integer>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
            .map(Map.Entry::getKey)
            .orElse("");
    return all.stream()
        .filter(item -> item.share() == Share.HAPPENED && item.action().equals(most))
        .findFirst();
  }
}
