package dev.penstock.anchorstore;

import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.evidence.record.Details;
import dev.penstock.flow.anchoring.AnchorHead;
import dev.penstock.flow.anchoring.AnchorMemory;
import dev.penstock.flow.anchoring.AnchorRow;
import dev.penstock.flow.anchoring.AnchorStore;
import dev.penstock.flow.anchoring.Vouching;
import dev.penstock.flow.blob.BlobStore;
import dev.penstock.merkle.Digest;
import dev.penstock.storage.FilePart;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The answers of anchors in a folder, docs/formats/anchors.md: a proof is durable before the answer
 * that names it, the answer before its row, and the row makes it count. Nothing is ever taken away.
 * One process writes; others read beside it.
 */
public final class AnchorFiles implements AnchorStore, Closeable {
  private static final String MEMORY = "memory";
  private static final String BOOK = "book";
  private static final String MARK = "entered";
  private static final String WHY = "why";

  private final AnchorRows rows;
  private final SmallFiles small;
  private final BlobStore proofs;
  private final Object writing = new Object();

  /** Guarded by writing: the largest size that is vouched for, and the end of the answers. */
  private long largest;

  private long answersEnd;

  /** Guarded by writing: why nothing is stored any more; after a failed force that is unknown. */
  private @Nullable String broken;

  private AnchorFiles(Storage storage, AnchorRows rows, BlobStore proofs) {
    this.rows = rows;
    this.small = new SmallFiles(storage);
    this.proofs = proofs;
  }

  /**
   * Opens the folder for its one writer; makes it where it is empty.
   *
   * @param proofs where proofs go by their digest
   */
  public static AnchorOpening open(Storage storage, BlobStore proofs, RandomGenerator random)
      throws IOException {
    if (!storage.exists(AnchorFormat.FILE)) {
      create(storage, random);
    }
    Optional<AnchorFormat> format = AnchorFormat.read(storage);
    if (format.isEmpty()) {
      return new AnchorOpening.Refused(
          AnchorFormat.FILE + " is damaged, or of a version that this program does not know");
    }
    storage.forceFolder("", ForceAt.NEW_NAMES);
    AnchorRows rows = AnchorRows.open(storage, format.get(), proofs, false);
    var files = new AnchorFiles(storage, rows, proofs);
    Optional<String> fault = Optional.of("the rows could not be read");
    try {
      fault = files.resume();
    } finally {
      if (fault.isPresent()) {
        rows.close();
      }
    }
    return fault.isPresent()
        ? new AnchorOpening.Refused(fault.get())
        : new AnchorOpening.Opened(files);
  }

  /** What is not finished has no file that says the format, and is made anew. */
  private static void create(Storage storage, RandomGenerator random) throws IOException {
    for (String name : List.of(AnchorRows.ROWS, AnchorRows.ANSWERS)) {
      if (storage.exists(name)) {
        storage.delete(name);
      }
      try (StorageFile file = storage.create(name)) {
        file.force(ForceAt.NEW_FILE);
      }
    }
    storage.createFolder(MEMORY);
    storage.forceFolder("", ForceAt.NEW_NAMES);
    String unfinished = AnchorFormat.FILE + ".new";
    if (storage.exists(unfinished)) {
      storage.delete(unfinished);
    }
    try (StorageFile file = storage.create(unfinished)) {
      file.writeFully(ByteBuffer.wrap(AnchorFormat.fresh(random).encode()), 0);
      file.force(ForceAt.NEW_FILE);
    }
    storage.rename(unfinished, AnchorFormat.FILE);
  }

  /** Opens a folder for reading, beside its writer too; empty where no node has made one. */
  public static Optional<AnchorRows> read(Storage storage, BlobStore proofs) throws IOException {
    if (!storage.exists(AnchorFormat.FILE)) {
      return Optional.empty();
    }
    AnchorFormat format =
        AnchorFormat.read(storage)
            .orElseThrow(() ->
                new IOException(
                    AnchorFormat.FILE + " is damaged, or of a version that is not known here"));
    return Optional.of(AnchorRows.open(storage, format, proofs, true));
  }

  /** Makes sure of the last row, and of what it says of another. */
  private Optional<String> resume() throws IOException {
    long count = rows.count();
    if (count == 0) {
      return Optional.empty();
    }
    try {
      Row last = rows.row(count - 1);
      AnchorRow _ = rows.answer(count - 1);
      largest = last.largest();
      answersEnd = last.end();
      write(rows.rowFile(), last.encode(rows.id(), count - 1), (count - 1) * Row.BYTES);
      rows.rowFile().force(ForceAt.ROW_FOUND);
      if (last.replaces() >= 0 && !rows.isReplacedBy(last.replaces(), count - 1)) {
        markReplaced(last.replaces(), count - 1);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static void write(StorageFile file, ByteBuffer bytes, long at) throws IOException {
    file.writeFully(bytes.clear(), at);
  }

  @Override
  public AnchorRow given(
      AnchorHead head, AnchorResults.Kind kind, String name, long storedAt, Vouching.Given given)
      throws IOException {
    synchronized (writing) {
      requireWhole();
      Digest proof = proofs.put(given.proof().bytes());
      return append(
          new AnchorRow(
              rows.count(),
              head.checkpoint().origin(),
              head.checkpoint().size(),
              head.checkpoint().root(),
              kind,
              name,
              AnchorResults.Outcome.ANCHORED,
              storedAt,
              given.at(),
              proof,
              given.details()),
          -1);
    }
  }

  @Override
  public AnchorRow replaced(AnchorRow old, long storedAt, Vouching.Given given) throws IOException {
    if (!old.isGiven()) {
      throw new IllegalArgumentException("row " + old.number() + " has no proof to be replaced");
    }
    synchronized (writing) {
      requireWhole();
      Digest proof = proofs.put(given.proof().bytes());
      AnchorRow row =
          append(
              new AnchorRow(
                  rows.count(),
                  old.origin(),
                  old.size(),
                  old.root(),
                  old.kind(),
                  old.name(),
                  AnchorResults.Outcome.REPLACED,
                  storedAt,
                  given.at(),
                  proof,
                  given.details()),
              old.number());
      markReplaced(old.number(), row.number());
      return row;
    }
  }

  @Override
  public AnchorRow failed(
      AnchorHead head, AnchorResults.Kind kind, String name, long storedAt, String why)
      throws IOException {
    synchronized (writing) {
      return append(
          new AnchorRow(
              rows.count(),
              head.checkpoint().origin(),
              head.checkpoint().size(),
              head.checkpoint().root(),
              kind,
              name,
              AnchorResults.Outcome.FAILED,
              storedAt,
              null,
              null,
              Details.of(WHY, why)),
          -1);
    }
  }

  private AnchorRow append(AnchorRow wanted, long replaces) throws IOException {
    requireWhole();
    AnchorRow row = wanted.fitted();
    byte[] answer = row.encode();
    write(rows.answerFile(), ByteBuffer.wrap(answer), answersEnd);
    force(rows.answerFile(), ForceAt.ANSWER);
    long covered = row.isGiven() ? Math.max(largest, row.size()) : largest;
    var stored =
        new Row(
            row.size(),
            covered,
            replaces,
            answersEnd,
            answer.length,
            Row.crcOf(answer),
            Row.codeOf(row.outcome()),
            -1);
    write(rows.rowFile(), stored.encode(rows.id(), row.number()), row.number() * Row.BYTES);
    force(rows.rowFile(), ForceAt.ROW);
    largest = covered;
    answersEnd = stored.end();
    rows.grown();
    return row;
  }

  /**
   * Durable before the next row is written: until then the last row says it too, and a start looks
   * there. Were the next row there first, nobody would look any more.
   */
  private void markReplaced(long old, long by) throws IOException {
    ByteBuffer part = Row.replaced(rows.id(), old, by);
    write(rows.rowFile(), part, old * Row.BYTES + Row.REPLACED_AT);
    force(rows.rowFile(), ForceAt.REPLACED);
  }

  private void requireWhole() throws IOException {
    if (broken != null) {
      throw new IOException("nothing more is kept of what anchors answer: " + broken);
    }
  }

  private void force(StorageFile file, ForceAt point) throws IOException {
    try {
      file.force(point);
    } catch (IOException e) {
      broken = "it could not be made durable (" + e.getMessage() + "); restart";
      throw e;
    }
  }

  /**
   * The files that only grow, as far as they are durable now. Nothing is taken away from them, so a
   * copy may be made at leisure.
   */
  public List<FilePart> parts() {
    synchronized (writing) {
      return List.of(
          FilePart.of(AnchorRows.ROWS, rows.count() * Row.BYTES),
          FilePart.of(AnchorRows.ANSWERS, answersEnd));
    }
  }

  /** The book of a folder, which this process need not hold; empty when there is none. */
  public static byte[] bookOf(Storage storage) throws IOException {
    return new SmallFiles(storage).read(BOOK);
  }

  /** Names of the files of a folder that are replaced as a whole. */
  public static List<String> small(Storage storage) throws IOException {
    List<String> names = new ArrayList<>(List.of(AnchorFormat.FILE, BOOK, MARK));
    for (String name : storage.list(MEMORY)) {
      names.add(MEMORY + "/" + name);
    }
    names.removeIf(name -> name.endsWith(SmallFiles.UNFINISHED));
    return List.copyOf(names);
  }

  @Override
  public AnchorMemory memory(String name) {
    return small.memory(MEMORY + "/" + name);
  }

  @Override
  public byte[] book() throws IOException {
    return small.read(BOOK);
  }

  @Override
  public void book(byte[] encoded) throws IOException {
    small.write(BOOK, encoded);
  }

  @Override
  public byte[] mark() throws IOException {
    return small.read(MARK);
  }

  @Override
  public void mark(byte[] encoded) throws IOException {
    small.write(MARK, encoded);
  }

  @Override
  public long count() {
    return rows.count();
  }

  @Override
  public List<AnchorRow> rows(long from, int limit) throws IOException {
    return rows.rows(from, limit);
  }

  @Override
  public AnchorRow standing(long number) throws IOException {
    return rows.standing(number);
  }

  @Override
  public long firstCovering(long size) throws IOException {
    return rows.firstCovering(size);
  }

  @Override
  public List<AnchorRow> covering(long size, int limit) throws IOException {
    return rows.covering(size, limit);
  }

  @Override
  public OptionalLong vouchedAt(long size) throws IOException {
    return rows.vouchedAt(size);
  }

  @Override
  public Optional<byte[]> proof(Digest digest) throws IOException {
    return rows.proof(digest);
  }

  /** What an anchor answers from now on is not kept, and leaves no trace in the folder. */
  @Override
  public void close() throws IOException {
    small.close();
    synchronized (writing) {
      broken = "they are closed";
      rows.close();
    }
  }
}
