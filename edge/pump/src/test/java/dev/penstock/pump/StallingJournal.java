package dev.penstock.pump;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.CursorOpening;
import dev.penstock.flow.journal.DropPlan;
import dev.penstock.flow.journal.DropPlanning;
import dev.penstock.flow.journal.Extent;
import dev.penstock.flow.journal.ExtentReading;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.journal.JournalFigures;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.JournalState;
import dev.penstock.flow.journal.JournalTicket;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.Pending;
import dev.penstock.flow.journal.Retention;
import dev.penstock.journal.FileJournal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A real journal over a disk that a test makes stand still, or be full. */
final class StallingJournal implements Journal {
  private final FileJournal real;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by the lock, as all below. */
  private boolean isStalled;

  private boolean isFull;
  private int waiting;

  StallingJournal(FileJournal real) {
    this.real = real;
  }

  void stall(boolean now) {
    lock.lock();
    try {
      isStalled = now;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void full(boolean now) {
    lock.lock();
    try {
      isFull = now;
    } finally {
      lock.unlock();
    }
  }

  /** Whether somebody waits for the disk. */
  boolean isWaitedFor() {
    lock.lock();
    try {
      return waiting > 0;
    } finally {
      lock.unlock();
    }
  }

  /** Whoever waits does not change the batch before it is answered. */
  private final class Ticket implements JournalTicket {
    private final FrameBatch batch;
    private @Nullable JournalOutcome outcome;

    private Ticket(FrameBatch batch) {
      this.batch = batch;
    }

    @Override
    public JournalOutcome await() throws InterruptedException {
      return await(Duration.ofDays(1)).orElseThrow();
    }

    @Override
    public Optional<JournalOutcome> await(Duration wait) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        waiting++;
        long left = wait.toNanos();
        while (isStalled && left > 0) {
          left = changed.awaitNanos(left);
        }
        waiting--;
        if (isStalled) {
          return Optional.empty();
        }
      } finally {
        lock.unlock();
      }
      if (outcome == null) {
        outcome = real.append(batch);
      }
      return Optional.of(outcome);
    }

    @Override
    public boolean isDecided() {
      return outcome != null;
    }
  }

  @Override
  public JournalTicket submit(FrameBatch batch) {
    lock.lock();
    try {
      var ticket = new Ticket(batch);
      if (isFull) {
        ticket.outcome = ScriptedJournal.full();
      }
      return ticket;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public JournalTicket submit(FrameBatch batch, Duration wait) {
    return submit(batch);
  }

  @Override
  public int batchBytesMax() {
    return real.batchBytesMax();
  }

  @Override
  public long end() {
    return real.end();
  }

  @Override
  public CursorOpening cursor(
      String name, Set<RecordClass> classes, Pending pending, Overtaking overtaking) {
    return real.cursor(name, classes, pending, overtaking);
  }

  @Override
  public DropPlanning planDrop(Retention retention) {
    return real.planDrop(retention);
  }

  @Override
  public JournalOutcome drop(DropPlan plan, FrameBatch statement) throws InterruptedException {
    return real.drop(plan, statement);
  }

  @Override
  public JournalState state() {
    return real.state();
  }

  @Override
  public JournalFigures figures() {
    return real.figures();
  }

  @Override
  public ExtentReading read(Extent extent, byte[] into) {
    return real.read(extent, into);
  }
}
