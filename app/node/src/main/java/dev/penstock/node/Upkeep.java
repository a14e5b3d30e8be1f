package dev.penstock.node;

import dev.penstock.pump.IntakePump;
import dev.penstock.pump.SealerPump;
import dev.penstock.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stores, now and then and at the end, what makes the next start quick. */
final class Upkeep implements Closeable {
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final IntakePump intake;
  private final SealerPump sealer;
  private final Storage notes;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Optional<String> obstacle = Optional.empty();

  Upkeep(IntakePump intake, SealerPump sealer, Storage notes) {
    this.intake = intake;
    this.sealer = sealer;
    this.notes = notes;
    this.thread = Thread.ofPlatform().name("upkeep").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Why nothing could be stored, if so; it costs time at the next start, nothing else. */
  Optional<String> obstacle() {
    return obstacle;
  }

  private void run() {
    try {
      intake.wantNotes();
      while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        store();
        intake.wantNotes();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void store() {
    try {
      Optional<byte[]> numbering = intake.notes();
      if (numbering.isPresent()) {
        ReplacedFile.write(notes, Node.NUMBERING, numbering.get());
      }
      ReplacedFile.write(notes, Node.SEALER, sealer.notes().encode());
      obstacle = Optional.empty();
    } catch (IOException e) {
      obstacle = Optional.of("notes were not stored: " + e.getMessage());
    }
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
    store();
  }
}
