package dev.penstock.conduit.compiled;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;

/**
 * What the clock on the wall of a place shows at an instant. When clocks are set forward the
 * minutes in between never come, and when they are set back the same minutes come twice.
 */
final class WallClock {
  private static final Instant TABLE_START = Instant.EPOCH;
  // Two a year up to the last moment that 63 bits of nanoseconds can name, in 2262.
  private static final int TRANSITIONS_MAX = 1_000;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final long[] fromSeconds;
  private final int[] offsetSeconds;

  WallClock(ZoneId zone) {
    ZoneRules rules = zone.getRules();
    List<ZoneOffsetTransition> transitions = new ArrayList<>();
    ZoneOffsetTransition next = rules.nextTransition(TABLE_START);
    while (next != null && transitions.size() < TRANSITIONS_MAX) {
      transitions.add(next);
      next = rules.nextTransition(next.getInstant());
    }
    fromSeconds = new long[transitions.size() + 1];
    offsetSeconds = new int[transitions.size() + 1];
    fromSeconds[0] = TABLE_START.getEpochSecond();
    offsetSeconds[0] = rules.getOffset(TABLE_START).getTotalSeconds();
    for (int i = 0; i < transitions.size(); i++) {
      fromSeconds[i + 1] = transitions.get(i).toEpochSecond();
      offsetSeconds[i + 1] = transitions.get(i).getOffsetAfter().getTotalSeconds();
    }
  }

  /**
   * Minutes on the wall since 1970-01-01T00:00 there.
   *
   * @param at nanoseconds since 1970-01-01T00:00:00Z
   */
  long minute(long at) {
    long second = at / SECOND_NANOS;
    return Math.floorDiv(second + offsetSeconds[Search.floor(fromSeconds, second)], 60L);
  }
}
