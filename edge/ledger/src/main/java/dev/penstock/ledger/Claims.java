package dev.penstock.ledger;

import dev.penstock.flow.LedgerDamagedException;
import dev.penstock.flow.LedgerFault;
import dev.penstock.merkle.Digest;
import java.util.ArrayList;
import java.util.List;

/**
 * What others say about the log (checkpoint rows, the published head): that it had this root at
 * this size. Each is compared when the size comes by.
 */
final class Claims {
  private final List<Claim> open = new ArrayList<>();

  /**
   * One of them.
   *
   * @param ifShort what it means when the log has not that size
   * @param ifOther what it means when the log has another root there
   */
  record Claim(long size, Digest root, String place, LedgerFault ifShort, LedgerFault ifOther) {}

  void add(Claim claim) {
    open.add(claim);
  }

  /** The sizes that claims are still open about, up to this one. */
  List<Long> sizesUpTo(long size) {
    return open.stream().map(Claim::size).filter(s -> s <= size).distinct().sorted().toList();
  }

  /** The log had this root at this size. */
  void meet(long size, Digest root) throws LedgerDamagedException {
    for (Claim claim : open) {
      if (claim.size() == size && !claim.root().equals(root)) {
        throw Damage.of(
            claim.ifOther(),
            claim.place(),
            "it says root " + claim.root() + " at size " + size + ", the log has " + root);
      }
    }
    boolean _ = open.removeIf(claim -> claim.size() == size);
  }

  /** True when nothing is left open. */
  boolean isMet() {
    return open.isEmpty();
  }

  /** The log ends at this size; nothing may be left open. */
  void end(long size) throws LedgerDamagedException {
    for (Claim claim : open) {
      if (claim.size() > size) {
        throw Damage.of(
            claim.ifShort(),
            claim.place(),
            "it knows the log at size " + claim.size() + ", the log ends at size " + size);
      }
      throw Damage.of(
          claim.ifOther(), claim.place(), "the log had no commit of size " + claim.size());
    }
  }
}
