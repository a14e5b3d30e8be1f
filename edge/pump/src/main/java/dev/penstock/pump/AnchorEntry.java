package dev.penstock.pump;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.flow.anchoring.AnchorArchive;
import dev.penstock.flow.anchoring.AnchorMark;
import dev.penstock.flow.anchoring.AnchorRecords;
import dev.penstock.flow.anchoring.AnchorRow;
import dev.penstock.flow.anchoring.AnchorStore;
import dev.penstock.flow.devices.DeviceFrames;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.journal.CursorOpening;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.Reading;
import dev.penstock.flow.numbering.Numbering;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Brings the answers of anchors into the ledger, each once: those that came in an interval as one
 * record for each head. A mark beside the answers says before which rows are handed to the journal,
 * and after it that they are in it; a start that finds a difference asks the journal. No block is
 * made for such a record: it waits in the journal for the next one.
 */
public final class AnchorEntry implements Closeable {
  private static final Duration TICK = Duration.ofSeconds(1);

  /** As long as a heartbeat takes at most to give the records a block. */
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final int READ_BYTES = 4 << 20;

  private final AnchorStore store;
  private final Journal journal;
  private final AnchorPump.Statements statements;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile Optional<String> obstacle = Optional.empty();

  /** Records that are handed to the journal and not durable yet. */
  private final AtomicInteger underWay = new AtomicInteger();

  /** What is to be handed to the journal yet; the thread owns it, as all below. */
  private final ArrayDeque<AnchorResults> waiting = new ArrayDeque<>();

  private @Nullable AnchorMark mark;
  private int ticksToWait;

  /** Enters what this store holds. */
  public AnchorEntry(AnchorStore store, Journal journal, AnchorPump.Statements statements) {
    this.store = store;
    this.journal = journal;
    this.statements = statements;
    this.thread = Thread.ofVirtual().name("anchor records").unstarted(this::run);
  }

  /** Begins to enter. */
  public void start() {
    thread.start();
  }

  /** Why nothing is entered at the moment, if so. */
  public Optional<String> obstacle() {
    return obstacle;
  }

  private void run() {
    try {
      while (!closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          step();
          obstacle = Optional.empty();
        } catch (IOException e) {
          obstacle = Optional.of(String.valueOf(e.getMessage()));
        }
      }
    } catch (InterruptedException e) {
      // Only close() interrupts.
      Thread.currentThread().interrupt();
    }
  }

  private void step() throws IOException {
    AnchorMark known = mark;
    if (known == null) {
      known = resumed();
      mark = known;
    }
    offerWaiting();
    if (!waiting.isEmpty() || underWay.get() > 0) {
      return;
    }
    if (!known.isSettled()) {
      mark = stored(known.settled());
      ticksToWait = (int) INTERVAL.dividedBy(TICK);
      return;
    }
    ticksToWait = Math.max(0, ticksToWait - 1);
    if (ticksToWait == 0 && store.count() > known.entered()) {
      begin(known.entered());
    }
  }

  private AnchorMark stored(AnchorMark next) throws IOException {
    store.mark(next.encode());
    return next;
  }

  private void begin(long from) throws IOException {
    List<AnchorRow> rows = store.rows(from, AnchorArchive.ROWS_MAX);
    mark = stored(new AnchorMark(from, from + rows.size(), journal.end()));
    waiting.addAll(AnchorRecords.of(rows));
    offerWaiting();
  }

  private void offerWaiting() {
    while (!waiting.isEmpty()) {
      int _ = underWay.incrementAndGet();
      if (!statements.offer(waiting.element(), new Entered())) {
        int _ = underWay.decrementAndGet();
        return;
      }
      AnchorResults _ = waiting.remove();
    }
  }

  private final class Entered implements Receipt {
    @Override
    public void durable() {
      int _ = underWay.decrementAndGet();
    }

    /** Stays under way: the next start finds out what the journal has. */
    @Override
    public void refused(String reason) {
      obstacle = Optional.of("a result was not taken: " + reason);
    }
  }

  /** What an earlier run may or may not have handed to the journal in time. */
  private AnchorMark resumed() throws IOException {
    AnchorMark known =
        switch (AnchorMark.decode(store.mark())) {
          case Decoded.Value<AnchorMark>(var read) -> read;
          // Never stored, or of another version: the whole journal says it.
          case Decoded.Refused<AnchorMark> _ -> new AnchorMark(0, store.count(), 0);
        };
    if (known.isSettled()) {
      return known;
    }
    List<AnchorResults> found = found(Math.min(known.position(), journal.end()));
    List<AnchorRow> rows = new ArrayList<>();
    for (long from = known.entered(); from < known.offered(); from += AnchorArchive.ROWS_MAX) {
      int count = (int) Math.min(AnchorArchive.ROWS_MAX, known.offered() - from);
      rows.addAll(store.rows(from, count));
    }
    waiting.addAll(AnchorRecords.of(AnchorRecords.missing(rows, found)));
    return known;
  }

  /** The anchor records of this gateway from a position of the journal on. */
  private List<AnchorResults> found(long from) throws IOException {
    List<AnchorResults> found = new ArrayList<>();
    switch (journal.cursor(
        "anchor-records", EnumSet.of(RecordClass.CONTROL), from, Overtaking.ALLOWED)) {
      case CursorOpening.Refused(var finding) -> throw new IOException(finding.toString());
      case CursorOpening.Opened(var cursor) -> {
        try (cursor) {
          readAll(cursor, found);
        }
      }
    }
    return found;
  }

  private static void readAll(JournalCursor cursor, List<AnchorResults> found) throws IOException {
    while (true) {
      switch (cursor.read(frame -> take(frame, found), READ_BYTES)) {
        case Reading.Read _, Reading.Overtaken _ -> {}
        case Reading.AtEnd() -> {
          return;
        }
        case Reading.Failed(var finding) -> throw new IOException(finding.toString());
      }
    }
  }

  private static boolean take(Frame frame, List<AnchorResults> found) {
    if (frame.source() != Numbering.SELF || DeviceFrames.isOne(frame)) {
      return true;
    }
    for (int i = 0; i < frame.count(); i++) {
      int at = frame.startOf(i);
      int length = frame.startOf(i + 1) - at;
      boolean isOne =
          LedgerRecord.kindOf(frame.buffer(), at, length)
              .filter(kind -> kind == RecordKind.ANCHOR)
              .isPresent();
      if (isOne
          && LedgerRecord.decode(frame.buffer(), at, length)
              instanceof Decoded.Value<LedgerRecord>(var record)
          && record.value() instanceof AnchorResults results) {
        found.add(results);
      }
    }
    return true;
  }

  @Override
  public void close() {
    closing.countDown();
    Ending.of(thread);
  }
}
