package dev.penstock.reception;

import dev.penstock.access.Approval;
import dev.penstock.access.Bytes;
import dev.penstock.access.Moment;
import dev.penstock.access.PeopleBook;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Statement;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The book of people in force, and the one place where it changes: written down first, then kept,
 * then in force. Reading never waits; changes wait for each other and for the disk.
 */
final class Book {
  private static final String UNKNOWN_OUTCOME =
      "the node stopped while it was carried out; look what came of it, it is not tried again";

  private final PeopleStore store;
  private final Trail trail;
  private final Clocks clocks;

  private volatile PeopleBook current;

  /** A save failed: which book is kept is not known. Guarded by this. */
  private boolean isUncertain;

  /** Approvals that some thread is carrying out just now. Guarded by this. */
  private final Set<Bytes> carried = new HashSet<>();

  private Book(PeopleStore store, Trail trail, Clocks clocks, PeopleBook current) {
    this.store = store;
    this.trail = trail;
    this.clocks = clocks;
    this.current = current;
  }

  static Book open(PeopleStore store, Trail trail, Clocks clocks) throws IOException {
    return new Book(store, trail, clocks, settled(store.load(), Set.of()));
  }

  /** What a change wants. */
  sealed interface Draft<T> {
    /** Nothing, and why. */
    record Refuse<T>(Refusal refusal) implements Draft<T> {}

    /**
     * Another book, or the same one.
     *
     * @param records are written before
     * @param statements are written behind them
     * @param then runs when the book is in force, before any other change
     */
    record Keep<T>(
        PeopleBook next, List<Access> records, List<Statement> statements, Supplier<T> then)
        implements Draft<T> {
      Keep(PeopleBook next, List<Access> records, Supplier<T> then) {
        this(next, records, List.of(), then);
      }
    }
  }

  PeopleBook now() {
    return current;
  }

  /** Changes the book. The step must be quick; it sees the book that nobody else changes. */
  synchronized <T> Answer<T> change(Function<PeopleBook, Draft<T>> step) {
    if (isUncertain && !reload()) {
      return Answer.refused(new Refusal.StoreUnwritable());
    }
    return switch (step.apply(current)) {
      case Draft.Refuse<T>(var refusal) -> Answer.refused(refusal);
      case Draft.Keep<T>(var next, var records, var statements, var then) ->
          isWritten(records, statements)
              ? keep(next, records, then)
              : Answer.refused(new Refusal.AuditUnwritable());
    };
  }

  private boolean isWritten(List<Access> records, List<Statement> statements) {
    int written = 0;
    while (written < records.size() && trail.write(records.get(written))) {
      written++;
    }
    if (written == records.size() && statements.stream().allMatch(trail::write)) {
      return true;
    }
    // What is written already did not come to be either.
    records
        .subList(0, written)
        .forEach(record -> trail.tryToWrite(Trail.failed(record, "not written down whole")));
    return false;
  }

  private <T> Answer<T> keep(PeopleBook next, List<Access> records, Supplier<T> then) {
    if (!next.equals(current)) {
      PeopleBook aged = next.next(clocks.now().wall());
      try {
        store.save(aged);
      } catch (IOException e) {
        isUncertain = true;
        records.forEach(record -> trail.tryToWrite(Trail.failed(record, "not kept")));
        return Answer.refused(new Refusal.StoreUnwritable());
      }
      current = aged;
    }
    return Answer.of(then.get());
  }

  /**
   * This approval is being carried out by the caller, within its change; until {@link #carried}.
   */
  synchronized void carry(Bytes approval) {
    var _ = carried.add(approval);
  }

  synchronized void carried(Bytes approval) {
    var _ = carried.remove(approval);
  }

  /** The time of now, for a step. */
  Moment moment() {
    return clocks.now();
  }

  private boolean reload() {
    try {
      current = settled(store.load(), carried);
      isUncertain = false;
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** What was being carried out, by nobody who is still there, is over: nobody knows how. */
  private static PeopleBook settled(PeopleBook book, Set<Bytes> carried) {
    PeopleBook settled = book;
    for (Approval approval : book.approvals()) {
      if (approval.state() == Approval.State.APPROVED && !carried.contains(approval.id())) {
        settled = settled.with(approval.failed(UNKNOWN_OUTCOME));
      }
    }
    return settled;
  }
}
