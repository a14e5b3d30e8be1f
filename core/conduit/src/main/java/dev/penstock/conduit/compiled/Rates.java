package dev.penstock.conduit.compiled;

import dev.penstock.conduit.Rate;
import dev.penstock.conduit.Rule;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much of each rate each asker has left. Shared by all judges of a node, also over a change of
 * the policy: a rule with the same id and the same rate goes on with what is left, so no change
 * elsewhere is a way around a rate. Its own lock guards it.
 *
 * <p>A bucket is one number: when it will be full again. It lets pass as long as that is less than
 * a whole bucket away. A full bucket is as good as none, so buckets that are full are forgotten
 * when there are many. Beyond {@link #ASKERS_MAX} the askers that are left over share one bucket
 * for each rule: they get less than they should, never more.
 */
public final class Rates {
  /** Buckets at a time, of all rules. */
  public static final int ASKERS_MAX = 65_536;

  // Looking for full buckets takes a millisecond, so not for each asker that is one too many.
  private static final long SWEEP_NANOS = 1_000_000_000L;
  private static final String OTHERS = "";

  private final boolean isCounting;
  // By the key of a rule, which is the same in each policy that has the rule; then by asker.
  private final Map<String, Map<String, Bucket>> byRule = new HashMap<>();
  private int bucketCount;
  private long sweptAt;
  private long takenCount;

  /** The nanosecond since 1970 at which the bucket is full again. */
  private static final class Bucket {
    private long fullAt;
  }

  private Rates(boolean isCounting) {
    this.isCounting = isCounting;
  }

  /** Rates that are full. */
  public static Rates full() {
    return new Rates(true);
  }

  /**
   * Rates that never end: for what was asked before, was counted then, and is asked again after a
   * second person agreed.
   */
  public static Rates endless() {
    return new Rates(false);
  }

  /** How many times something passed on a rate. */
  public synchronized long takenCount() {
    return takenCount;
  }

  /** How many buckets are not full, or were not when last looked. */
  public synchronized int bucketCount() {
    return bucketCount;
  }

  /** Under which a rule is counted; a rule whose rate is another begins anew. */
  static String key(Rule rule) {
    return rule.id() + " " + rule.rate().map(Rate::text).orElse("");
  }

  synchronized boolean isLeft(String rule, Rate rate, String asker, long at) {
    if (!isCounting) {
      return true;
    }
    Bucket bucket = find(rule, asker, at);
    if (bucket == null) {
      return true;
    }
    long whole = rate.intervalNanos() * rate.count();
    // After a clock was set back: nobody waits for longer than from an empty bucket.
    bucket.fullAt = Math.min(bucket.fullAt, at + whole);
    return Math.max(bucket.fullAt, at) + rate.intervalNanos() - at <= whole;
  }

  synchronized void take(String rule, Rate rate, String asker, long at) {
    takenCount++;
    if (!isCounting) {
      return;
    }
    Bucket found = find(rule, asker, at);
    Bucket bucket = kept(rule, asker, found == null ? at : found.fullAt);
    bucket.fullAt = Math.max(bucket.fullAt, at) + rate.intervalNanos();
  }

  /**
   * Null for a full one. Who has none of its own may have taken from the shared one, so that counts
   * until it is full, also where there is room again.
   */
  private @Nullable Bucket find(String rule, String asker, long at) {
    Map<String, Bucket> buckets = byRule.get(rule);
    Bucket own = buckets == null ? null : buckets.get(asker);
    if (own != null) {
      return own;
    }
    if (bucketCount >= ASKERS_MAX && Math.abs(at - sweptAt) >= SWEEP_NANOS) {
      sweep(at);
    }
    return buckets == null ? null : buckets.get(OTHERS);
  }

  /** The bucket to take from; a new one begins as full as it was found to be. */
  private Bucket kept(String rule, String asker, long fullAt) {
    Map<String, Bucket> buckets = byRule.computeIfAbsent(rule, _ -> new HashMap<>());
    Bucket own = buckets.get(asker);
    if (own != null) {
      return own;
    }
    boolean isRoom = bucketCount < ASKERS_MAX;
    Bucket shared = buckets.get(OTHERS);
    if (!isRoom && shared != null) {
      return shared;
    }
    var bucket = new Bucket();
    bucket.fullAt = fullAt;
    bucketCount += isRoom ? 1 : 0;
    buckets.put(isRoom ? asker : OTHERS, bucket);
    return bucket;
  }

  /** Also what rules have left that are in force no more. */
  private void sweep(long at) {
    sweptAt = at;
    bucketCount = 0;
    for (Map<String, Bucket> buckets : byRule.values()) {
      buckets.values().removeIf(bucket -> bucket.fullAt <= at);
      bucketCount += buckets.size();
    }
    byRule.values().removeIf(Map::isEmpty);
  }
}
