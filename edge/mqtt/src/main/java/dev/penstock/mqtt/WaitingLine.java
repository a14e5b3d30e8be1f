package dev.penstock.mqtt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What was read from the broker and waits for the intake, bounded in count and bytes. The reader
 * waits for room: then TCP fills, and the broker keeps what it has. Where nothing waits, a thing
 * goes in at once, by the reader's own thread: handing each message to another thread costs more
 * than all else that is done with it.
 */
final class WaitingLine {
  /** One thing to hand in. False means that the intake is full. */
  @FunctionalInterface
  interface Offer {
    boolean tryIt();
  }

  private record Waiting(Offer offer, long bytes) {}

  private final int countMax;
  private final long bytesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition hasRoom = lock.newCondition();
  private final Condition hasOne = lock.newCondition();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final AtomicLong faults;
  private long bytes;

  /**
   * An empty line.
   *
   * @param faults counts what failed unexpectedly
   */
  WaitingLine(int countMax, long bytesMax, AtomicLong faults) {
    this.countMax = countMax;
    this.bytesMax = bytesMax;
    this.faults = faults;
  }

  /**
   * Hands a thing in, or puts it in line: when something waits before it, or it is not taken. Waits
   * for room; a thing larger than the whole line goes in when the line is empty. One thread puts,
   * so what is empty here stays so until it has put something, and the order is kept: a thing that
   * is being handed in by the other thread is still in line.
   */
  void put(Offer offer, long size) throws InterruptedException {
    if (count() == 0 && isTaken(offer)) {
      return;
    }
    lock.lockInterruptibly();
    try {
      while (!waiting.isEmpty() && (waiting.size() >= countMax || bytes + size > bytesMax)) {
        hasRoom.await();
      }
      waiting.addLast(new Waiting(offer, size));
      bytes += size;
      hasOne.signal();
    } finally {
      lock.unlock();
    }
  }

  /** An intake that throws has not taken it; the thing waits, and the count shows. */
  boolean isTaken(Offer offer) {
    try {
      return offer.tryIt();
    } catch (RuntimeException e) {
      var _ = faults.incrementAndGet();
      return false;
    }
  }

  /** The first, which stays in its place until it is {@link #removeFirst removed}. */
  Offer first() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        @Nullable Waiting first = waiting.peekFirst();
        if (first != null) {
          return first.offer();
        }
        var _ = hasOne.await(1, TimeUnit.SECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  void removeFirst() {
    lock.lock();
    try {
      bytes -= waiting.removeFirst().bytes();
      hasRoom.signal();
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
}
