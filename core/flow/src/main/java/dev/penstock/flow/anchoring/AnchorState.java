package dev.penstock.flow.anchoring;

import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.merkle.Digest;
import java.util.Optional;

/**
 * How it stands with one anchor. All times are ns since 1970 by the gateway's clock, where nothing
 * else is said.
 *
 * @param last what it vouched for last
 * @param failures in a row since then
 * @param trouble the last of these failures
 * @param next when it will be asked again, if there is something new; 0 for at once
 * @param renewal when a proof of it should be renewed; {@link Long#MAX_VALUE} when none will lose
 *     its force
 * @param contradiction digest of the note it showed last that contradicts ours
 */
public record AnchorState(
    AnchorResults.Kind kind,
    String name,
    Optional<Last> last,
    int failures,
    Optional<Trouble> trouble,
    long next,
    long renewal,
    Optional<Digest> contradiction) {
  /**
   * A head that an anchor vouched for.
   *
   * @param askedAt when the head was the newest one: what was sealed later is not vouched for
   * @param at the anchor's own time
   */
  public record Last(long size, Digest root, long askedAt, long storedAt, long at, Digest proof) {}

  /**
   * A run of failures.
   *
   * @param since when the first of them was
   * @param at when the last of them was
   * @param rowAt when the last of them was that has a row among the results
   */
  public record Trouble(long since, long at, long rowAt, String why) {}

  /** An anchor that was never asked. */
  public static AnchorState fresh(AnchorResults.Kind kind, String name) {
    return new AnchorState(
        kind, name, Optional.empty(), 0, Optional.empty(), 0, Long.MAX_VALUE, Optional.empty());
  }

  public AnchorState {
    if (failures < 0 || (failures == 0) != trouble.isEmpty()) {
      throw new IllegalArgumentException(failures + " failures of " + name + ", " + trouble);
    }
  }

  /** Size of the head it vouched for last, 0 for none. */
  public long givenSize() {
    return last.map(Last::size).orElse(0L);
  }
}
