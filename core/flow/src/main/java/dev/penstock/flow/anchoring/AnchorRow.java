package dev.penstock.flow.anchoring;

import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.Refusal;
import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.merkle.Digest;
import java.util.List;
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
  /** An encoded row is not longer; with details that are, it is kept without them. */
  public static final int BYTES_MAX = 4_096;

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

  /**
   * The row as an anchor record with one result: its seq is the number, its received time {@link
   * #storedAt()}.
   */
  public byte[] encode() {
    var results = new AnchorResults(origin, size, root, List.of(result()));
    return new LedgerRecord(number, 0, null, null, storedAt, 0, results).encode();
  }

  /** Reads what {@link #encode()} made. Never throws for any content. */
  public static Decoded<AnchorRow> decode(byte[] bytes) {
    return switch (LedgerRecord.decode(bytes)) {
      case Decoded.Refused<LedgerRecord>(var refusal) -> new Decoded.Refused<>(refusal);
      case Decoded.Value<LedgerRecord>(var record) -> of(record);
    };
  }

  private static Decoded<AnchorRow> of(LedgerRecord record) {
    Long storedAt = record.receivedTime();
    if (storedAt == null
        || !(record.value() instanceof AnchorResults found)
        || found.results().size() != 1
        || !isConsistent(found.results().getFirst())) {
      return new Decoded.Refused<>(new Refusal(0, CborReason.OUT_OF_RANGE));
    }
    AnchorResults.Result one = found.results().getFirst();
    return new Decoded.Value<>(
        new AnchorRow(
            record.seq(),
            found.origin(),
            found.size(),
            found.root(),
            one.kind(),
            one.name(),
            one.outcome(),
            storedAt,
            one.at(),
            one.result(),
            one.details()));
  }

  private static boolean isConsistent(AnchorResults.Result one) {
    boolean isFailed = one.outcome() == AnchorResults.Outcome.FAILED;
    return isFailed == (one.result() == null) && isFailed == (one.at() == null);
  }

  /** The same without its details where it is too long with them. */
  public AnchorRow fitted() {
    return encode().length <= BYTES_MAX
        ? this
        : new AnchorRow(
            number, origin, size, root, kind, name, outcome, storedAt, at, proof, Details.NONE);
  }

  /** The row as a record of the ledger says it. */
  public AnchorResults.Result result() {
    return new AnchorResults.Result(kind, name, outcome, at, proof, details);
  }
}
