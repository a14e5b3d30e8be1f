package dev.penstock.flow.anchoring;

import dev.penstock.flow.LedgerView;
import dev.penstock.merkle.ConsistencyProof;
import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.util.function.Supplier;

/** How a log grew, by what its keeper has on disk. Safe for use by several threads. */
public interface Growth {
  /** How many leaves the log has now. */
  long size();

  /** The root it had at any size up to that. */
  Digest root(long size) throws IOException;

  /** That it only grew between two sizes, {@code 1 <= oldSize <= newSize <= size()}. */
  ConsistencyProof consistency(long oldSize, long newSize) throws IOException;

  /** That of a ledger, asked for its newest state each time. */
  static Growth of(Supplier<LedgerView> newest) {
    return new Growth() {
      @Override
      public long size() {
        return newest.get().head().size();
      }

      @Override
      public Digest root(long size) throws IOException {
        return newest.get().root(size);
      }

      @Override
      public ConsistencyProof consistency(long oldSize, long newSize) throws IOException {
        return newest.get().consistency(oldSize, newSize);
      }
    };
  }
}
