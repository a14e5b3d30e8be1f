package dev.penstock.notices;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What has been so for longer than a bound, at every look: a link that is gone for a moment is no
 * news. By a clock that nobody sets. One thread.
 */
public final class Lasting {
  private final long boundNanos;
  private final Map<String, Long> since = new HashMap<>();

  /** Nothing is so yet. */
  public Lasting(Duration bound) {
    if (bound.isNegative()) {
      throw new IllegalArgumentException("the bound is " + bound + ", must be 0 s or more");
    }
    this.boundNanos = bound.toNanos();
  }

  /**
   * Those of which it is so now and was at each look since the bound.
   *
   * @param now of which it is so now, and of no others
   * @param nanos of a clock that nobody sets
   */
  public Set<String> of(Set<String> now, long nanos) {
    since.keySet().retainAll(now);
    Set<String> lasting = new TreeSet<>();
    for (String each : now) {
      long began = since.computeIfAbsent(each, _ -> nanos);
      if (nanos - began >= boundNanos) {
        boolean _ = lasting.add(each);
      }
    }
    return lasting;
  }
}
