package dev.penstock.flow.continuity;

import dev.penstock.flow.continuity.Stretch.Why;
import java.util.ArrayList;
import java.util.List;

/**
 * Stretches in the order in which they are stated, joined where they say the same, with the holes
 * between them filled by "not stated". Holds the first ones, or the newest ones, up to a maximum.
 */
final class StretchList {
  private final int countMax;
  private final boolean isNewestKept;
  private final List<Stretch> stretches = new ArrayList<>();

  StretchList(int countMax, boolean isNewestKept) {
    this.countMax = countMax;
    this.isNewestKept = isNewestKept;
  }

  /** A copy of the list as it is. */
  List<Stretch> all() {
    return List.copyOf(stretches);
  }

  boolean isEmpty() {
    return stretches.isEmpty();
  }

  /** Where the last stretch ends. */
  long end() {
    return stretches.get(stretches.size() - 1).to();
  }

  /** Adds what is stated next; false when there is no room and nothing was added. */
  boolean add(Stretch next) {
    if (stretches.isEmpty()) {
      stretches.add(next);
      return true;
    }
    if (next.from() > end()) {
      return put(new Stretch.Unknown(end(), next.from(), new Why.NotStated())) && put(next);
    }
    return put(next);
  }

  private boolean put(Stretch next) {
    int last = stretches.size() - 1;
    var joined = stretches.get(last).joined(next);
    if (joined.isPresent()) {
      stretches.set(last, joined.get());
      return true;
    }
    if (stretches.size() == countMax) {
      if (!isNewestKept) {
        return false;
      }
      stretches.remove(0);
    }
    stretches.add(next);
    return true;
  }
}
