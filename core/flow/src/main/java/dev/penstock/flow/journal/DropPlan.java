package dev.penstock.flow.journal;

import dev.penstock.evidence.record.RecordClass;
import java.util.List;

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
}
