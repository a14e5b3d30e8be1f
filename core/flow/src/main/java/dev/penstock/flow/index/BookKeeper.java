package dev.penstock.flow.index;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.flow.LedgerView;
import dev.penstock.flow.continuity.ContinuityBook;
import dev.penstock.flow.continuity.ContinuityRules;
import dev.penstock.flow.continuity.Said;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the book of how every source stands at the heels of the log: what the index reads goes in
 * on the way, and what it had read before is read again from the log. The index's thread brings in;
 * any thread may ask.
 */
public final class BookKeeper implements BlockWatch {
  /** Entries read again at once. */
  private static final int ENTRIES_MAX = 256;

  private final Map<String, Duration> cadences;

  /** Guarded by this, as all below. */
  private ContinuityBook book = new ContinuityBook(ContinuityRules.DEFAULT);

  /** All entries below are in the book. */
  private long readTo;

  private boolean isJudged = true;

  /**
   * An empty book.
   *
   * @param cadences by the names of sources: how often they speak, by the settings
   */
  public BookKeeper(Map<String, Duration> cadences) {
    this.cadences = Map.copyOf(cadences);
  }

  /**
   * Goes on where an earlier life ended, when these notes are of it and of this log; else at the
   * beginning.
   *
   * @param notes of {@link #encode}; may be empty
   */
  public synchronized void resume(byte[] notes, LedgerView view) throws IOException {
    if (notes.length < Long.BYTES + Digest.BYTES) {
      return;
    }
    ByteBuffer in = ByteBuffer.wrap(notes);
    long size = in.getLong();
    byte[] root = new byte[Digest.BYTES];
    var _ = in.get(root);
    byte[] rest = Arrays.copyOfRange(notes, in.position(), notes.length);
    boolean isOfThisLog =
        size >= 0 && size <= view.head().size() && view.root(size).equals(Digest.of(root));
    if (isOfThisLog
        && ContinuityBook.decode(ContinuityRules.DEFAULT, rest)
            instanceof Decoded.Value<ContinuityBook>(var known)
        && known.leaf() < size) {
      book = known;
      readTo = size;
    }
  }

  /** The book, and up to where it was read, as bytes. */
  public synchronized byte[] encode(LedgerView view) throws IOException {
    byte[] rest = book.encode();
    return ByteBuffer.allocate(Long.BYTES + Digest.BYTES + rest.length)
        .putLong(readTo)
        .put(view.root(readTo).bytes())
        .put(rest)
        .array();
  }

  /** Takes the cadences of the sources that the index knows by name. */
  synchronized void declare(IndexStore index) throws IOException {
    for (Map.Entry<String, Duration> each : cadences.entrySet()) {
      Optional<SourceKnown> known = index.source(each.getKey());
      if (known.isPresent()) {
        book.declare(known.get().number(), each.getValue());
      }
    }
  }

  /** Reads some of what is in the index and not in the book; true when there is no more of that. */
  synchronized boolean catchUp(BlockReader reader, long indexed) throws IOException {
    long end = Math.min(indexed, readTo + ENTRIES_MAX);
    for (long entry = readTo; entry < end; entry++) {
      if (reader.read(entry) instanceof BlockReading.Found(var content)) {
        read(content);
      }
      passed(entry);
    }
    return readTo >= indexed;
  }

  @Override
  public synchronized void read(BlockContent content) throws IOException {
    // A device speaks for itself alone, and its chain says when it is silent.
    boolean isForBook = content.kinds().stream().anyMatch(BookKeeper::isFolded);
    if (content.entry() < readTo || content.isDevices() || !isForBook) {
      return;
    }
    RecordBatch batch = content.records();
    for (int i = 0; i < batch.count(); i++) {
      int at = batch.startOf(i);
      Optional<RecordKind> kind =
          LedgerRecord.kindOf(batch.buffer(), at, batch.startOf(i + 1) - at);
      if (kind.isPresent() && isFolded(kind.get())) {
        take(content.entry(), content.placeOf(i), content.sealed(i).record());
      }
    }
  }

  private void take(long entry, int place, LedgerRecord record) {
    if (record.value() instanceof DictionaryEntry named) {
      Duration cadence = cadences.get(named.name());
      if (record.point() == null && cadence != null) {
        book.declare(record.source(), cadence);
      }
      return;
    }
    boolean isNew = book.apply(entry, place, record);
    if (isNew && (record.value() instanceof RollCall || record.kind() == RecordKind.FINDING)) {
      isJudged = false;
    }
  }

  private static boolean isFolded(RecordKind kind) {
    return switch (kind) {
      case DICTIONARY, ROLL_CALL, GAP, FINDING, ARRIVAL -> true;
      case SAMPLE,
          EVENT,
          ACCESS,
          ALARM,
          COMMAND_REQUESTED,
          COMMAND_DISPATCHED,
          COMMAND_RESULT,
          CONFIGURATION,
          POLICY_DECISION,
          BOOT,
          KEY_CHANGE,
          CHAIN_RESET,
          ACK,
          ATTESTATION,
          ANCHOR,
          SNAPSHOT,
          STATEMENT ->
          false;
    };
  }

  @Override
  public synchronized void passed(long entry) {
    readTo = Math.max(readTo, entry + 1);
  }

  /** Whether something came in since this was last said, so that silences must be judged again. */
  public synchronized boolean isToBeJudged() {
    boolean isDue = !isJudged;
    isJudged = true;
    return isDue;
  }

  /** As {@link ContinuityBook#unsaid}. */
  public synchronized List<Said> unsaid() {
    return book.unsaid();
  }

  /** How a source stands; empty when no record named it. */
  public synchronized Optional<ContinuityBook.Standing> standing(long source) {
    return book.standing(source);
  }
}
