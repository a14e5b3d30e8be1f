package dev.penstock.ledger;

import dev.penstock.flow.Entries;
import dev.penstock.flow.LedgerDamagedException;
import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerHead;
import dev.penstock.flow.LedgerView;
import dev.penstock.merkle.ConsistencyProof;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashReader;
import dev.penstock.merkle.InclusionProof;
import dev.penstock.merkle.ProofCheck;
import java.io.IOException;
import java.util.Optional;

/** The log at one size, over the files. */
final class FileLedgerView implements LedgerView {
  /** More prunings than this do not pass by during one read. */
  private static final int READ_TRIES = 3;

  private final ReadSide side;
  private final LedgerHead head;

  FileLedgerView(ReadSide side, LedgerHead head) {
    this.side = side;
    this.head = head;
  }

  @Override
  public LedgerHead head() {
    return head;
  }

  @Override
  public Entries entries(long from, int countMax) throws IOException {
    if (from < 0 || countMax < 1) {
      throw new IllegalArgumentException("entries from " + from + ", at most " + countMax);
    }
    if (from >= head.size()) {
      return new Entries.NotYet(head.size());
    }
    for (int triesLeft = READ_TRIES - 1; ; triesLeft--) {
      Optional<Entries.Pruned> gone = side.pruned(from);
      if (gone.isPresent()) {
        return gone.get();
      }
      try {
        return new EntryReader(side, head.size()).read(from, countMax);
      } catch (LedgerDamagedException e) {
        // Between the question and the read these entries, or those on the way to them, may have
        // been dropped. Damage is still there at the next try.
        if (triesLeft == 0) {
          throw side.report(e);
        }
      }
    }
  }

  @Override
  public Optional<Entries.Pruned> pruned() throws IOException {
    return side.pruned(0);
  }

  @Override
  public HashReader hashes() {
    return this::readHashes;
  }

  private void readHashes(int tileLevel, long index, int count, byte[] into, int at)
      throws IOException {
    long there = head.size() >>> (tileLevel * Levels.TILE_HEIGHT);
    if (index < 0 || count < 1 || index > there - count) {
      throw new IllegalArgumentException(
          "hashes " + index + " +" + count + " of level " + tileLevel + ", there are " + there);
    }
    side.readHashes(tileLevel, index, count, into, at);
  }

  @Override
  public Digest leafHash(long index) throws IOException {
    requireIndex(index, head.size());
    byte[] hash = new byte[Digest.BYTES];
    readHashes(0, index, 1, hash, 0);
    return Digest.of(hash);
  }

  @Override
  public Digest root(long size) throws IOException {
    requireSize(size);
    Digest root = side.proofs().use(tools -> tools.maker().root(size));
    Optional<Digest> due = known(size);
    if (due.isPresent() && !due.get().equals(root)) {
      throw contradiction("root", "size " + size, "root " + root + ", committed was " + due.get());
    }
    return root;
  }

  @Override
  public InclusionProof inclusion(long index, long size) throws IOException {
    requireSize(size);
    requireIndex(index, size);
    return side.proofs().use(tools -> inclusion(tools, index, size));
  }

  private InclusionProof inclusion(ProofDesk.Tools tools, long index, long size)
      throws IOException {
    InclusionProof proof = tools.maker().inclusion(index, size);
    Optional<Digest> due = known(size);
    if (due.isPresent()) {
      ProofCheck check = tools.checker().inclusion(proof, leafHash(index), due.get());
      if (check instanceof ProofCheck.Rejected(var flaw)) {
        throw contradiction("proof", "entry " + index + " at size " + size, flaw.toString());
      }
    }
    return proof;
  }

  @Override
  public ConsistencyProof consistency(long oldSize, long newSize) throws IOException {
    requireSize(newSize);
    if (oldSize < 1 || oldSize > newSize) {
      throw new IllegalArgumentException("old size " + oldSize + ", must be 1.." + newSize);
    }
    return side.proofs().use(tools -> consistency(tools, oldSize, newSize));
  }

  private ConsistencyProof consistency(ProofDesk.Tools tools, long oldSize, long newSize)
      throws IOException {
    ConsistencyProof proof = tools.maker().consistency(oldSize, newSize);
    Optional<Digest> due = known(newSize);
    if (due.isPresent()) {
      ProofCheck check = tools.checker().consistency(proof, root(oldSize), due.get());
      if (check instanceof ProofCheck.Rejected(var flaw)) {
        throw contradiction("proof", "sizes " + oldSize + ", " + newSize, flaw.toString());
      }
    }
    return proof;
  }

  /** The root at this size as a commit or a published checkpoint stated it. */
  private Optional<Digest> known(long size) throws IOException {
    return size == head.size() ? Optional.of(head.root()) : side.checkpoints().rootAt(size);
  }

  private LedgerDamagedException contradiction(String what, String where, String detail) {
    return side.report(
        Damage.of(
            LedgerFault.LEVELS_DAMAGED,
            Names.LEVELS,
            "the " + what + " for " + where + " does not hold: " + detail));
  }

  private void requireSize(long size) {
    if (size < 0 || size > head.size()) {
      throw new IllegalArgumentException("size " + size + ", must be 0.." + head.size());
    }
  }

  private static void requireIndex(long index, long size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("entry " + index + ", must be below " + size);
    }
  }
}
