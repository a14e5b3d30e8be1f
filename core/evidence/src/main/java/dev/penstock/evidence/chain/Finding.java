package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.merkle.Digest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing an observer found.
 *
 * @param at observer's time of the event that showed it, ns since 1970
 * @param origin who the chain is said to be of, or the listener where nobody can be named
 * @param chain null where no chain can be named
 * @param first first block it is about, or -1
 * @param last last block it is about, or -1
 * @param since ns since 1970, or -1
 * @param count how many times, or how many records are missing from a gap
 * @param evidence what arrived, byte for byte; both blocks of a fork
 * @param rolling over what is not kept byte for byte
 * @param note what else is known, empty if nothing
 */
public record Finding(
    FindingCode code,
    @Nullable FindingReason reason,
    long at,
    String origin,
    @Nullable ChainId chain,
    long first,
    long last,
    long since,
    long count,
    List<ByteString> evidence,
    @Nullable Digest rolling,
    String note) {
  public Finding {
    evidence = List.copyOf(evidence);
  }

  /** A finding about blocks of a chain. */
  static Finding of(
      FindingCode code, @Nullable FindingReason reason, ChainState state, long first, long last) {
    return new Finding(
        code,
        reason,
        state.wallNow,
        state.origin,
        state.chain,
        first,
        last,
        -1,
        1,
        List.of(),
        null,
        "");
  }

  Finding withEvidence(List<ByteString> newEvidence) {
    return new Finding(
        code, reason, at, origin, chain, first, last, since, count, newEvidence, rolling, note);
  }

  Finding withCount(long newCount) {
    return new Finding(
        code, reason, at, origin, chain, first, last, since, newCount, evidence, rolling, note);
  }

  Finding withSince(long newSince) {
    return new Finding(
        code, reason, at, origin, chain, first, last, newSince, count, evidence, rolling, note);
  }

  Finding withNote(String newNote) {
    return new Finding(
        code, reason, at, origin, chain, first, last, since, count, evidence, rolling, newNote);
  }

  /** The finding in plain words, one sentence or two. */
  public String describe() {
    String what =
        switch (code) {
          case TAMPERED -> "A message was altered or is no block" + times();
          case FOREIGN -> "A block does not belong here" + times();
          case GAP -> gap();
          case CLOSED_LATE -> blocks() + " came late, after the gap was reported";
          case REORDERED -> blocks() + " came out of order";
          case DUPLICATE -> blocks() + " came again; repeats so far: " + count;
          case FORK ->
              "The chain forks at "
                  + blocks()
                  + ": two signed blocks contradict each other"
                  + (first < 0 ? times() : "");
          case REWRITE -> "History at " + blocks() + " differs from what was anchored";
          case INCONSISTENT -> blocks() + " is signed but breaks the rules of the chain";
          case CLONE_SUSPECT -> "Two sessions send under one key; the key may have been copied";
          case CLOCK_BACK ->
              reason == FindingReason.OBSERVER
                  ? "Times of receipt are not to be believed"
                  : "The clock is not to be believed at " + blocks();
          case SILENT ->
              "Nothing new since " + Times.text(since) + ". A cut wire and an outage look the same";
          case RESUMED -> "The silence since " + Times.text(since) + " has ended";
        };
    String why = reason == null ? "" : ": " + reason.text();
    String more = note.isEmpty() ? "" : " (" + Visible.of(note) + ")";
    return what + why + more + ".";
  }

  private String gap() {
    if (reason == FindingReason.ANCHOR_AHEAD) {
      return blocks() + " must exist and were not seen";
    }
    return blocks() + " missing, with " + count + (count == 1 ? " record" : " records");
  }

  private String times() {
    return count > 1 ? ", " + count + " times" : "";
  }

  private String blocks() {
    if (first < 0) {
      return "a block";
    }
    return first == last ? "block " + first : "blocks " + first + " to " + last;
  }

  /** The finding as a record of the ledger. */
  public FindingMade toRecordValue() {
    List<ByteString> kept = evidence.stream().map(Finding::cut).toList();
    return new FindingMade(
        code.name(),
        reason == null ? null : reason.name(),
        chain == null ? null : chain.value(),
        first < 0 ? null : first,
        last < 0 ? null : last,
        since < 0 ? null : since,
        count,
        kept,
        rolling,
        describe(),
        Details.NONE);
  }

  private static ByteString cut(ByteString piece) {
    return piece.size() <= FindingMade.EVIDENCE_BYTES_MAX
        ? piece
        : ByteString.at(piece.bytes(), 0, FindingMade.EVIDENCE_BYTES_MAX);
  }

  /** Times as people read them. */
  static final class Times {
    private static final long NANOS = 1_000_000_000;

    private Times() {}

    static String text(long nanos) {
      return Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS).toString();
    }
  }
}
