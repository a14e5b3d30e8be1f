package dev.penstock.node;

import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.blob.PayloadStore;
import dev.penstock.flow.blob.PayloadStore.Stretch;
import dev.penstock.flow.finding.NodeFinding;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.journal.DropPlan;
import dev.penstock.pump.IntakePump;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Drops payloads that are kept beside the journal: with the records that name them, and the oldest
 * where there are too many bytes of them. The latter is stated first, and done when that is
 * durable. The upkeep's thread, but for what receipts say.
 */
final class PayloadUpkeep {
  private final PayloadStore payloads;
  private final IntakePump intake;
  private final long bytesMax;

  /** Journal position below which nothing needs to be kept; set by receipts too. */
  private volatile long below;

  private volatile Optional<String> obstacle = Optional.empty();
  private volatile boolean isStating;

  PayloadUpkeep(PayloadStore payloads, IntakePump intake, long bytesMax) {
    this.payloads = payloads;
    this.intake = intake;
    this.bytesMax = bytesMax;
  }

  /** Why payloads are kept that should go, if so. */
  Optional<String> obstacle() {
    return obstacle;
  }

  /** What the plan says is there no more, and what it takes away, when that was done. */
  void planned(DropPlan plan) {
    plantCut(plan).ifPresent(cut -> gone(cut.from()));
  }

  void dropped(DropPlan plan) {
    plantCut(plan).ifPresent(cut -> gone(cut.below()));
  }

  private static Optional<DropPlan.Cut> plantCut(DropPlan plan) {
    return plan.cuts().stream().filter(cut -> cut.recordClass() == RecordClass.PLANT).findFirst();
  }

  private synchronized void gone(long position) {
    below = Math.max(below, position);
  }

  /** Once a minute. */
  void drop() {
    try {
      boolean isDropped = payloads.dropBelow(below);
      obstacle = Optional.empty();
      if (!isDropped) {
        return; // and nothing is said to be dropped that stays
      }
    } catch (IOException e) {
      obstacle = Optional.of("old payloads were not dropped: " + e.getMessage());
    }
    Optional<Stretch> oldest = payloads.oldestBeyond(bytesMax);
    if (oldest.isPresent() && !isStating) {
      isStating = true;
      if (!intake.offerAhead(finding(oldest.get()), new Stated(oldest.get().below()))) {
        isStating = false;
      }
    }
  }

  private static FindingMade finding(Stretch gone) {
    return new FindingMade(
        NodeFinding.PAYLOADS_DROPPED.name(),
        "journal.payloads",
        null,
        gone.from(),
        gone.below() - 1,
        null,
        gone.count(),
        List.of(),
        null,
        gone.count()
            + " payloads of "
            + gone.bytes()
            + " bytes, named by records at these positions of the journal, are dropped by policy"
            + " journal.payloads. The records with their digests stay.",
        Details.NONE);
  }

  private final class Stated implements Receipt {
    private final long stretchBelow;

    Stated(long stretchBelow) {
      this.stretchBelow = stretchBelow;
    }

    @Override
    public void durable() {
      gone(stretchBelow);
      isStating = false;
    }

    @Override
    public void refused(String reason) {
      isStating = false;
    }
  }
}
