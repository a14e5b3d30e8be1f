package dev.penstock.pump;

import dev.penstock.flow.Ledger;
import dev.penstock.flow.Publication;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.merkle.note.NoteSigner;
import java.io.Closeable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Publishes the log's checkpoints: each second while the log grows, each minute while it does not,
 * so that who watches can tell a quiet log from a dead one. Each minute the checkpoint has an
 * ML-DSA-44 signature beside the Ed25519 one, and also when somebody wants one that has it, to have
 * it anchored.
 */
public final class CheckpointPump implements Closeable {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofMinutes(1);

  private final Ledger ledger;
  private final NoteSigner ed25519;
  private final NoteSigner mlDsa44;
  private final LongSupplier nanos;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  private volatile Optional<String> obstacle = Optional.empty();
  private volatile Optional<PublishedCheckpoint> last = Optional.empty();
  private volatile Optional<PublishedCheckpoint> lastWithBoth = Optional.empty();
  private volatile boolean isBothWanted;

  /** The size that was published last, and when with both signatures; the thread owns them. */
  private long lastSize = -1;

  private long lastNanos;
  private long lastBothNanos;
  private boolean isFirst = true;

  /**
   * Publishes for a log.
   *
   * @param nanos a clock that only counts on
   */
  public CheckpointPump(Ledger ledger, NoteSigner ed25519, NoteSigner mlDsa44, LongSupplier nanos) {
    this.ledger = ledger;
    this.ed25519 = ed25519;
    this.mlDsa44 = mlDsa44;
    this.nanos = nanos;
    this.thread = Thread.ofPlatform().name("checkpoints").daemon().unstarted(this::run);
  }

  /** Begins to publish. */
  public void start() {
    thread.start();
  }

  /** The newest checkpoint of this run. */
  public Optional<PublishedCheckpoint> last() {
    return last;
  }

  /** The newest one that has both signatures. */
  public Optional<PublishedCheckpoint> lastWithBoth() {
    return lastWithBoth;
  }

  /**
   * Asks for a checkpoint with both signatures; {@link #lastWithBoth} has it within a second or
   * two, unless something is in the way.
   */
  public void wantBoth() {
    isBothWanted = true;
  }

  /** Why nothing is published at the moment, if so. */
  public Optional<String> obstacle() {
    return obstacle;
  }

  private void run() {
    while (isOn()) {
      publishIfDue();
    }
    publish(true);
  }

  /** Waits for the next second; false when this is closed. */
  private boolean isOn() {
    try {
      return !closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void publishIfDue() {
    long now = nanos.getAsLong();
    boolean isBothDue = isFirst || isBothWanted || now - lastBothNanos >= IDLE.toNanos();
    boolean isGrown = ledger.view().head().size() != lastSize;
    if (isGrown || isBothDue || now - lastNanos >= IDLE.toNanos()) {
      publish(isBothDue);
    }
  }

  private void publish(boolean withBoth) {
    if (withBoth) {
      isBothWanted = false;
    }
    Publication result = withBoth ? ledger.publish(ed25519, mlDsa44) : ledger.publish(ed25519);
    switch (result) {
      case Publication.Published(var checkpoint) -> {
        lastNanos = nanos.getAsLong();
        lastBothNanos = withBoth ? lastNanos : lastBothNanos;
        isFirst = isFirst && !withBoth;
        lastSize = checkpoint.checkpoint().size();
        last = Optional.of(checkpoint);
        lastWithBoth = withBoth ? last : lastWithBoth;
        obstacle = Optional.empty();
      }
      case Publication.Refused(var finding) -> obstacle = Optional.of(finding.toString());
    }
  }

  /** Publishes what is committed, and ends. */
  @Override
  public void close() {
    closing.countDown();
    Ending.of(thread);
  }
}
