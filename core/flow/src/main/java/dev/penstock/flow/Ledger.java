package dev.penstock.flow;

/**
 * The Merkle log: entries go in once, in order, and stay. Any number of threads may append and
 * read; readers never wait for writers.
 *
 * <p>A ledger that found something it cannot explain is stopped: it refuses to append and says why,
 * leaves what is stored untouched, and goes on serving what is committed. A stopped ledger never
 * stops the journal.
 */
public interface Ledger {
  /** More entries than this do not fit in one batch: it bounds the hashes held in memory. */
  int BATCH_ENTRIES_MAX = 65_536;

  /**
   * Hands in entries and returns as soon as they have their place in line, so that the caller can
   * prepare the next batch while this one goes to disk. Batches of one thread are committed in
   * the order in which it handed them in. Waits while too much is under way.
   *
   * @param batch 1..{@link #BATCH_ENTRIES_MAX} entries in a body of at most {@link #batchBytesMax()}
   * @param low the smallest journal position that any block still open after these entries needs;
   *     given back at the next start
   */
  Submission submit(EntryBatch batch, long low) throws InterruptedException;

  /**
   * Appends entries: when this says {@link AppendOutcome.Appended}, they are durable. When it is
   * interrupted, whether they were appended is unknown until the ledger is read.
   */
  default AppendOutcome append(EntryBatch batch, long low) throws InterruptedException {
    return submit(batch, low).await();
  }

  /** The largest body one batch may have. */
  int batchBytesMax();

  /** What is committed now. The view does not change when the ledger grows. */
  LedgerView view();

  /** The published checkpoints, oldest first. */
  CheckpointHistory checkpoints();

  /** Whether the ledger takes entries, and if not, why. */
  LedgerState state();
}
