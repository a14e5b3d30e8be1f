package dev.penstock.node;

import dev.penstock.flow.ReadableLedger;
import dev.penstock.flow.index.BookKeeper;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.journal.DropPlan;
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
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What a node does once a minute: it drops what retention gives up, and stores what makes the next
 * start quick; the latter at the end too.
 */
final class Upkeep implements Closeable {
  private static final Duration EVERY = Duration.ofMinutes(1);

  /** What a start had to read behind old notes, one that comes soon after need not read again. */
  private static final Duration FIRST = Duration.ofSeconds(5);

  /** A snapshot record is sealed within a second or two, unless the sealer is behind. */
  private static final Duration SEALED_LOOK = Duration.ofMillis(100);

  private static final int SEALED_LOOKS_MAX = 300;

  private final IntakePump intake;
  private final SealerPump sealer;
  private final Journal journal;
  private final ReadableLedger ledger;
  private final Projections projections;
  private final Devices devices;
  private final Retention retention;
  private final Storage notes;
  private final PayloadUpkeep payloads;
  private final BookKeeper keeper;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Optional<String> obstacle = Optional.empty();
  private volatile Optional<String> kept = Optional.empty();
  private volatile Set<String> losing = Set.of();

  Upkeep(
      IntakePump intake,
      SealerPump sealer,
      Stores stores,
      Projections projections,
      Devices devices,
      Retention retention,
      Storage notes,
      PayloadUpkeep payloads,
      BookKeeper keeper) {
    this.intake = intake;
    this.sealer = sealer;
    this.journal = stores.journal();
    this.ledger = stores.ledger();
    this.projections = projections;
    this.devices = devices;
    this.retention = retention;
    this.notes = notes;
    this.payloads = payloads;
    this.keeper = keeper;
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
    return kept.or(payloads::obstacle);
  }

  private void run() {
    try {
      intake.wantNotes();
      Duration wait = FIRST;
      while (!closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        boolean isFirst = wait.equals(FIRST);
        if (!isFirst) {
          drop();
          lookAhead();
          payloads.drop();
        }
        store();
        // They come behind a roll-call; without listeners the first is after ten seconds.
        wait = intake.notes().isPresent() ? EVERY : FIRST;
        intake.wantNotes();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Drops what the settings no longer keep, if anything; the records say so. What is dropped is
   * sealed in blocks that the log has now, so first the index keeps its state up to here, and that
   * it did is sealed too: a rebuild begins there.
   */
  void drop() throws InterruptedException {
    switch (journal.planDrop(retention)) {
      case DropPlanning.Planned(var plan) -> {
        payloads.planned(plan);
        // Asked for after the plan was made: what the plan drops was sealed before.
        long size = ledger.view().head().size();
        if (storeDevices() && isKept(size) && !intake.drop(plan, new Dropping(plan))) {
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

  /** Which cursors lose records soon, by their names, as of the last minute. */
  Set<String> losing() {
    return losing;
  }

  /**
   * Who would lose something if less was kept than may be. Reads what would go, of those only who
   * have not had it.
   */
  void lookAhead() {
    losing =
        journal.planDrop(retention.nearly()) instanceof DropPlanning.Planned(var plan)
            ? plan.losses().stream().map(DropPlan.Loss::cursor).collect(Collectors.toSet())
            : Set.of();
  }

  /** What the journal has of the observer's memory is needed until the notes have it. */
  private boolean storeDevices() {
    try {
      devices.store();
      return true;
    } catch (IOException e) {
      kept = Optional.of("old records are kept until notes can be stored: " + e.getMessage());
      return false;
    }
  }

  /** Whether a sealed snapshot holds what the index knows of the log up to this size. */
  private boolean isKept(long size) throws InterruptedException {
    try {
      if (!projections.snapshots().isSealed(size, ledger.view())) {
        var snapshot = projections.pump().snapshotBefore(size);
        if (!intake.offerAhead(snapshot, Receipt.NONE)) {
          kept = Optional.of("too much waits to be taken in; old records are dropped later");
          return false;
        }
      }
      for (int i = 0;
          i < SEALED_LOOKS_MAX && !projections.snapshots().isSealed(size, ledger.view());
          i++) {
        if (closing.await(SEALED_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
      if (projections.snapshots().isSealed(size, ledger.view())) {
        return true;
      }
      kept = Optional.of("old records are kept until the index has sealed what it knows of them");
    } catch (IOException e) {
      kept = Optional.of("old records are kept for the index: " + e.getMessage());
    }
    return false;
  }

  private final class Dropping implements Receipt {
    private final DropPlan plan;

    Dropping(DropPlan plan) {
      this.plan = plan;
    }

    @Override
    public void durable() {
      payloads.dropped(plan);
      kept = Optional.empty();
    }

    @Override
    public void refused(String reason) {
      kept = Optional.of("old records were not dropped: " + reason);
    }
  }

  private void store() {
    try {
      Optional<IntakePump.Notes> taken = intake.notes();
      if (taken.isPresent()) {
        ReplacedFile.write(notes, RunNotes.NUMBERING, taken.get().numbering());
        ReplacedFile.write(notes, RunNotes.HEARERS, taken.get().hearers());
      }
      ReplacedFile.write(notes, RunNotes.SEALER, sealer.notes().encode());
      ReplacedFile.write(notes, RunNotes.CONTINUITY, keeper.encode(ledger.view()));
      devices.store();
      obstacle = Optional.empty();
    } catch (IOException e) {
      obstacle = Optional.of("notes were not stored: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    closing.countDown();
    Ended.await(thread);
    store();
  }
}
