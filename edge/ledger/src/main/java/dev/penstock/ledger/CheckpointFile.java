package dev.penstock.ledger;

import dev.penstock.flow.CheckpointHistory;
import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteSignature;
import dev.penstock.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of published checkpoints. One thread writes; anybody reads. */
final class CheckpointFile implements CheckpointHistory, Closeable {
  static final int ROW_BYTES = 128;
  static final int COSIGNATURE_ROW_BYTES = 2448;

  private static final int SIGNATURE_BYTES = 64;
  private static final int COSIGNATURE_BYTES = 2420;
  private static final int TIME_BYTES = 8;

  private final String origin;
  private final RowFile rows;
  private final RowFile cosignatures;

  /** The row found last by its size: most proofs are about the newest checkpoint. */
  private volatile Optional<Row> foundLast = Optional.empty();

  /** Rows that left the house; one more may be stored that did not. */
  private volatile long shown;

  /**
   * One row as it stands in the file.
   *
   * @param cosignature 1 + the number of its row in the other file, or 0
   */
  record Row(
      long size, long timeMs, Digest root, NoteSignature signature, int cosignature, int run) {}

  private CheckpointFile(String origin, RowFile rows, RowFile cosignatures) {
    this.origin = origin;
    this.rows = rows;
    this.cosignatures = cosignatures;
    this.shown = rows.count();
  }

  static void create(Storage storage) throws IOException {
    RowFile.create(storage, Names.CHECKPOINTS);
    RowFile.create(storage, Names.COSIGNATURES);
  }

  static CheckpointFile open(Storage storage, LogFormat format, boolean isForWriting)
      throws IOException {
    RowFile rows =
        RowFile.open(
            storage,
            Names.CHECKPOINTS,
            format,
            ROW_BYTES,
            LedgerFault.CHECKPOINT_DAMAGED,
            isForWriting);
    try {
      return new CheckpointFile(
          format.origin(),
          rows,
          RowFile.open(
              storage,
              Names.COSIGNATURES,
              format,
              COSIGNATURE_ROW_BYTES,
              LedgerFault.CHECKPOINT_DAMAGED,
              isForWriting));
    } catch (IOException e) {
      Closing.all(e, rows);
      throw e;
    }
  }

  @Override
  public long count() {
    return shown;
  }

  /** Rows that are stored, whether they left the house or not. */
  long storedCount() {
    return rows.count();
  }

  /** Everything up to this row may be seen. */
  void show(long number) {
    shown = number + 1;
  }

  /** Lets nobody see rows above this size; for one who only reads. */
  void showUpTo(long size) throws IOException {
    shown = firstLargerThan(size);
  }

  /** Lets nobody see any row: which of them were honest is what is in question. */
  void showNone() {
    shown = 0;
  }

  boolean hasUnfinishedRow() {
    return rows.hasUnfinishedRow() || cosignatures.hasUnfinishedRow();
  }

  long cosignatureCount() {
    return cosignatures.count();
  }

  Row row(long number) throws IOException {
    ByteBuffer row = rows.read(number);
    byte[] signature = new byte[SIGNATURE_BYTES];
    row.get(52, signature);
    byte[] root = new byte[Digest.BYTES];
    row.get(16, root);
    if (row.getLong(0) < 0) {
      throw rows.damaged(number, "its size is out of range");
    }
    return new Row(
        row.getLong(0),
        row.getLong(8),
        Digest.of(root),
        NoteSignature.of(origin, row.getInt(48), signature),
        row.getInt(116),
        row.getInt(120));
  }

  /**
   * Appends a checkpoint with its signatures; durable on return, and not seen by readers before
   * {@link #show}.
   */
  PublishedCheckpoint append(
      Checkpoint checkpoint, Instant time, NoteSignature own, Optional<NoteSignature> mlDsa44)
      throws IOException {
    long number = rows.count();
    long timeMs = time.toEpochMilli();
    int run = 0;
    if (number > 0) {
      Row last = row(number - 1);
      run = last.run() + (timeMs < last.timeMs() ? 1 : 0);
    }
    int cosignature = 0;
    if (mlDsa44.isPresent()) {
      cosignatures.append(encodeCosignature(number, mlDsa44.get()), ForceAt.COSIGNATURE);
      cosignature = Math.toIntExact(cosignatures.count());
    }
    ByteBuffer row = ByteBuffer.allocate(ROW_BYTES);
    row.putLong(checkpoint.size()).putLong(timeMs).put(checkpoint.root().bytes());
    row.putInt(own.keyId()).put(own.signature()).putInt(cosignature).putInt(run);
    rows.append(row, ForceAt.CHECKPOINT);
    return get(number);
  }

  private static ByteBuffer encodeCosignature(long number, NoteSignature signature) {
    ByteBuffer blob = ByteBuffer.wrap(signature.signature());
    return ByteBuffer.allocate(COSIGNATURE_ROW_BYTES)
        .putLong(number)
        .putLong(blob.getLong())
        .putInt(signature.keyId())
        .putInt(0)
        .put(blob);
  }

  /** See {@link RowFile#makeSureOfLast}. */
  void makeSureOfLast() throws IOException {
    cosignatures.makeSureOfLast();
    rows.makeSureOfLast();
  }

  @Override
  public PublishedCheckpoint get(long number) throws IOException {
    Row row = row(number);
    try {
      var checkpoint = new Checkpoint(origin, row.size(), row.root());
      List<NoteSignature> signatures = new ArrayList<>();
      signatures.add(row.signature());
      if (row.cosignature() != 0) {
        signatures.add(cosignature(number, row.cosignature() - 1L));
      }
      return new PublishedCheckpoint(
          number,
          checkpoint,
          Instant.ofEpochMilli(row.timeMs()),
          new Note(checkpoint.text(), signatures));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw rows.damaged(number, "a value is out of range: " + e.getMessage());
    }
  }

  private NoteSignature cosignature(long number, long cosignatureNumber) throws IOException {
    if (cosignatureNumber < 0 || cosignatureNumber >= cosignatures.count()) {
      throw rows.damaged(number, "its ML-DSA-44 signature " + cosignatureNumber + " is missing");
    }
    ByteBuffer row = cosignatures.read(cosignatureNumber);
    if (row.getLong(0) != number) {
      throw cosignatures.damaged(
          cosignatureNumber, "it belongs to checkpoint " + row.getLong(0) + ", not " + number);
    }
    byte[] blob = new byte[TIME_BYTES + COSIGNATURE_BYTES];
    row.get(8, blob, 0, TIME_BYTES);
    row.get(24, blob, TIME_BYTES, COSIGNATURE_BYTES);
    return NoteSignature.of(origin, row.getInt(16), blob);
  }

  @Override
  public Optional<PublishedCheckpoint> latest() throws IOException {
    long now = count();
    return now == 0 ? Optional.empty() : Optional.of(get(now - 1));
  }

  @Override
  public Optional<PublishedCheckpoint> atMost(long size) throws IOException {
    long next = firstLargerThan(size);
    return next == 0 ? Optional.empty() : Optional.of(get(next - 1));
  }

  @Override
  public Optional<PublishedCheckpoint> covering(long size) throws IOException {
    long first = size <= 0 ? 0 : firstLargerThan(size - 1);
    return first == count() ? Optional.empty() : Optional.of(get(first));
  }

  /** A checkpoint of exactly this size, if one was published. */
  Optional<Digest> rootAt(long size) throws IOException {
    Optional<Row> last = foundLast;
    if (last.isPresent() && last.get().size() == size) {
      return Optional.of(last.get().root());
    }
    long next = firstLargerThan(size);
    if (next == 0) {
      return Optional.empty();
    }
    Row row = row(next - 1);
    if (row.size() != size) {
      return Optional.empty();
    }
    foundLast = Optional.of(row);
    return Optional.of(row.root());
  }

  private long firstLargerThan(long size) throws IOException {
    long low = 0;
    long high = count();
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (row(middle).size() <= size) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public Optional<PublishedCheckpoint> asOf(Instant time) throws IOException {
    long timeMs = time.toEpochMilli();
    long end = count();
    // Times never fall within a run; so go from the last run to the first, and halve within one.
    while (end > 0) {
      long start = startOfRun(row(end - 1).run(), end);
      if (row(start).timeMs() <= timeMs) {
        return Optional.of(get(lastNotAfter(timeMs, start, end)));
      }
      end = start;
    }
    return Optional.empty();
  }

  private long startOfRun(int run, long end) throws IOException {
    long low = 0;
    long high = end;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (row(middle).run() < run) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private long lastNotAfter(long timeMs, long start, long end) throws IOException {
    long low = start;
    long high = end;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (row(middle).timeMs() <= timeMs) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  @Override
  public void close() throws IOException {
    Closing.all(rows, cosignatures);
  }
}
