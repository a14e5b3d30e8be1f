package dev.penstock.flow.index;

import java.time.Duration;

/**
 * Where a record stands on which statements of continuity rest, and what time it speaks of.
 *
 * @param source under which it stands
 * @param from ns since 1970
 * @param to ns since 1970, of what it speaks of; {@link Long#MAX_VALUE} while that lasts
 * @param entry of the block
 * @param record place in the block
 * @param open names what it began, while nothing has ended that; else empty
 * @param callEntry for a boot, the entry of the roll-call before it; else -1
 * @param callRecord for a boot, the place of that roll-call; else -1
 */
public record Ground(
    long source,
    long from,
    long to,
    long entry,
    int record,
    String open,
    long callEntry,
    int callRecord) {
  /**
   * Grounds that speak of more time than this are searched apart from all others, so that those can
   * be found by their beginning.
   */
  public static final long LONG_NANOS = Duration.ofHours(1).toNanos();

  /** True for one that is searched apart. */
  public boolean isLong() {
    return to - from > LONG_NANOS;
  }

  Ground ended(long end) {
    return new Ground(source, from, Math.max(from, end), entry, record, "", callEntry, callRecord);
  }
}
