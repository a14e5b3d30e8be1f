package dev.penstock.syslog;

import dev.penstock.flow.intake.Heard;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What came by UDP and waits for the intake, bounded in count and bytes. Nobody waits for room:
 * what finds none is dropped by who asked.
 */
final class DatagramLine {
  /** Half a second of a fast sender; the intake has room of its own behind. */
  private static final int COUNT_MAX = 10_000;

  private static final long BYTES_MAX = 16L << 20;

  /** What a message costs in memory besides its payload. */
  private static final long MESSAGE_BYTES = 300;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition hasOne = lock.newCondition();
  private final Deque<Heard> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean isEnding;

  /** False when there is no room. */
  boolean offer(Heard heard) {
    long size = size(heard);
    lock.lock();
    try {
      if (waiting.size() >= COUNT_MAX || bytes + size > BYTES_MAX) {
        return false;
      }
      waiting.addLast(heard);
      bytes += size;
      hasOne.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The first, which stays in its place until it is {@link #removeFirst removed}; null when the end
   * came and nothing waits.
   */
  @Nullable Heard first() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && !isEnding) {
        boolean _ = hasOne.await(1, TimeUnit.SECONDS);
      }
      return waiting.peekFirst();
    } finally {
      lock.unlock();
    }
  }

  void removeFirst() {
    lock.lock();
    try {
      bytes -= size(waiting.removeFirst());
    } finally {
      lock.unlock();
    }
  }

  /** What waits is still given; then there is no more. */
  void end() {
    lock.lock();
    try {
      isEnding = true;
      hasOne.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int count() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  private static long size(Heard heard) {
    return heard.payload().bytes().size() + MESSAGE_BYTES;
  }
}
