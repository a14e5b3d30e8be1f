package dev.penstock.node;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A thread that does the same small work again and again, which writes to the disk. When the disk
 * does not answer, that is said, and nobody waits for it for ever: not even the end of the node.
 */
final class Settling implements Closeable {
  private final String what;
  private final Duration period;
  private final Duration patience;
  private final Runnable work;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /** When the work began that is under way, by the virtual machine's own clock; 0 for none. */
  private volatile long beganNanos;

  private volatile Optional<String> fault = Optional.empty();

  /**
   * Not running yet.
   *
   * @param what is done, as "what has ended by time is written down"
   * @param patience how long one turn may take
   */
  Settling(String what, Duration period, Duration patience, Runnable work) {
    this.what = what;
    this.period = period;
    this.patience = patience;
    this.work = work;
    this.thread = Thread.ofVirtual().name("people-settling").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!closing.await(period.toNanos(), TimeUnit.NANOSECONDS)) {
        turn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn() {
    // 0 is kept for none.
    beganNanos = System.nanoTime() | 1;
    try {
      work.run();
      fault = Optional.empty();
    } catch (RuntimeException e) {
      // The loop's owner: the next turn may go better, and the operator is told until then.
      fault = Optional.of(what + " fails, an error of our own: " + e);
    } finally {
      beganNanos = 0;
    }
  }

  /** Why it does not go on, if so. */
  Optional<String> obstacle() {
    long began = beganNanos;
    boolean isStuck = began != 0 && System.nanoTime() - began > patience.toNanos();
    return isStuck ? Optional.of(what + " takes long: the disk does not answer; check it") : fault;
  }

  /**
   * Waits for the turn that is under way, twice the patience at most.
   *
   * @throws IOException when it does not end: what it uses must not be closed under it
   */
  @Override
  public void close() throws IOException {
    closing.countDown();
    Ended.within(patience, thread, what);
  }
}
