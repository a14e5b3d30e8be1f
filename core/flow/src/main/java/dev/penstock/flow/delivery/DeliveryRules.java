package dev.penstock.flow.delivery;

import java.time.Duration;
import java.util.Objects;

/**
 * How one destination is served.
 *
 * @param order what goes first after an outage
 * @param historyPerSecond how many records of what was missed may go in a second; {@value
 *     #UNTHROTTLED} for as many as the link takes
 * @param freshMax an outage that was no longer than this is made good in order, as if there had
 *     been none: a broken link of a second is not worth a history
 * @param portionRecordsMax how many records are read at a time; what is newest waits for no more
 * @param underWayRecordsMax how many may be sent and not yet acknowledged
 */
public record DeliveryRules(
    Order order,
    int historyPerSecond,
    Duration freshMax,
    int portionRecordsMax,
    int underWayRecordsMax) {
  public static final int UNTHROTTLED = 0;

  private static final int RECORDS_MAX = 10_000_000;
  private static final Duration FRESH_LONGEST = Duration.ofMinutes(10);

  /** What goes first after an outage. */
  public enum Order {
    /** What comes in now; what was missed goes beside it, marked as history. */
    LIVE_FIRST,
    /** What was missed: for a destination that must get everything in its order. */
    IN_ORDER
  }

  public DeliveryRules {
    Objects.requireNonNull(order, "order");
    require("historyPerSecond", historyPerSecond, UNTHROTTLED);
    Objects.requireNonNull(freshMax, "freshMax");
    if (freshMax.isNegative() || freshMax.compareTo(FRESH_LONGEST) > 0) {
      throw new IllegalArgumentException(
          "freshMax is " + freshMax + ", must be 0 s.." + FRESH_LONGEST.toMinutes() + " min");
    }
    require("portionRecordsMax", portionRecordsMax, 1);
    require("underWayRecordsMax", underWayRecordsMax, 1);
  }

  private static void require(String what, int value, int min) {
    if (value < min || value > RECORDS_MAX) {
      throw new IllegalArgumentException(
          what + " is " + value + ", must be " + min + ".." + RECORDS_MAX);
    }
  }
}
