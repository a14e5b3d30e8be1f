package dev.penstock.flow.journal;

import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.Gap;
import dev.penstock.evidence.record.RecordClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What would be dropped, and who would lose what by it.
 *
 * @param cuts at most one for each class
 * @param losses in the order of cursor, class, source and seq; empty when every cursor has dealt
 *     with what goes
 */
public record DropPlan(List<Cut> cuts, List<Loss> losses) {
  /**
   * All frames of a class before a position.
   *
   * @param from the first that goes
   * @param below the first that stays
   * @param bytes what that frees
   */
  public record Cut(RecordClass recordClass, long from, long below, long bytes) {}

  /**
   * Records that a reader has not dealt with: all of a source from {@code firstSeq} to {@code
   * lastSeq}, without a hole.
   */
  public record Loss(
      String cursor, RecordClass recordClass, long source, long firstSeq, long lastSeq) {
    /** How many records that are. */
    public long count() {
      return lastSeq - firstSeq + 1;
    }
  }

  public DropPlan {
    cuts = List.copyOf(cuts);
    losses = List.copyOf(losses);
  }

  /** What the ledger says of it for ever: a gap for each stretch that goes, and for each loss. */
  public List<Gap> gaps() {
    List<Gap> all = new ArrayList<>();
    for (Cut cut : cuts) {
      all.add(
          gap(
              Gap.Cause.PRUNED,
              Gap.Scope.JOURNAL_POSITIONS,
              cut.recordClass(),
              cut.from(),
              cut.below() - 1,
              null,
              null));
    }
    for (Loss loss : losses) {
      all.add(
          gap(
              Gap.Cause.OVERWRITTEN,
              Gap.Scope.RECORDS_OF_SOURCE,
              loss.recordClass(),
              loss.firstSeq(),
              loss.lastSeq(),
              loss.count(),
              loss.cursor()));
    }
    return all;
  }

  private static Gap gap(
      Gap.Cause cause,
      Gap.Scope scope,
      RecordClass recordClass,
      long first,
      long last,
      @Nullable Long count,
      @Nullable String cursor) {
    String policy = "journal." + recordClass.name().toLowerCase(Locale.ROOT);
    return new Gap(
        cause, scope, first, last, count, null, null, null, policy, cursor, Details.NONE);
  }
}
