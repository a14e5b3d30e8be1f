package dev.penstock.journal;

import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalFinding;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Group commit. Callers copy their frames into the group that is being filled, on their own
 * threads; one thread takes the group as soon as the one before is durable. So the slower the disk,
 * the larger the groups, and what waits is at most one group: more is turned away.
 *
 * <p>Two threads are started here and ended here: one commits, one keeps the next segments ready.
 */
final class Committer {
  private final JournalStore store;
  private final Health health;
  private final Upkeep upkeep;
  private final Thread thread;

  /** Whether callers commit themselves, for tests that must know what comes after what. */
  private final boolean isInline;

  private final int bodyBytesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition roomForMore = lock.newCondition();
  private final Condition work = lock.newCondition();

  /** Guarded by the lock, as all below. */
  private CommitGroup staging;

  private Fate stagingFate = new Fate();
  private boolean isClosing;

  /** The group that is not being filled; the committing thread owns it. */
  private CommitGroup spare;

  private final LongAdder frames = new LongAdder();
  private final LongAdder records = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder commits = new LongAdder();
  private final LongAdder busy = new LongAdder();
  private final LongAdder refused = new LongAdder();

  Committer(JournalStore store, Health health, boolean isInline) {
    this.store = store;
    this.health = health;
    this.isInline = isInline;
    this.bodyBytesMax = Part.bodyBytesMax(store.format());
    this.staging = new CommitGroup(bodyBytesMax);
    this.spare = new CommitGroup(bodyBytesMax);
    staging.begin(store.durable().end());
    this.upkeep = new Upkeep(store);
    this.thread = Thread.ofPlatform().name("journal-commit").daemon().unstarted(this::run);
  }

  void start() {
    if (isInline) {
      upkeep.runInline();
    } else {
      upkeep.start();
      upkeep.offer();
      thread.start();
    }
  }

  /** Hands frames in, or not when there is no room. */
  Ticket submit(FrameBatch batch) {
    lock.lock();
    try {
      if (health.takesFrames() && !isClosing && !hasRoomFor(batch)) {
        busy.increment();
        return Ticket.busy();
      }
      return stageOrRefuse(batch);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Hands frames in.
   *
   * @param waitNanos how long to wait for room at most
   */
  Ticket submit(FrameBatch batch, long waitNanos) throws InterruptedException {
    long left = waitNanos;
    lock.lock();
    try {
      while (health.takesFrames() && !isClosing && !hasRoomFor(batch)) {
        if (left <= 0) {
          busy.increment();
          return Ticket.busy();
        }
        left = roomForMore.awaitNanos(left);
      }
      return stageOrRefuse(batch);
    } finally {
      lock.unlock();
    }
  }

  private Ticket stageOrRefuse(FrameBatch batch) {
    if (!health.takesFrames() || isClosing) {
      refused.increment();
      return Ticket.refused(health.refusal());
    }
    return stage(batch);
  }

  private boolean hasRoomFor(FrameBatch batch) {
    return staging.isEmpty() || staging.hasRoomFor(batch);
  }

  private Ticket stage(FrameBatch batch) {
    boolean isWhole = false;
    try {
      var ticket = new Ticket(stagingFate, staging.add(batch), batch.frames());
      isWhole = true;
      work.signal();
      if (isInline) {
        commitInline();
      }
      return ticket;
    } finally {
      if (!isWhole) {
        // An error half-way (no memory): what the group holds is not to be trusted any more.
        health.stop(new JournalFinding(JournalFault.WRITE_FAILED, "memory", "an append broke off"));
        work.signalAll();
      }
    }
  }

  /** Hands in what is dropped together with the frames that say so, as a commit of its own. */
  Ticket submitDrop(FrameBatch batch, int oldestPlant, int oldestAccess) {
    lock.lock();
    try {
      while (health.takesFrames() && !isClosing && !staging.isEmpty()) {
        roomForMore.awaitUninterruptibly();
      }
      if (health.takesFrames() && !isClosing) {
        staging.drop(oldestPlant, oldestAccess);
      }
      return stageOrRefuse(batch);
    } finally {
      lock.unlock();
    }
  }

  private void commitInline() {
    boolean _ = commitOne();
    if (health.takesFrames()) {
      upkeep.runInline();
    }
  }

  private void run() {
    try {
      while (commitOne()) {
        upkeep.offer();
      }
    } catch (RuntimeException | Error e) {
      // Owner of the loop: whatever it is, nobody may wait for ever, and nothing goes on. The
      // finding says why.
      health.stop(new JournalFinding(JournalFault.WRITE_FAILED, "journal-commit", "" + e));
      refuseStaged();
    }
  }

  /** Waits for a group and brings it to disk; false when there will be no more. */
  private boolean commitOne() {
    CommitGroup group;
    Fate fate;
    lock.lock();
    try {
      while (staging.isEmpty() && !isClosing && health.takesFrames()) {
        work.awaitUninterruptibly();
      }
      if (staging.isEmpty() || !health.takesFrames()) {
        refuseStaged();
        return false;
      }
      group = staging;
      fate = stagingFate;
      staging = spare;
      staging.begin(group.endPosition());
      stagingFate = new Fate();
      roomForMore.signalAll();
    } finally {
      lock.unlock();
    }
    boolean isSettled = false;
    try {
      settle(store.commit(group), group, fate);
      isSettled = true;
    } finally {
      if (!isSettled) {
        fate.decide(Fate.Kind.UNKNOWN, health.refusal());
      }
    }
    return true;
  }

  /**
   * Tells everybody what became of a commit. Takes the lock only when something went wrong: a
   * caller may be copying under it, and nobody who waits for this commit should wait for that.
   */
  private void settle(CommitResult result, CommitGroup group, Fate fate) {
    spare = group;
    switch (result) {
      case CommitResult.Done() -> {
        count(group);
        health.runs();
        fate.decide(Fate.Kind.DURABLE, null);
      }
      case CommitResult.DoneAndStopped(var finding) -> {
        count(group);
        stop(finding, Fate.Kind.DURABLE, fate);
      }
      case CommitResult.NoRoom(var finding) -> {
        health.full(finding);
        refused.increment();
        // First, or what somebody hands in as soon as he is told would be refused untried.
        startOver();
        fate.decide(Fate.Kind.REFUSED, finding);
      }
      case CommitResult.NotWritten(var finding) -> stop(finding, Fate.Kind.REFUSED, fate);
      case CommitResult.Unknown(var finding) -> stop(finding, Fate.Kind.UNKNOWN, fate);
    }
  }

  private void count(CommitGroup group) {
    frames.add(group.frames());
    records.add(group.records());
    commits.increment();
    for (int code = 0; code < ClassCode.COUNT; code++) {
      bytes.add(group.has(code) ? group.span(code) : 0);
    }
  }

  private void stop(JournalFinding finding, Fate.Kind kind, Fate fate) {
    health.stop(finding);
    fate.decide(kind, finding);
    refuseStaged();
  }

  /** Nothing of the last commit is in the journal: what was to come behind it goes too. */
  private void startOver() {
    lock.lock();
    try {
      refuseStaged();
      staging.begin(store.durable().end());
    } finally {
      lock.unlock();
    }
  }

  /** Nothing staged will be written: tells everybody who waits for it. */
  private void refuseStaged() {
    lock.lock();
    try {
      if (!staging.isEmpty()) {
        refused.increment();
      }
      stagingFate.decide(Fate.Kind.REFUSED, health.refusal());
      stagingFate = new Fate();
      roomForMore.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long frames() {
    return frames.sum();
  }

  long records() {
    return records.sum();
  }

  long bytes() {
    return bytes.sum();
  }

  long commits() {
    return commits.sum();
  }

  long busy() {
    return busy.sum();
  }

  long refused() {
    return refused.sum();
  }

  /** Space may be there again: the next segments are prepared now, not when they are needed. */
  void spaceFreed() {
    store.next().tryAgain();
    if (isInline) {
      upkeep.runInline();
    } else {
      upkeep.offer();
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
    if (health.takesFrames()) {
      store.closeInOrder();
    }
  }
}
