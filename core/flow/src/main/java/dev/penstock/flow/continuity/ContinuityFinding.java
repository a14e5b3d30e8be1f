package dev.penstock.flow.continuity;

import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.Gap;
import dev.penstock.evidence.record.LedgerRecord;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that was not as it should be with what came from a source, as a record of the ledger
 * says it.
 *
 * @param code the gap's cause or the finding's code, as the record has it
 * @param reason the finding's reason
 * @param from when it began, ns since 1970; 0 when the record does not say
 * @param to when it ended; null while it lasts
 * @param at when the record was made
 * @param count how many, in the unit of the code; null when unknown
 * @param first the first record or block it is about
 * @param last the last record or block it is about
 * @param policy the rule by which records were dropped
 */
public record ContinuityFinding(
    Kind kind,
    String code,
    @Nullable String reason,
    long from,
    @Nullable Long to,
    long at,
    @Nullable Long count,
    @Nullable Long first,
    @Nullable Long last,
    @Nullable String policy) {
  /** The one order in which a report lists them. */
  static final Comparator<ContinuityFinding> ORDER =
      Comparator.comparingLong(ContinuityFinding::from)
          .thenComparingLong(ContinuityFinding::at)
          .thenComparing(ContinuityFinding::code)
          .thenComparing(ContinuityFinding::reason, Comparator.nullsFirst(String::compareTo))
          .thenComparing(ContinuityFinding::first, Comparator.nullsFirst(Long::compare))
          .thenComparing(ContinuityFinding::last, Comparator.nullsFirst(Long::compare))
          .thenComparing(ContinuityFinding::to, Comparator.nullsLast(Long::compare))
          .thenComparing(ContinuityFinding::count, Comparator.nullsFirst(Long::compare))
          .thenComparing(ContinuityFinding::policy, Comparator.nullsFirst(String::compareTo));

  /** What an operator asks for; the code says which of its sort. */
  public enum Kind {
    /** Records or blocks are missing. */
    GAP(0),
    /** The gateway, or the device, had them and had to let them go. */
    DROP(1),
    LATE(2),
    REORDERED(3),
    /** A clock stepped, or cannot be right. */
    CLOCK_STEP(4),
    /** Nothing came for much longer than usual. */
    SILENCE(5),
    /** No anchor outside covers it. */
    UNANCHORED(6),
    /** Taken away on purpose: by retention, or by destroying a key. */
    PRUNED(7),
    /** The gateway started again. */
    RESTART(8),
    /** The same came twice. */
    REPEATED(9),
    /** The evidence contradicts itself or was tampered with. */
    EVIDENCE(10);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    /** The number on the wire, docs/formats/continuity.md. */
    int number() {
      return number;
    }

    static Optional<Kind> ofNumber(long number) {
      for (Kind kind : values()) {
        if (kind.number == number) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  public ContinuityFinding {
    if (code.isEmpty() || from < 0 || at < 0 || (to != null && to < from)) {
      throw new IllegalArgumentException("finding " + code + " from " + from + " to " + to);
    }
  }

  /**
   * What a record says about a source, or nothing. A gap in the journal or the log and a step of
   * the gateway's clock concern every source; all else concerns the source it stands under.
   */
  public static Optional<ContinuityFinding> of(LedgerRecord record, long source) {
    Long received = record.receivedTime();
    long at = received == null ? 0 : received;
    boolean isAbout = record.source() == source;
    return switch (record.value()) {
      case Gap gap when isAbout || (record.source() == 0 && concernsAll(gap)) ->
          Optional.of(ofGap(gap, at));
      case FindingMade made when isAbout || (record.source() == 0 && concernsAll(made)) ->
          Optional.of(ofFinding(made, at));
      default -> Optional.empty();
    };
  }

  private static boolean concernsAll(Gap gap) {
    return switch (gap.scope()) {
      case LEAVES_OF_LOG, JOURNAL_POSITIONS -> true;
      case RECORDS_OF_SOURCE, BLOCKS_OF_CHAIN -> false;
    };
  }

  /** The gateway's own clock stamps whatever it hears. */
  private static boolean concernsAll(FindingMade made) {
    return made.code().equals(SourceCodes.CLOCK_STEP);
  }

  private static ContinuityFinding ofGap(Gap gap, long at) {
    Kind kind =
        switch (gap.cause()) {
          case OVERWRITTEN, DROPPED, UNJOURNALED, DEVICE_OVERFLOW -> Kind.DROP;
          case DEAF, UNSEALED, DAMAGED -> Kind.GAP;
          case PRUNED, SHREDDED -> Kind.PRUNED;
          case UNANCHORED -> Kind.UNANCHORED;
          case LATE_RECORD -> Kind.LATE;
        };
    Long began = gap.from();
    long from = began == null ? 0 : began;
    Long to = gap.to();
    return new ContinuityFinding(
        kind,
        gap.cause().name(),
        gap.scope().name(),
        from,
        to == null ? null : Long.valueOf(Math.max(from, to)),
        at,
        gap.count(),
        gap.first(),
        gap.last(),
        gap.policy());
  }

  private static ContinuityFinding ofFinding(FindingMade made, long at) {
    Long since = made.since();
    long from = since == null ? at : since;
    boolean isLasting = made.code().equals(SourceCodes.SILENT);
    return new ContinuityFinding(
        SourceCodes.kindOf(made.code()),
        made.code(),
        made.reason(),
        from,
        isLasting ? null : Long.valueOf(Math.max(from, at)),
        at,
        made.count(),
        made.first(),
        made.last(),
        null);
  }

  /** The same, ended. */
  ContinuityFinding ended(long end) {
    return new ContinuityFinding(
        kind, code, reason, from, Math.max(from, end), at, count, first, last, policy);
  }

  /** True when it touches {@code [start, end)}. */
  boolean touches(long start, long end) {
    return from < end && (to == null || to >= start);
  }

  /** True for a record that ends an earlier one, which had no end. */
  boolean ends(ContinuityFinding open) {
    if (open.to != null || to == null) {
      return false;
    }
    if (code.equals(SourceCodes.RESUMED)) {
      return open.code.equals(SourceCodes.SILENT) && open.from == from;
    }
    // records.md: a later gap record with the same scope and first closes it.
    return open.kind == kind
        && open.code.equals(code)
        && Objects.equals(open.reason, reason)
        && Objects.equals(open.first, first)
        && (open.from == from || from == 0);
  }
}
