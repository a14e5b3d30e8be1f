package dev.penstock.merkle.tile;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.note.Checkpoint;
import java.util.List;
import java.util.Optional;

/**
 * What came out of checking a whole log.
 *
 * @param checkpoint what the log was held against
 * @param isSigned whether the log's key, by the given ones, signed that checkpoint; without it, the
 *     log may be whole and yet not the one that was meant
 * @param entriesChecked entries that were read and hashed
 * @param entriesPruned entries that may be missing and were not looked at; hashes stood in for them
 * @param rootsCompared how many checkpoints the derived root was compared with; one that was given
 *     and whose size lies within pruned entries has no root to compare
 * @param derivedRoot the root over everything found; empty when the end was not reached
 * @param findings what is wrong, at most {@link Fsck#FINDINGS_MAX} and those about keys
 */
public record FsckReport(
    Optional<Checkpoint> checkpoint,
    boolean isSigned,
    long entriesChecked,
    long entriesPruned,
    int rootsCompared,
    Optional<Digest> derivedRoot,
    List<FsckFinding> findings) {
  public FsckReport {
    findings = List.copyOf(findings);
  }

  /** True when the end was reached and nothing is wrong. Says nothing about who signed. */
  public boolean isWhole() {
    return findings.isEmpty() && derivedRoot.isPresent();
  }
}
