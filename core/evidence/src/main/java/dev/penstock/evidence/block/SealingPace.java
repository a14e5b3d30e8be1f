package dev.penstock.evidence.block;

import java.time.Duration;

/**
 * How long a maker waits.
 *
 * @param close a block with records closes at this age
 * @param heartbeat an empty block is made when nothing else was for this long
 */
public record SealingPace(Duration close, Duration heartbeat) {
  /** One second, and ten. */
  public static final SealingPace DEFAULT =
      new SealingPace(Duration.ofSeconds(1), Duration.ofSeconds(10));

  public SealingPace {
    if (close.isNegative() || close.isZero() || heartbeat.compareTo(close) < 0) {
      throw new IllegalArgumentException("close " + close + ", heartbeat " + heartbeat);
    }
  }
}
