package dev.penstock.notices.send;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection when its time is over: no handshake, no write and no peer that gives a byte
 * now and then lasts longer.
 */
final class TimeLimit implements AutoCloseable {
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean isOver;

  private TimeLimit() {}

  static TimeLimit of(Duration limit, Closeable connection) {
    var made = new TimeLimit();
    var _ = Thread.ofVirtual().name("notice-limit").start(() -> made.await(limit, connection));
    return made;
  }

  private void await(Duration limit, Closeable connection) {
    try {
      if (!done.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        isOver = true;
        connection.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // It is closed all the same.
      isOver = true;
    }
  }

  boolean isOver() {
    return isOver;
  }

  @Override
  public void close() {
    done.countDown();
  }
}
