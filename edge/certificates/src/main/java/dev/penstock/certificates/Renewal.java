package dev.penstock.certificates;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps certificates and the revocation list young: looks once a minute, by a thread that belongs
 * to this. What fails is tried again a minute later, and is said meanwhile.
 */
public final class Renewal implements Closeable {
  private static final Duration LOOK = Duration.ofMinutes(1);

  private final ServerIdentity identity;
  private final SiteAuthority authority;
  private final Runnable changed;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private volatile Optional<String> obstacle = Optional.empty();

  /**
   * One that has not begun.
   *
   * @param changed is run when the identity is another one
   */
  public Renewal(ServerIdentity identity, SiteAuthority authority, Runnable changed) {
    this.identity = identity;
    this.authority = authority;
    this.changed = changed;
    this.thread = Thread.ofVirtual().name("certificates").unstarted(this::run);
  }

  /** Begins to look. */
  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks once. */
  void look() {
    try {
      if (identity.refresh()) {
        changed.run();
      }
      boolean _ = authority.refreshList();
      obstacle = Optional.empty();
    } catch (IOException e) {
      obstacle = Optional.of("no certificate is renewed: " + e.getMessage());
    }
  }

  /** What is in the way, in one line for the operator. */
  public Optional<String> obstacle() {
    return obstacle.or(identity::remark);
  }

  @Override
  public void close() {
    closing.countDown();
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
