package dev.penstock.node;

import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.journal.DropPlanning;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.journal.Retention;
import dev.penstock.pump.IntakePump;
import dev.penstock.pump.SealerPump;
import dev.penstock.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a node does once a minute: it drops what retention gives up, and stores what makes the next
 * start quick; the latter at the end too.
 */
final class Upkeep implements Closeable {
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final IntakePump intake;
  private final SealerPump sealer;
  private final Journal journal;
  private final Retention retention;
  private final Storage notes;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Optional<String> obstacle = Optional.empty();
  private volatile Optional<String> kept = Optional.empty();

  Upkeep(
      IntakePump intake, SealerPump sealer, Journal journal, Retention retention, Storage notes) {
    this.intake = intake;
    this.sealer = sealer;
    this.journal = journal;
    this.retention = retention;
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

  /** Why more is kept than the settings want, if so. */
  Optional<String> kept() {
    return kept;
  }

  private void run() {
    try {
      intake.wantNotes();
      while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        drop();
        store();
        intake.wantNotes();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Drops what the settings no longer keep, if anything; the records say so. */
  void drop() {
    switch (journal.planDrop(retention)) {
      case DropPlanning.Planned(var plan) -> {
        if (!intake.drop(plan, new Dropping())) {
          kept = Optional.of("too much waits to be taken in; old records are dropped later");
        }
      }
      case DropPlanning.Nothing(var heldBy) ->
          kept =
              heldBy.isEmpty()
                  ? Optional.empty()
                  : Optional.of("old records are kept for " + String.join(", ", heldBy));
      case DropPlanning.Failed(var finding) -> kept = Optional.of(finding.toString());
    }
  }

  private final class Dropping implements Receipt {
    @Override
    public void durable() {
      kept = Optional.empty();
    }

    @Override
    public void refused(String reason) {
      kept = Optional.of("old records were not dropped: " + reason);
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
