package dev.penstock.node;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.Gap;
import dev.penstock.flow.delivery.EarlyNote;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.pump.IntakePump;
import dev.penstock.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongUnaryOperator;

/**
 * Notes, beside the journal and by a thread of its own, what destinations were shown that the
 * journal does not have: a start that finds such a note states what the journal never got. The note
 * of an earlier run stays until that is durable. A disk that takes nothing at all takes no note
 * either; nothing waits for it.
 */
final class EarlyNotes implements Closeable {
  static final String FILE = "not-journaled";

  private static final Duration LOOK = Duration.ofMillis(500);

  private final Storage notes;
  private final EarlyNote found;
  private final Map<Long, Gap> missing;
  private final AtomicInteger unstated = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Optional<String> obstacle = Optional.empty();
  private Optional<Thread> thread = Optional.empty();

  private EarlyNotes(Storage notes, EarlyNote found, Map<Long, Gap> missing) {
    this.notes = notes;
    this.found = found;
    this.missing = missing;
  }

  /**
   * What the run before left.
   *
   * @param nextSeq of a source, as the journal was found: before anything is taken in
   */
  static EarlyNotes open(Storage notes, LongUnaryOperator nextSeq) throws IOException {
    byte[] stored = ReplacedFile.read(notes, FILE, EarlyNote.BYTES_MAX);
    EarlyNote found =
        switch (EarlyNote.decode(stored)) {
          case Decoded.Value<EarlyNote>(var read) -> read;
          case Decoded.Refused<EarlyNote> _ -> EarlyNote.NONE;
        };
    return new EarlyNotes(notes, found, found.missing(nextSeq));
  }

  /** States what is missing, before anything else is taken in, and notes from now on. */
  void start(IntakePump intake) {
    unstated.set(missing.size());
    missing.forEach((source, gap) -> {
      boolean _ = intake.offer(source, gap, new Stated());
    });
    Thread made = Thread.ofPlatform().name("early-notes").daemon().unstarted(() -> run(intake));
    thread = Optional.of(made);
    made.start();
  }

  private final class Stated implements Receipt {
    @Override
    public void durable() {
      int _ = unstated.decrementAndGet();
    }

    /** The note stays, and the next start states it. */
    @Override
    public void refused(String reason) {
      obstacle = Optional.of("what the journal never got is not stated: " + reason);
    }
  }

  private void run(IntakePump intake) {
    EarlyNote kept = found;
    try {
      boolean goesOn = true;
      while (goesOn) {
        goesOn = !closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        EarlyNote now = intake.earlyNote();
        if (unstated.get() == 0 && !now.equals(kept)) {
          kept = written(now) ? now : kept;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean written(EarlyNote now) {
    try {
      ReplacedFile.write(notes, FILE, now.sources().isEmpty() ? new byte[0] : now.encode());
      obstacle = Optional.empty();
      return true;
    } catch (IOException e) {
      obstacle = Optional.of("what destinations were shown early is not noted: " + e.getMessage());
      return false;
    }
  }

  /** Why it is not noted or stated, if so. */
  Optional<String> obstacle() {
    return obstacle;
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    if (thread.isPresent()) {
      Ended.within(Ended.PATIENCE, thread.get(), "noting what destinations were shown");
    }
  }
}
