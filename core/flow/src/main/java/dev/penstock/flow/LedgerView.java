package dev.penstock.flow;

import dev.penstock.merkle.ConsistencyProof;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashReader;
import dev.penstock.merkle.InclusionProof;
import java.io.IOException;
import java.util.Optional;

/**
 * A ledger as it was committed at one size. Safe for use by several threads, and as good as the day
 * it was made for as long as the ledger is open: what it answers does not change, except that
 * entries may be pruned.
 *
 * <p>Nothing is handed out unchecked: entries are compared with their leaf hashes and proofs with
 * the root. What does not agree is a {@link LedgerDamagedException}, and the ledger stops.
 */
public interface LedgerView {
  /** Size, root and low of this view. */
  LedgerHead head();

  /**
   * The entries from an index on: as many as are asked for, unless the view, or a limit of the
   * store on the bytes read at once, ends before.
   *
   * @param countMax 1 or more
   */
  Entries entries(long from, int countMax) throws IOException;

  /** What was dropped by policy so far, without reading an entry. */
  Optional<Entries.Pruned> pruned() throws IOException;

  /**
   * The hashes of the tile levels, for proof makers and the tile view. Asking for one that is not
   * complete at this view's size is an {@code IllegalArgumentException}.
   */
  HashReader hashes();

  /** The hash of one leaf. It outlives the entry. */
  Digest leafHash(long index) throws IOException;

  /** The root the log had at any size up to this view's. */
  Digest root(long size) throws IOException;

  /**
   * A proof that a leaf is in the log as it was at this size, {@code index < size <=
   * head().size()}.
   */
  InclusionProof inclusion(long index, long size) throws IOException;

  /**
   * A proof that the log only grew between two sizes, {@code 1 <= oldSize <= newSize <=
   * head().size()}.
   */
  ConsistencyProof consistency(long oldSize, long newSize) throws IOException;
}
