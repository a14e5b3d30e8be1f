package dev.penstock.journal;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.CursorOpening;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.Pending;
import dev.penstock.storage.Storage;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The readers that are registered, by name. Its lock is the one under which they settle and under
 * which is decided what may be dropped: so that no plan is carried out on what is no longer true.
 */
final class Cursors {
  private final Storage storage;
  private final DurableEnd durableEnd;
  private final TreeMap<String, FileCursor> byName = new TreeMap<>();

  /** Whether a drop is under way. */
  private boolean isFrozen;

  private final LongAdder findings = new LongAdder();

  Cursors(Storage storage, DurableEnd durableEnd) {
    this.storage = storage;
    this.durableEnd = durableEnd;
  }

  Storage storage() {
    return storage;
  }

  synchronized CursorOpening open(
      String name, Set<RecordClass> classes, Pending pending, Overtaking overtaking) {
    if (name.isBlank() || classes.isEmpty()) {
      throw new IllegalArgumentException("cursor '" + name + "' of classes " + classes);
    }
    awaitThaw();
    long end = durableEnd.now().end();
    if (pending.from() > end) {
      return new CursorOpening.Refused(FileCursor.ahead(name, pending.from(), end));
    }
    if (byName.containsKey(name)) {
      return new CursorOpening.Refused(
          new JournalFinding(JournalFault.CURSOR_NAME_TAKEN, name, "a cursor has this name"));
    }
    var cursor = new FileCursor(name, classes, overtaking, pending, durableEnd, this);
    FileCursor _ = byName.put(name, cursor);
    return new CursorOpening.Opened(cursor);
  }

  /** False when it was not registered any more. */
  synchronized boolean remove(FileCursor cursor) {
    return byName.remove(cursor.name(), cursor);
  }

  /** All of them, by name. */
  synchronized List<FileCursor> all() {
    return List.copyOf(byName.values());
  }

  /** What cursors have settled does not change until {@link #thaw}; nobody waits for that. */
  synchronized void freeze() {
    isFrozen = true;
  }

  synchronized void thaw() {
    isFrozen = false;
    byName.values().forEach(FileCursor::catchUp);
    notifyAll();
  }

  /** A reader that comes while a drop is under way could not be spared by it. */
  private synchronized void awaitThaw() {
    boolean isInterrupted = false;
    while (isFrozen) {
      try {
        wait();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized boolean isFrozen() {
    return isFrozen;
  }

  /** A reader met something that is wrong. */
  void found() {
    findings.increment();
  }

  long findings() {
    return findings.sum();
  }

  synchronized void closeAll() {
    List.copyOf(byName.values()).forEach(FileCursor::close);
  }
}
