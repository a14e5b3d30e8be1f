package dev.penstock.flow.sealing;

import dev.penstock.evidence.block.SealingPace;

/**
 * The numbers of the rules of sealing. A block's own bounds are {@link
 * dev.penstock.evidence.record.RecordBatch}'s.
 *
 * @param pace an interval is {@link SealingPace#close()} long
 * @param busyFrom a source with this many records in an interval gets a chain of its own
 * @param calmBelow an interval with fewer records than this is a calm one
 * @param calmIntervals a source goes back to its zone's chain after this many calm ones in a row
 * @param ownChainsMax more sources than this never have an open chain of their own at once: each
 *     holds up to two mebibytes
 */
public record SealingRules(
    SealingPace pace, int busyFrom, int calmBelow, int calmIntervals, int ownChainsMax) {
  /** From 64 records a second; back after a minute below 32. */
  public static final SealingRules DEFAULT =
      new SealingRules(SealingPace.DEFAULT, 64, 32, 60, 4096);

  public SealingRules {
    if (calmBelow < 1 || busyFrom < calmBelow) {
      throw new IllegalArgumentException(
          "busyFrom is " + busyFrom + ", calmBelow " + calmBelow + ": must be 1 <= calm <= busy");
    }
    if (calmIntervals < 1 || ownChainsMax < 0) {
      throw new IllegalArgumentException(
          "calmIntervals " + calmIntervals + ", ownChainsMax " + ownChainsMax);
    }
  }
}
