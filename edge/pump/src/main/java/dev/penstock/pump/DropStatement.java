package dev.penstock.pump;

import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.Gap;
import dev.penstock.flow.journal.DropPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the ledger says for ever of records that retention dropped. */
final class DropStatement {
  private DropStatement() {}

  /** One gap for each stretch that goes, and one for each that some reader never got. */
  static List<Gap> of(DropPlan plan) {
    List<Gap> all = new ArrayList<>();
    for (DropPlan.Cut cut : plan.cuts()) {
      all.add(
          new Gap(
              Gap.Cause.PRUNED,
              Gap.Scope.JOURNAL_POSITIONS,
              cut.from(),
              cut.below() - 1,
              null,
              null,
              null,
              null,
              "journal." + cut.recordClass().name().toLowerCase(Locale.ROOT),
              null,
              Details.NONE));
    }
    for (DropPlan.Loss loss : plan.losses()) {
      all.add(
          new Gap(
              Gap.Cause.OVERWRITTEN,
              Gap.Scope.RECORDS_OF_SOURCE,
              loss.firstSeq(),
              loss.lastSeq(),
              loss.count(),
              null,
              null,
              null,
              "journal." + loss.recordClass().name().toLowerCase(Locale.ROOT),
              loss.cursor(),
              Details.NONE));
    }
    return all;
  }
}
