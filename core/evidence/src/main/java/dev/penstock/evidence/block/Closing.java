package dev.penstock.evidence.block;

import dev.penstock.merkle.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What a maker knows when it closes a block.
 *
 * @param end ns since boot, monotonic
 * @param wall ns since 1970; null without a clock
 * @param clockQuality as in {@link BlockHeader}
 */
public record Closing(
    long end,
    @Nullable Long wall,
    int clockQuality,
    @Nullable Digest evidence,
    @Nullable Challenge echo) {
  /** No clock, no evidence, no echo. */
  public static Closing at(long end) {
    return new Closing(end, null, 0, null, null);
  }

  /** A wall clock, no evidence, no echo. */
  public static Closing at(long end, long wall, int clockQuality) {
    return new Closing(end, wall, clockQuality, null, null);
  }
}
