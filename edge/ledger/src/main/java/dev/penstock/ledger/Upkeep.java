package dev.penstock.ledger;

import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerFinding;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The thread that keeps the derived files synced and the next segment ready. */
final class Upkeep {
  private final LogStore store;
  private final Health health;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by the lock, as all below. */
  private boolean isSyncWanted;

  private boolean isSegmentWanted;
  private boolean isClosing;

  Upkeep(LogStore store, Health health) {
    this.store = store;
    this.health = health;
    this.thread = Thread.ofPlatform().name("ledger-upkeep").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Called by the committing thread after each commit. */
  void offer() {
    boolean isSyncDue = store.isUpkeepDue();
    boolean isSegmentDue = store.isPreparingDue();
    if (isSyncDue || isSegmentDue) {
      lock.lock();
      try {
        isSyncWanted |= isSyncDue;
        isSegmentWanted |= isSegmentDue;
        changed.signal();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Does at once what is due, for a ledger without threads. */
  void runInline() {
    try {
      work(store.isUpkeepDue(), store.isPreparingDue());
    } catch (IOException e) {
      stop(e);
    }
  }

  private void run() {
    try {
      while (doNext()) {
        // Until closed or failed.
      }
    } catch (IOException e) {
      stop(e);
    } catch (RuntimeException | Error e) {
      // Owner of the loop: a log whose upkeep is dead must not grow. The finding says why.
      stop(e);
    }
  }

  private void stop(Throwable e) {
    health.stop(new LedgerFinding(LedgerFault.SYNC_FAILED, Names.LEVELS, Damage.text(e)));
  }

  private boolean doNext() throws IOException {
    boolean sync;
    boolean segment;
    lock.lock();
    try {
      while (!isSyncWanted && !isSegmentWanted && !isClosing) {
        changed.awaitUninterruptibly();
      }
      if (isClosing) {
        return false;
      }
      sync = isSyncWanted;
      segment = isSegmentWanted;
      isSyncWanted = false;
      isSegmentWanted = false;
    } finally {
      lock.unlock();
    }
    if (!health.takesEntries()) {
      return false;
    }
    work(sync, segment);
    return true;
  }

  private void work(boolean sync, boolean segment) throws IOException {
    if (segment) {
      store.prepareNext();
    }
    if (sync) {
      store.upkeep();
    }
  }

  void close() {
    lock.lock();
    try {
      isClosing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    Joining.uninterruptibly(thread);
  }
}
