package dev.penstock.ledger;

import dev.penstock.flow.LedgerDamagedException;
import dev.penstock.flow.LedgerHead;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.storage.Storage;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * States of a log that commit records vouch for, and which of them the hashes on disk still lead
 * to, when the log is damaged. One thread at a time.
 */
final class ProvableStates {
  /** Sizes kept to look for a state that can still be proven. */
  private static final int KEPT_MAX = 16;

  /** The newest last. */
  private final Deque<LedgerHead> committed = new ArrayDeque<>();

  void remember(LedgerHead state) {
    committed.addLast(state);
    if (committed.size() > KEPT_MAX) {
      LedgerHead _ = committed.removeFirst();
    }
  }

  /** The state that was remembered last, or the empty log. */
  LedgerHead newest() {
    return committed.isEmpty() ? empty() : committed.getLast();
  }

  /** The newest committed state whose root the hashes on disk still lead to; empty at worst. */
  LedgerHead proven(Storage storage, Catalog catalog, List<String> notes) throws IOException {
    try (Levels levels = Levels.open(storage, false)) {
      var candidates = new ArrayList<LedgerHead>(committed);
      for (SegmentHead head : catalog.heads()) {
        candidates.add(new LedgerHead(head.firstIndex(), head.root(), head.low()));
      }
      candidates.sort((a, b) -> Long.compare(b.size(), a.size()));
      var maker = new ProofMaker(new TreeHasher(), levels);
      for (LedgerHead candidate : candidates) {
        if (isProven(maker, candidate)) {
          return candidate;
        }
      }
    } catch (NoSuchFileException e) {
      notes.add("without " + e.getFile() + " nothing can be served");
    }
    return empty();
  }

  private static LedgerHead empty() {
    return new LedgerHead(0, new TreeHasher().emptyRoot(), 0);
  }

  private static boolean isProven(ProofMaker maker, LedgerHead candidate) throws IOException {
    try {
      return maker.root(candidate.size()).equals(candidate.root());
    } catch (LedgerDamagedException e) {
      // The hashes of this size are not all there: an older size may do.
      return false;
    }
  }
}
