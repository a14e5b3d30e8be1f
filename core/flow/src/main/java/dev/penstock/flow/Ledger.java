package dev.penstock.flow;

import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.signature.KeyHistory;
import dev.penstock.signature.SignatureAlgorithm;
import java.util.Optional;

/**
 * The Merkle log: entries go in once, in order, and stay. Any number of threads may append and
 * read; readers never wait for writers.
 *
 * <p>A ledger that found something it cannot explain is stopped: it refuses to append and says why,
 * leaves what is stored untouched, and goes on serving what is committed. A stopped ledger never
 * stops the journal.
 */
public interface Ledger extends ReadableLedger {
  /** More entries than this do not fit in one batch: it bounds the hashes held in memory. */
  int BATCH_ENTRIES_MAX = 65_536;

  /**
   * Hands in entries and returns as soon as they have their place in line, so that the caller can
   * prepare the next batch while this one goes to disk. Batches of one thread are committed in the
   * order in which it handed them in. Waits while too much is under way.
   *
   * @param batch 1..{@link #BATCH_ENTRIES_MAX} entries in a body of at most {@link
   *     #batchBytesMax()}
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

  /** What is committed now. */
  @Override
  LedgerView view();

  /**
   * Signs what is committed now and publishes it: durable in the history, and outside the folder
   * where such a place is kept, before this returns. Never smaller than, nor inconsistent with, the
   * last; a try at that stops the ledger. A key that is not the log's at this size signs nothing.
   *
   * @param log the log's Ed25519 key, under the log's origin
   */
  Publication publish(NoteSigner log);

  /**
   * The same with an ML-DSA-44 signature beside the other: each minute, and whenever the checkpoint
   * shall be anchored or exported.
   *
   * @param mlDsa44 the log's ML-DSA-44 key, under the log's origin
   */
  Publication publish(NoteSigner log, NoteSigner mlDsa44);

  /**
   * Makes a key rotation the next entry of the log: the statement of both keys that the old one
   * signs up to the size the log has now. From then on only the new key signs checkpoints. Nothing
   * is entered when it does not continue the keys so far, or the log has grown meanwhile.
   *
   * @param statement a signed {@link dev.penstock.signature.KeyRotation} under the log's origin
   */
  AppendOutcome rotate(byte[] statement) throws InterruptedException;

  /** The log's keys of one kind, as the rotations in it tell; empty as long as none was rotated. */
  Optional<KeyHistory> keys(SignatureAlgorithm algorithm);

  /**
   * Drops the entries below an index, as far as they fill whole segments; none of them is handed
   * out any more. Their hashes stay, and so does every proof.
   *
   * @param minimumIndex the first entry that stays; never below that of an earlier call
   * @param policy the name of the policy that asks for it
   * @param recordIndex the log entry that recorded the decision: at or above the minimum, and under
   *     a published checkpoint
   */
  Pruning prune(long minimumIndex, String policy, long recordIndex);

  /** Whether the ledger takes entries, and if not, why. */
  LedgerState state();
}
