package dev.penstock.pump;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.CursorOpening;
import dev.penstock.flow.journal.DropPlan;
import dev.penstock.flow.journal.DropPlanning;
import dev.penstock.flow.journal.Extent;
import dev.penstock.flow.journal.ExtentReading;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalFigures;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.JournalState;
import dev.penstock.flow.journal.JournalTicket;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.Pending;
import dev.penstock.flow.journal.Retention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A journal in memory that answers as a test wants it. */
final class ScriptedJournal implements Journal {
  /** What is in its way, for a batch of these classes. */
  volatile Function<Set<RecordClass>, Optional<JournalOutcome>> trouble = _ -> Optional.empty();

  /** What is done when something is dropped; the statement of it is taken like all else. */
  volatile Runnable dropped = () -> {};

  /** How much it takes at once; more is a mistake of the caller. */
  volatile int batchBytesMax = 1 << 30;

  private final List<LedgerRecord> records = new ArrayList<>();

  static JournalOutcome full() {
    return new JournalOutcome.Refused(
        new JournalFinding(JournalFault.DISK_FULL, "a file", "no space left"));
  }

  /** From now on there is no room for these. */
  void fill(RecordClass recordClass) {
    trouble = classes -> classes.contains(recordClass) ? Optional.of(full()) : Optional.empty();
  }

  void mend() {
    trouble = _ -> Optional.empty();
  }

  synchronized List<LedgerRecord> records() {
    return List.copyOf(records);
  }

  /** What people did, in its order. */
  List<Access> access() {
    return records().stream()
        .filter(record -> record.value() instanceof Access)
        .map(record -> (Access) record.value())
        .toList();
  }

  /** The objects of that. */
  List<String> objects() {
    return access().stream().map(Access::object).toList();
  }

  private synchronized JournalOutcome taken(FrameBatch batch) {
    if (!batch.isWhole() || batch.storedBytesMax() > batchBytesMax) {
      throw new IllegalArgumentException("batch of " + batch);
    }
    Set<RecordClass> classes = new HashSet<>();
    for (int i = 0; i < batch.frames(); i++) {
      boolean _ = classes.add(batch.recordClass(i));
    }
    Optional<JournalOutcome> met = trouble.apply(classes);
    if (met.isPresent()) {
      return met.get();
    }
    long first = records.size();
    for (int i = 0; i < batch.records(); i++) {
      int at = batch.startOf(i);
      if (LedgerRecord.decode(batch.buffer(), at, batch.startOf(i + 1) - at)
          instanceof Decoded.Value<LedgerRecord>(var record)) {
        boolean _ = records.add(record);
      } else {
        throw new AssertionError("no record");
      }
    }
    return new JournalOutcome.Appended(first, batch.records());
  }

  @Override
  public JournalTicket submit(FrameBatch batch) {
    JournalOutcome outcome = taken(batch);
    return new JournalTicket() {
      @Override
      public JournalOutcome await() {
        return outcome;
      }

      @Override
      public Optional<JournalOutcome> await(Duration wait) {
        return Optional.of(outcome);
      }

      @Override
      public boolean isDecided() {
        return true;
      }
    };
  }

  @Override
  public JournalTicket submit(FrameBatch batch, Duration wait) {
    return submit(batch);
  }

  @Override
  public int batchBytesMax() {
    return batchBytesMax;
  }

  @Override
  public long end() {
    return records().size();
  }

  @Override
  public CursorOpening cursor(
      String name, Set<RecordClass> classes, Pending pending, Overtaking overtaking) {
    throw new UnsupportedOperationException("nobody reads here");
  }

  @Override
  public DropPlanning planDrop(Retention retention) {
    throw new UnsupportedOperationException("nothing is dropped here");
  }

  @Override
  public JournalOutcome drop(DropPlan plan, FrameBatch statement) {
    JournalOutcome outcome = taken(statement);
    if (outcome instanceof JournalOutcome.Appended) {
      dropped.run();
    }
    return outcome;
  }

  @Override
  public JournalState state() {
    return new JournalState.Running();
  }

  @Override
  public JournalFigures figures() {
    throw new UnsupportedOperationException("nobody counts here");
  }

  @Override
  public ExtentReading read(Extent extent, byte[] into) {
    throw new UnsupportedOperationException("nobody reads here");
  }
}
