package dev.penstock.flow.journal;

import dev.penstock.evidence.record.RecordClass;
import java.time.Duration;
import java.util.Set;

/**
 * The durable journal: what policy admits goes in once, as frames of records in final form, and is
 * read by as many cursors as there are readers. Any number of threads may append and read; readers
 * never block the writer.
 *
 * <p><b>Positions.</b> Frames are numbered from 0 without a hole, over all classes together, in the
 * order in which they were taken: one total order. A batch is in the journal as a whole or not at
 * all, and what was durable before a crash is a beginning of what was handed in: no frame is there
 * while one before it is not.
 *
 * <p><b>Back-pressure</b> is an answer, never an exception and never a silent wait: {@link
 * #submit(FrameBatch)} says {@link JournalOutcome.Busy} when too much is under way, and counts it.
 *
 * <p>The journal knows nothing of blocks. A block's records are a list of {@link Extent}s of it,
 * which stay readable until {@link #drop} takes them away.
 */
public interface Journal extends PayloadSource {
  /**
   * Hands frames in and returns at once, so that the caller can prepare the next batch while this
   * one goes to disk. Batches of one thread are taken in the order in which it handed them in. The
   * batch is copied: it may be cleared and filled again when this returns.
   *
   * @param batch 1 frame or more, {@link FrameBatch#storedBytesMax()} at most {@link
   *     #batchBytesMax()}
   */
  JournalTicket submit(FrameBatch batch);

  /** The same, but waits at most this long for room before it says {@link JournalOutcome.Busy}. */
  JournalTicket submit(FrameBatch batch, Duration wait) throws InterruptedException;

  /**
   * Appends frames: when this says {@link JournalOutcome.Appended}, they are durable. Waits for the
   * disk, not for room. When it is interrupted, whether they were appended is unknown until the
   * journal is read.
   */
  default JournalOutcome append(FrameBatch batch) throws InterruptedException {
    return submit(batch).await();
  }

  /** The most that one batch may take, as {@link FrameBatch#storedBytesMax()} counts it. */
  int batchBytesMax();

  /** One behind the last durable frame: the position the next one gets, or a later one. */
  long end();

  /**
   * Registers a reader. Readers keep their positions themselves and say where they stand after each
   * start, before anything is dropped: what {@link #planDrop} does not know of, it does not spare.
   *
   * @param name names the reader in plans and figures; taken until the cursor is closed
   * @param classes what the reader reads; frames of other classes are passed over
   * @param pending what it has not dealt with, as it stored it; it begins to read at {@link
   *     Pending#from}
   */
  CursorOpening cursor(
      String name, Set<RecordClass> classes, Pending pending, Overtaking overtaking);

  /** Registers a reader that has dealt with everything before a position. */
  default CursorOpening cursor(
      String name, Set<RecordClass> classes, long from, Overtaking overtaking) {
    return cursor(name, classes, Pending.from(from), overtaking);
  }

  /** What could be dropped now by this policy, and who would lose what. Drops nothing. */
  DropPlanning planDrop(Retention retention);

  /**
   * Appends the records that say what is dropped, and drops it, in one step: after a crash either
   * both happened or neither. Waits until that is durable; when it is interrupted, which of them is
   * unknown until the journal is read.
   *
   * @param plan as {@link #planDrop} made it; one that no longer holds is refused with {@link
   *     JournalFault#PLAN_OUTDATED}
   * @param statement frames of the class {@link RecordClass#CONTROL}, one at least: a gap record
   *     for each loss of the plan, and the policy that asked for it
   */
  JournalOutcome drop(DropPlan plan, FrameBatch statement) throws InterruptedException;

  /** Whether the journal takes frames, and if not, why. */
  JournalState state();

  /** What it did since it was opened, and how much it holds. */
  JournalFigures figures();
}
