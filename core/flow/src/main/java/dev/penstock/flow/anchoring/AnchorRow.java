package dev.penstock.flow.anchoring;

import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.evidence.record.Details;
import dev.penstock.merkle.Digest;
import org.jspecify.annotations.Nullable;

/**
 * One answer of an anchor as it is kept beside the ledger.
 *
 * @param number its place among all answers, from 0, in the order in which they were stored
 * @param origin of the log
 * @param size of the head that the anchor was asked about
 * @param root of that head
 * @param kind of the anchor
 * @param name of the anchor, 1 to 64 bytes
 * @param outcome {@code REPLACED} is a proof too: it takes the place of the anchor's earlier one of
 *     the same head
 * @param storedAt the gateway's clock when the answer was stored, ns since 1970
 * @param at the anchor's own time, ns since 1970; never null when there is a proof
 * @param proof SHA-256 of the proof; null when the anchor gave none
 * @param details what a person wants to see of it
 */
public record AnchorRow(
    long number,
    String origin,
    long size,
    Digest root,
    AnchorResults.Kind kind,
    String name,
    AnchorResults.Outcome outcome,
    long storedAt,
    @Nullable Long at,
    @Nullable Digest proof,
    Details details) {
  public AnchorRow {
    if (number < 0 || size < 0 || storedAt < 0 || (at != null && at < 0)) {
      throw new IllegalArgumentException(
          "row " + number + ", size " + size + ", stored at " + storedAt + ", at " + at);
    }
    if ((outcome == AnchorResults.Outcome.FAILED) != (proof == null)
        || (proof == null) != (at == null)) {
      throw new IllegalArgumentException("row " + number + " is " + outcome + ", proof " + proof);
    }
  }

  /** Whether the anchor vouches here for its head. */
  public boolean isGiven() {
    return outcome != AnchorResults.Outcome.FAILED;
  }

  /** The row as a record of the ledger says it. */
  public AnchorResults.Result result() {
    return new AnchorResults.Result(kind, name, outcome, at, proof, details);
  }
}
