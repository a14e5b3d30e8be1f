package dev.penstock.bench.bridge;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.journal.CursorOpening;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.Reading;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.OptionalLong;

/**
 * A reader of a node's journal, as a northbound destination is one: a message is handed to it when
 * it is durable and not before. Notes how long after its sending that was, and below which number
 * all are there.
 */
final class JournalFollower implements Closeable {
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int READ_BYTES = 1 << 20;

  private final JournalCursor cursor;
  private final Thread thread;
  private volatile boolean isClosing;

  /** Guarded by this, as below. */
  private final Durations durations = new Durations();

  private final Prefix numbers = new Prefix();

  private JournalFollower(JournalCursor cursor) {
    this.cursor = cursor;
    this.thread = Thread.ofPlatform().name("follower").daemon().unstarted(this::run);
  }

  /** Reads from the journal's end on. */
  static JournalFollower start(Journal journal) throws IOException {
    return switch (journal.cursor(
        "bench", EnumSet.of(RecordClass.PLANT), journal.end(), Overtaking.ALLOWED)) {
      case CursorOpening.Opened(var cursor) -> {
        var follower = new JournalFollower(cursor);
        follower.thread.start();
        yield follower;
      }
      case CursorOpening.Refused(var finding) -> throw new IOException(finding.toString());
    };
  }

  private void run() {
    try {
      while (!isClosing) {
        boolean _ = cursor.awaitMore(LOOK);
        Reading _ = cursor.read(this::take, READ_BYTES);
        cursor.settle(cursor.position());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does
    }
  }

  private synchronized boolean take(Frame frame) {
    long now = System.nanoTime();
    for (int i = 0; i < frame.count(); i++) {
      int at = frame.startOf(i);
      if (LedgerRecord.decode(frame.buffer(), at, frame.startOf(i + 1) - at)
              instanceof Decoded.Value<LedgerRecord>(var record)
          && record.value() instanceof Sample(Payload payload)) {
        byte[] bytes = payload.bytes().bytes();
        OptionalLong number = Numbered.number(bytes);
        if (number.isPresent()) {
          durations.add(now - Numbered.nanos(bytes));
          numbers.add(number.getAsLong());
        }
      }
    }
    return true;
  }

  /** Below which number all are durable. */
  synchronized String durable() {
    return Long.toString(numbers.end());
  }

  /** How many there were since this was asked last, and the 50th and 99th percentile, in ns. */
  synchronized String durations() {
    String answer =
        durations.count() + " " + durations.percentile(50) + " " + durations.percentile(99);
    durations.clear();
    return answer;
  }

  @Override
  public void close() {
    isClosing = true;
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
    cursor.close();
  }
}
