package dev.penstock.bench.soak;

import dev.penstock.bench.bridge.NumberSet;
import java.util.ArrayList;
import java.util.List;

/**
 * What the folder has of what the publisher has an acknowledgement for.
 *
 * @param acknowledged different messages that the broker acknowledged
 * @param sealed different messages in the folder
 * @param copies records of a message beyond its first
 * @param lost acknowledged and not sealed
 * @param firstLost the first few of them
 * @param invented sealed and never published, or no message of ours
 */
record Losses(
    long acknowledged, long sealed, long copies, long lost, List<Long> firstLost, long invented) {
  private static final int SHOWN_MAX = 5;

  Losses {
    firstLost = List.copyOf(firstLost);
  }

  /**
   * Compares.
   *
   * @param published numbers below this were sent
   */
  static Losses of(long published, NumberSet acknowledged, NumberSet sealed) {
    List<Long> first = new ArrayList<>();
    long lost = 0;
    for (long next = acknowledged.nextMissingIn(sealed, 0);
        next >= 0;
        next = acknowledged.nextMissingIn(sealed, next + 1)) {
      lost++;
      if (first.size() < SHOWN_MAX) {
        boolean _ = first.add(next);
      }
    }
    long invented = sealed.strangers();
    for (long number = published; number < sealed.end(); number++) {
      invented += sealed.has(number) ? 1 : 0;
    }
    return new Losses(acknowledged.count(), sealed.count(), sealed.copies(), lost, first, invented);
  }

  /** What is wrong; empty when nothing is. */
  List<String> findings() {
    List<String> found = new ArrayList<>();
    if (acknowledged == 0) {
      found.add("no message was acknowledged, so nothing is shown");
    }
    if (lost > 0) {
      found.add(
          "%,d messages that the broker acknowledged are not sealed, the first: %s"
              .formatted(lost, firstLost));
    }
    if (invented > 0) {
      found.add("%,d sealed records are of no message that was published".formatted(invented));
    }
    return found;
  }
}
