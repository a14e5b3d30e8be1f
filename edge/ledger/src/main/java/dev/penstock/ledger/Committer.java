package dev.penstock.ledger;

import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.flow.LedgerHead;
import dev.penstock.flow.LedgerState;
import dev.penstock.flow.Submission;
import dev.penstock.merkle.Hands;
import dev.penstock.merkle.LeafRun;
import dev.penstock.merkle.RightEdge;
import dev.penstock.merkle.TreeHasher;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Group commit. Callers hash and lay out their entries into the group that is being filled, on
 * their own threads; one thread takes the group as soon as the one before is durable. So hashing
 * overlaps the sync, and the slower the disk, the larger the groups.
 *
 * <p>Two threads are started here and ended here: one commits, one keeps the derived files synced
 * and the next segment ready.
 */
final class Committer {
  private static final long ANYWHERE = -1;

  private final LogStore store;
  private final Condition roomForMore;
  private final Condition work;
  private final Health health;
  private final ReentrantLock lock = new ReentrantLock();

  /** The tree with everything that was handed in; guarded by the lock, as all below. */
  private final RightEdge edge;

  /** Hashes the entries of a batch, on all processors where it is large. */
  private final LeafRun leaves;

  private final int bodyBytesMax;
  private CommitGroup staging;
  private Fate stagingFate = new Fate();
  private long low;
  private boolean isClosing;

  /**
   * True while the committing thread has nothing to do but to take the next group. Callers then let
   * it: otherwise one that hands in batch after batch would win the lock each time, hash into the
   * same group, and the disk would wait for the hashing and the hashing for the disk.
   */
  private volatile boolean isTaking;

  /** The group that is not being filled; the thread that commits owns it. */
  private CommitGroup spare;

  private final Upkeep upkeep;
  private final Thread thread;

  /** Whether callers commit themselves, for tests that must know what comes after what. */
  private final boolean isInline;

  Committer(LogStore store, Health health, Hands hands, boolean isInline) {
    this.store = store;
    this.isInline = isInline;
    this.health = health;
    this.roomForMore = lock.newCondition();
    this.work = lock.newCondition();
    this.bodyBytesMax = Batch.bodyBytesMax(store.format());
    this.edge = new RightEdge(new TreeHasher());
    this.leaves = new LeafRun(hands);
    store.restoreEdge(edge);
    this.low = store.durable().low();
    this.staging = new CommitGroup(bodyBytesMax);
    this.spare = new CommitGroup(bodyBytesMax);
    staging.begin(edge.size(), low);
    this.upkeep = new Upkeep(store, health);
    this.thread = Thread.ofPlatform().name("ledger-commit").daemon().unstarted(this::run);
  }

  void start() {
    if (!isInline) {
      upkeep.start();
      thread.start();
    }
  }

  int bodyBytesMax() {
    return bodyBytesMax;
  }

  Submission submit(EntryBatch batch, long newLow) throws InterruptedException {
    return submit(batch, newLow, ANYWHERE);
  }

  /** Takes these entries only if the first one gets this index. */
  Submission submitAt(long index, EntryBatch batch, long newLow) throws InterruptedException {
    return submit(batch, newLow, index);
  }

  private Submission submit(EntryBatch batch, long newLow, long index) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (health.takesEntries() && !staging.isEmpty() && mustWait(batch)) {
        roomForMore.await();
      }
      if (!health.takesEntries() || isClosing) {
        return Ticket.refused(health.refusal());
      }
      long first = edge.size();
      if (index != ANYWHERE && index != first) {
        return Ticket.refused(
            new LedgerFinding(
                LedgerFault.KEY_NOT_CURRENT,
                "key rotation",
                "it was signed for size " + index + ", the log has grown to " + first));
      }
      boolean isWhole = false;
      try {
        staging.add(batch, newLow, leaves, edge);
        isWhole = true;
      } finally {
        if (!isWhole) {
          // An error half-way (no memory): the tree in memory is not to be trusted any more.
          health.stop(new LedgerFinding(LedgerFault.WRITE_FAILED, "memory", "an append broke off"));
          work.signalAll();
        }
      }
      low = newLow;
      work.signal();
      var ticket = new Ticket(stagingFate, first, batch.count());
      if (isInline) {
        commitInline();
      }
      return ticket;
    } finally {
      lock.unlock();
    }
  }

  private boolean mustWait(EntryBatch batch) {
    return isTaking || !staging.hasRoomFor(batch);
  }

  private void commitInline() {
    boolean _ = commitOne();
    if (health.takesEntries()) {
      upkeep.runInline();
    }
  }

  private void run() {
    try {
      while (commitOne()) {
        if (health.takesEntries()) {
          upkeep.offer();
        }
      }
    } catch (RuntimeException | Error e) {
      // Owner of the loop: whatever it is, nobody may wait for ever, and nothing goes on. The
      // finding says why.
      health.stop(new LedgerFinding(LedgerFault.WRITE_FAILED, "ledger-commit", String.valueOf(e)));
      refuseStaged();
    }
  }

  /** Waits for a group and brings it to disk; false when there will be no more. */
  private boolean commitOne() {
    CommitGroup group;
    Fate fate;
    isTaking = true;
    lock.lock();
    try {
      while (staging.isEmpty() && !isClosing && health.takesEntries()) {
        work.awaitUninterruptibly();
      }
      if (staging.isEmpty() || !health.takesEntries()) {
        refuseStaged();
        return false;
      }
      group = staging;
      fate = stagingFate;
      group.close(edge);
      staging = spare;
      staging.begin(edge.size(), low);
      stagingFate = new Fate();
      roomForMore.signalAll();
    } finally {
      isTaking = false;
      lock.unlock();
    }
    boolean isSettled = false;
    try {
      CommitResult result = store.commit(group);
      settle(result, group, fate);
      isSettled = true;
    } finally {
      if (!isSettled) {
        health.stop(
            new LedgerFinding(LedgerFault.WRITE_FAILED, "ledger-commit", "a commit broke off"));
        fate.decide(Fate.Kind.UNKNOWN, group.head(), health.refusal());
      }
    }
    return true;
  }

  /**
   * Tells everybody what became of a commit. Takes the lock only when something went wrong: a
   * caller may be hashing under it, and nobody who waits for this commit should wait for that. The
   * health is told first: who hears of a stop is refused at the next try.
   */
  private void settle(CommitResult result, CommitGroup group, Fate fate) {
    spare = store.pending() == group ? new CommitGroup(bodyBytesMax) : group;
    switch (result) {
      case CommitResult.Done() -> {
        health.runs();
        fate.decide(Fate.Kind.DURABLE, group.head(), health.refusal());
      }
      case CommitResult.DoneAndStopped(var finding) ->
          stop(finding, Fate.Kind.DURABLE, group, fate);
      case CommitResult.NoRoom(var finding) -> {
        // First the way is free again, then the callers hear of it: whoever has made room and comes
        // back at once must be tried, not swept out with what was staged on the lost commit.
        health.full(finding);
        startOver();
        fate.decide(Fate.Kind.REFUSED, group.head(), finding);
      }
      case CommitResult.NotWritten(var finding) -> stop(finding, Fate.Kind.REFUSED, group, fate);
      case CommitResult.Unknown(var finding) -> stop(finding, Fate.Kind.UNKNOWN, group, fate);
    }
  }

  private void stop(LedgerFinding finding, Fate.Kind kind, CommitGroup group, Fate fate) {
    health.stop(finding);
    fate.decide(kind, group.head(), finding);
    refuseStaged();
  }

  /** Nothing of the last commit is in the log: what was built on it in memory goes too. */
  private void startOver() {
    lock.lock();
    try {
      refuseStaged();
      store.restoreEdge(edge);
      low = store.durable().low();
      staging.begin(edge.size(), low);
    } finally {
      lock.unlock();
    }
  }

  /** Nothing staged will be written: tells everybody who waits for it. */
  private void refuseStaged() {
    lock.lock();
    try {
      stagingFate.decide(Fate.Kind.REFUSED, store.durable(), health.refusal());
      stagingFate = new Fate();
      roomForMore.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Wakes all who wait, after the health changed. */
  void wake() {
    lock.lock();
    try {
      work.signalAll();
      roomForMore.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Brings everything handed in to disk, then ends both threads. */
  void close() throws IOException {
    lock.lock();
    try {
      isClosing = true;
      work.signalAll();
      roomForMore.signalAll();
    } finally {
      lock.unlock();
    }
    if (!isInline) {
      Joining.uninterruptibly(thread);
      upkeep.close();
    }
    if (health.state() instanceof LedgerState.Running) {
      closeInOrder();
    }
  }

  /** An empty batch says that the log ends here on purpose; then all derived files are synced. */
  private void closeInOrder() throws IOException {
    LedgerHead head = store.durable();
    var last = new CommitGroup(bodyBytesMax);
    last.begin(head.size(), head.low());
    store.restoreEdge(edge);
    last.close(edge);
    if (store.commit(last) instanceof CommitResult.Done) {
      store.upkeep();
    }
  }
}
