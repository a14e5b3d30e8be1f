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
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ServerIdentity identity;
  private final SiteAuthority authority;
  private final Changed changed;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /** Guarded by this. */
  private boolean isToldDue;

  private volatile Optional<String> obstacle = Optional.empty();

  /** Who shows the identity to others. */
  @FunctionalInterface
  public interface Changed {
    /** It is another one now; when this throws, it is told again. */
    void show() throws IOException;
  }

  /**
   * One that has not begun.
   *
   * @param changed is told when the identity is another one
   */
  public Renewal(ServerIdentity identity, SiteAuthority authority, Changed changed) {
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
  synchronized void look() {
    try {
      isToldDue |= identity.refresh();
      if (isToldDue) {
        changed.show();
        isToldDue = false;
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

  /**
   * Waits for the look that is under way, and no longer than {@link #PATIENCE}: it reads and writes
   * small files, and a disk that does not answer must not hold up the end of everything else.
   *
   * @throws IOException when it did not end
   */
  @Override
  public void close() throws IOException {
    closing.countDown();
    boolean isEnded = false;
    try {
      isEnded = thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!isEnded) {
      thread.interrupt();
      throw new IOException("looking after certificates did not end; the disk may not answer");
    }
  }
}
