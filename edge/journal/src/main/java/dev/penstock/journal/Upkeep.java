package dev.penstock.journal;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The thread that keeps the next segments ready. */
final class Upkeep {
  private final JournalStore store;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by the lock, as below. */
  private boolean isWanted;

  private boolean isClosing;

  Upkeep(JournalStore store) {
    this.store = store;
    this.thread = Thread.ofPlatform().name("journal-upkeep").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Called after each commit, and when space was freed. */
  void offer() {
    if (store.next().isDue(store.durable())) {
      lock.lock();
      try {
        isWanted = true;
        changed.signal();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Does at once what is due, for a journal without threads. */
  void runInline() {
    while (store.next().isDue(store.durable())) {
      store.next().prepareOne(store.durable());
    }
  }

  private void run() {
    try {
      while (awaitWork()) {
        runInline();
      }
    } catch (RuntimeException | Error e) {
      // Owner of the loop. Nothing depends on it: whoever rolls makes the segment itself, and tells
      // what is wrong then.
      store.next().giveUp();
    }
  }

  private boolean awaitWork() {
    lock.lock();
    try {
      while (!isWanted && !isClosing) {
        changed.awaitUninterruptibly();
      }
      isWanted = false;
      return !isClosing;
    } finally {
      lock.unlock();
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
