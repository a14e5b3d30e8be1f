package dev.penstock.ledger;

import dev.penstock.flow.LedgerFinding;
import dev.penstock.merkle.Digest;
import java.util.List;

/**
 * What came out of checking a ledger's folder.
 *
 * @param size where the log ends, as far as it could be followed
 * @param root the root over everything that was read
 * @param entriesChecked entries that were read and hashed
 * @param entriesPruned entries that were dropped by policy; their hashes were checked in their
 *     place
 * @param commits commit records that were compared
 * @param checkpointsCompared checkpoint rows whose root was compared
 * @param signaturesVerified checkpoint rows with a good signature of a given key
 * @param signedSize the largest size whose checkpoint a given key signed, or -1; nothing behind it
 *     is vouched for by anybody
 * @param findings what is wrong, at most {@link LedgerFsck#FINDINGS_MAX}
 * @param notes what is worth knowing and not wrong
 */
public record LedgerCheck(
    String origin,
    long size,
    Digest root,
    long entriesChecked,
    long entriesPruned,
    long commits,
    long checkpointsCompared,
    long signaturesVerified,
    long signedSize,
    List<LedgerFinding> findings,
    List<String> notes) {
  public LedgerCheck {
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
  }

  /** True when nothing is wrong. Says nothing about who signed unless a key was given. */
  public boolean isSound() {
    return findings.isEmpty();
  }
}
