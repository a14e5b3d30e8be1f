package dev.penstock.pump;

import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.flow.CheckpointHistory;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.flow.anchoring.Anchor;
import dev.penstock.flow.anchoring.AnchorHead;
import dev.penstock.flow.anchoring.AnchorRow;
import dev.penstock.flow.anchoring.AnchorStore;
import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.util.Optional;

/**
 * One look at all proofs of an anchor for those that need to be renewed, a few in each step: there
 * may be many, and the anchor's thread has other things to do. One thread.
 */
final class Renewal {
  /** Rows in a step: so many proofs are read in well under a second. */
  private static final int STEP_ROWS = 200;

  private final Anchor anchor;
  private final AnchorStore store;
  private final CheckpointHistory history;
  private final long now;
  private long number;
  private long earliest = Long.MAX_VALUE;

  /** A proof whose time has come. */
  record Due(AnchorRow row, AnchorHead head, ByteString proof) {}

  Renewal(Anchor anchor, AnchorStore store, CheckpointHistory history, long now) {
    this.anchor = anchor;
    this.store = store;
    this.history = history;
    this.now = now;
  }

  /** Whether all proofs were looked at. */
  boolean isDone() {
    return number >= store.count();
  }

  /** When the next proof must be renewed, of those that were looked at. */
  long earliest() {
    return earliest;
  }

  /** Looks on; a proof that is found stays the next one until {@link #passed}. */
  Optional<Due> step() throws IOException {
    long end = Math.min(store.count(), number + STEP_ROWS);
    while (number < end) {
      AnchorRow row = store.rows(number, 1).getFirst();
      if (row.outcome() == AnchorResults.Outcome.ANCHORED && row.name().equals(anchor.name())) {
        AnchorRow standing = store.standing(number);
        byte[] proof = proof(standing);
        long renewBy = anchor.renewBy(proof);
        if (renewBy <= now) {
          return Optional.of(new Due(standing, head(standing), ByteString.of(proof)));
        }
        earliest = Math.min(earliest, renewBy);
      }
      number++;
    }
    return Optional.empty();
  }

  /** The proof that was found is renewed. */
  void passed(long renewBy) {
    earliest = Math.min(earliest, renewBy);
    number++;
  }

  private byte[] proof(AnchorRow row) throws IOException {
    Digest digest = row.proof();
    Optional<byte[]> proof = digest == null ? Optional.empty() : store.proof(digest);
    if (proof.isEmpty()) {
      throw new IOException("the proof of row " + row.number() + " is missing; run fsck");
    }
    return proof.get();
  }

  private AnchorHead head(AnchorRow row) throws IOException {
    Optional<PublishedCheckpoint> published = history.covering(row.size());
    if (published.isEmpty()
        || published.get().checkpoint().size() != row.size()
        || !published.get().checkpoint().root().equals(row.root())) {
      throw new IOException(
          "row " + row.number() + " is about no checkpoint that was published; run fsck");
    }
    return new AnchorHead(published.get().checkpoint(), published.get().note());
  }
}
