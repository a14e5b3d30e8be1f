package dev.penstock.journal;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is durable now, and the place where readers wait for more. The one who commits is never held
 * up by them: they hold the lock only to look.
 */
final class DurableEnd {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private volatile Durable now;

  DurableEnd(Durable now) {
    this.now = now;
  }

  Durable now() {
    return now;
  }

  /** The committing thread has made more durable. */
  void advance(Durable made) {
    lock.lock();
    try {
      now = made;
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the journal goes beyond a position; false when it does not within so many ns. */
  boolean awaitBeyond(long position, long waitNanos) throws InterruptedException {
    if (now.end() > position) {
      return true;
    }
    long left = waitNanos;
    lock.lockInterruptibly();
    try {
      while (now.end() <= position && left > 0) {
        left = more.awaitNanos(left);
      }
      return now.end() > position;
    } finally {
      lock.unlock();
    }
  }
}
