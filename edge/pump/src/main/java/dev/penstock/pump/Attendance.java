package dev.penstock.pump;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.flow.continuity.ArrivalRules;
import dev.penstock.flow.continuity.ContinuityRules;
import dev.penstock.flow.continuity.Hearers;
import dev.penstock.flow.continuity.IntervalBook;
import dev.penstock.flow.continuity.Said;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.numbering.Filing;
import dev.penstock.flow.numbering.Numbering;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The roll-call of one run: which sources were heard, listened to in vain, or deaf, and whose times
 * do not fit. A source is followed from the first time it is heard by a listener, in this run or an
 * earlier one. Which of the listener's subscriptions brings it is not known here, so it counts as
 * deaf while any of them is down. One thread, the intake's.
 */
public final class Attendance {
  /** Two clocks that are read within this are read together. */
  private static final Duration LOOK = Duration.ofMillis(100);

  private static final int LOOKS_MAX = 20;

  private final IntervalBook book;
  private final ArrivalRules arrivals = new ArrivalRules(ContinuityRules.DEFAULT);
  private final LongSupplier ticks;
  private final Hearers hearers;

  /** What is to be journalled at the end of an interval, about a source or this gateway. */
  record Statement(long source, RecordValue value) {}

  /** An interval that ended at a time, and what it was like. */
  record Ended(Instant at, List<Statement> statements) {}

  /**
   * A book whose first interval begins now.
   *
   * @param ticks ns of a clock that is never set
   * @param hearers who heard whom in earlier runs
   */
  public Attendance(Instant now, LongSupplier ticks, Hearers hearers) {
    this.ticks = ticks;
    this.hearers = hearers;
    this.book = new IntervalBook(nanos(now), ticks.getAsLong());
  }

  boolean isDue() {
    return book.isDue(ticks.getAsLong());
  }

  boolean mustCloseFirst() {
    return book.mustCloseBefore(ticks.getAsLong());
  }

  void changed(String listener, String subscription, Listening state) {
    if (hearers.asks(listener, subscription)) {
      for (long source : hearers.sources(listener)) {
        book.followUnsure(source, listener, subscription);
      }
    }
    book.changed(listener, subscription, state, ticks.getAsLong());
  }

  /** A listener heard a source. */
  void heard(String listener, long source) {
    if (hearers.hears(listener, source)) {
      follow(listener, source);
    }
  }

  private void follow(String listener, long source) {
    for (String subscription : hearers.subscriptions(listener)) {
      book.followUnsure(source, listener, subscription);
    }
  }

  /** A block that a source signed is in the journal. */
  void spoke(long source, long records) {
    book.heardBlock(source, records);
  }

  /** What was filed is in the journal. */
  void appended(Filing filing) {
    filing.each(record -> {
      if (IntervalBook.isHeard(record)) {
        book.heard(record.source(), 1);
      }
      Long received = record.receivedTime();
      if (record.kind().recordClass() == RecordClass.PLANT && received != null) {
        arrivals.took(record.source(), record.seq(), record.sourceTime(), received);
      }
    });
    filing.eachRun(run -> {
      book.heard(run.source(), run.count());
      arrivals.took(run);
    });
  }

  /** Ends the interval; what it was like is to be journalled. */
  Ended close(InstantSource clock) {
    long before = ticks.getAsLong();
    Instant now = clock.instant();
    long after = ticks.getAsLong();
    // Who is held up between the two clocks would see one that was set.
    for (int i = 1; i < LOOKS_MAX && after - before > LOOK.toNanos(); i++) {
      before = after;
      now = clock.instant();
      after = ticks.getAsLong();
    }
    IntervalBook.Closed closed = book.close(nanos(now), after);
    // From here on, for how the interval before began is not known of them.
    hearers.takeOver(this::follow);
    List<Statement> all = new ArrayList<>();
    for (RollCall call : closed.rollCalls()) {
      all.add(new Statement(Numbering.SELF, call));
    }
    for (Said said : closed.findings()) {
      all.add(new Statement(said.source(), said.finding()));
    }
    for (Said said : arrivals.close()) {
      all.add(new Statement(said.source(), said.finding()));
    }
    return new Ended(now, all);
  }

  /** Who heard whom, for a later run. */
  byte[] notes() {
    return hearers.encode();
  }

  private static long nanos(Instant time) {
    return Math.max(
        0,
        Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano()));
  }
}
