package dev.penstock.bundle;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What came of checking a file of blocks, or several after each other. Small, whatever the files
 * hold. One thread.
 */
final class FileSummary {
  /** Names that are kept; an honest bundle has a few for each point. */
  static final int NAMES_MAX = 20_000;

  final ChainPieces chains = new ChainPieces();
  final ApprovalPieces approvals = new ApprovalPieces();
  final Map<String, Intervals> counters = new LinkedHashMap<>();
  final Map<Long, String> points = new LinkedHashMap<>();
  private final Map<ClaimCode, Fault> faults = new EnumMap<>(ClaimCode.class);

  long firstIndex = -1;
  long lastIndex = -1;
  long blocks;
  long shown;
  long withheld;

  /** Records of the subject that are in the time asked for. */
  long subject;

  /** Those of them that their device dates outside of it. */
  long datedOtherwise;

  /** Names the source by a sealed record. */
  Optional<String> sourceName = Optional.empty();

  /** True when two records name it differently. */
  boolean isRenamed;

  /** The earliest and the latest wall clock of blocks that show records; ns since 1970. */
  long wallFrom = Long.MAX_VALUE;

  long wallTo = -1;

  void note(ClaimCode claim, Fault fault) {
    Fault before = faults.get(claim);
    // What is not true weighs more than what is not shown.
    boolean isWorse =
        before == null
            || (before.state() != Claim.State.CONTRADICTED
                && fault.state() == Claim.State.CONTRADICTED);
    if (isWorse) {
      Fault _ = faults.put(claim, fault);
    }
  }

  Optional<Fault> fault(ClaimCode claim) {
    return Optional.ofNullable(faults.get(claim));
  }

  /** Takes what came of the next file. */
  void takeNext(FileSummary next, String where) {
    next.faults.forEach(this::note);
    chains.takeAll(next.chains, where);
    approvals.takeAll(next.approvals);
    next.counters.forEach(
        (origin, runs) -> counters.computeIfAbsent(origin, _ -> new Intervals()).addAll(runs));
    next.points.forEach((point, name) -> {
      if (points.size() < NAMES_MAX) {
        String _ = points.put(point, name);
      }
    });
    if (next.firstIndex >= 0) {
      if (next.firstIndex <= lastIndex) {
        note(
            ClaimCode.PLACES,
            Fault.wrong(
                Claim.Reason.ORDER, where, "Its first block stands before that of another file."));
      }
      firstIndex = firstIndex < 0 ? next.firstIndex : firstIndex;
      lastIndex = next.lastIndex;
    }
    blocks += next.blocks;
    shown += next.shown;
    withheld += next.withheld;
    subject += next.subject;
    datedOtherwise += next.datedOtherwise;
    isRenamed |=
        next.isRenamed
            || (next.sourceName.isPresent()
                && sourceName.isPresent()
                && !next.sourceName.equals(sourceName));
    sourceName = next.sourceName.or(() -> sourceName);
    wallFrom = Math.min(wallFrom, next.wallFrom);
    wallTo = Math.max(wallTo, next.wallTo);
  }
}
