package dev.penstock.anchorstore;

import dev.penstock.cbor.Decoded;
import dev.penstock.flow.anchoring.AnchorArchive;
import dev.penstock.flow.anchoring.AnchorRow;
import dev.penstock.flow.blob.BlobStore;
import dev.penstock.merkle.Digest;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The rows and the answers that they name, for reading. The largest size that was vouched for so
 * far stands in each row, so it never falls from one row to the next: who covers an entry is found
 * by halving. Any number of threads.
 */
public final class AnchorRows implements AnchorArchive, Closeable {
  static final String ROWS = "rows";
  static final String ANSWERS = "answers";

  private final StorageFile rows;
  private final StorageFile answers;
  private final byte[] id;
  private final BlobStore proofs;
  private final boolean isBesideWriter;

  /** Rows that are whole. */
  private volatile long count;

  private AnchorRows(
      StorageFile rows, StorageFile answers, byte[] id, BlobStore proofs, boolean isBesideWriter) {
    this.rows = rows;
    this.answers = answers;
    this.id = id.clone();
    this.proofs = proofs;
    this.isBesideWriter = isBesideWriter;
  }

  /**
   * Opens the files; a last row that is short, or not as it was written, is not counted.
   *
   * @param isBesideWriter true when another process may append, and nothing is written here
   */
  static AnchorRows open(
      Storage storage, AnchorFormat format, BlobStore proofs, boolean isBesideWriter)
      throws IOException {
    StorageFile rows = open(storage, ROWS, isBesideWriter);
    StorageFile answers = null;
    boolean isOpen = false;
    try {
      answers = open(storage, ANSWERS, isBesideWriter);
      var opened = new AnchorRows(rows, answers, format.idBytes(), proofs, isBesideWriter);
      opened.lookAgain();
      isOpen = true;
      return opened;
    } finally {
      if (!isOpen) {
        rows.close();
        if (answers != null) {
          answers.close();
        }
      }
    }
  }

  private static StorageFile open(Storage storage, String name, boolean isReadOnly)
      throws IOException {
    return isReadOnly ? storage.openReadOnly(name) : storage.open(name);
  }

  private void lookAgain() throws IOException {
    long found = rows.sizeBytes() / Row.BYTES;
    if (found > count && !Row.isWhole(bytes(found - 1), id, found - 1)) {
      found--;
    }
    count = Math.max(count, found);
  }

  /** One more row is durable. */
  void grown() {
    count = count() + 1;
  }

  byte[] id() {
    return id;
  }

  StorageFile rowFile() {
    return rows;
  }

  StorageFile answerFile() {
    return answers;
  }

  @Override
  public long count() {
    return count;
  }

  private ByteBuffer bytes(long number) throws IOException {
    ByteBuffer row = ByteBuffer.allocate(Row.BYTES);
    rows.readFully(row, number * Row.BYTES);
    return row.clear();
  }

  Row row(long number) throws IOException {
    ByteBuffer row = bytes(number);
    if (isBesideWriter && !Row.isWhole(row, id, number)) {
      // The writer may have been about to say what takes its place.
      row = bytes(number);
    }
    if (!Row.isWhole(row, id, number)) {
      throw new IOException(ROWS + " row " + number + " is damaged: its CRC does not match");
    }
    return Row.decode(row);
  }

  /** Whether a row says that this one took its place; a crash may have cut that short. */
  boolean isReplacedBy(long number, long by) throws IOException {
    ByteBuffer row = bytes(number);
    if (!Row.isBeginningWhole(row, id, number)) {
      throw new IOException(ROWS + " row " + number + " is damaged: its CRC does not match");
    }
    return Row.isWhole(row, id, number) && Row.decode(row).replacedBy() == by;
  }

  AnchorRow answer(long number) throws IOException {
    return answer(number, row(number));
  }

  private AnchorRow answer(long number, Row row) throws IOException {
    if (row.length() < 0 || row.length() > AnchorRow.BYTES_MAX) {
      throw new IOException(ROWS + " row " + number + " names " + row.length() + " bytes");
    }
    ByteBuffer answer = ByteBuffer.allocate(row.length());
    answers.readFully(answer, row.at());
    if (Row.crcOf(answer.array()) == row.answerCrc()
        && AnchorRow.decode(answer.array()) instanceof Decoded.Value<AnchorRow>(var known)
        && known.number() == number
        && known.size() == row.size()) {
      return known;
    }
    throw new IOException(ANSWERS + " is damaged at " + row.at() + ": not the answer of " + number);
  }

  @Override
  public List<AnchorRow> rows(long from, int limit) throws IOException {
    requireLimit(limit);
    long end = Math.min(seen(), Math.max(0, from) + limit);
    List<AnchorRow> found = new ArrayList<>();
    for (long number = Math.max(0, from); number < end; number++) {
      found.add(answer(number));
    }
    return found;
  }

  @Override
  public List<AnchorRow> covering(long size, int limit) throws IOException {
    requireLimit(limit);
    List<AnchorRow> found = new ArrayList<>();
    long end = seen();
    for (long number = firstCovering(size, end); number < end && found.size() < limit; number++) {
      Row row = row(number);
      if (row.isAnchored() && row.size() >= size) {
        found.add(newest(number, row, end));
      }
    }
    return found;
  }

  @Override
  public AnchorRow standing(long number) throws IOException {
    return newest(number, row(number), seen());
  }

  /** The row itself, or the last of those that took its place. */
  private AnchorRow newest(long number, Row row, long end) throws IOException {
    long at = number;
    Row newest = row;
    while (newest.replacedBy() > at && newest.replacedBy() < end) {
      at = newest.replacedBy();
      newest = row(at);
    }
    return answer(at, newest);
  }

  @Override
  public OptionalLong vouchedAt(long size) throws IOException {
    OptionalLong earliest = OptionalLong.empty();
    long end = seen();
    int looked = 0;
    for (long n = firstCovering(size, end); n < end && looked < TIME_ROWS; n++) {
      Row row = row(n);
      if (row.isAnchored() && row.size() >= size) {
        looked++;
        Long at = answer(n, row).at();
        if (at != null && (earliest.isEmpty() || at < earliest.getAsLong())) {
          earliest = OptionalLong.of(at);
        }
      }
    }
    return earliest;
  }

  @Override
  public long firstCovering(long size) throws IOException {
    return firstCovering(size, seen());
  }

  /** The first row up to which somebody vouches for so much; the end when nobody does. */
  private long firstCovering(long size, long end) throws IOException {
    long low = 0;
    long high = end;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (row(middle).largest() >= size) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private long seen() throws IOException {
    if (isBesideWriter) {
      lookAgain();
    }
    return count;
  }

  private static void requireLimit(int limit) {
    if (limit < 1 || limit > ROWS_MAX) {
      throw new IllegalArgumentException("limit is " + limit + ", must be 1.." + ROWS_MAX);
    }
  }

  @Override
  public Optional<byte[]> proof(Digest digest) throws IOException {
    return proofs.get(digest);
  }

  @Override
  public void close() throws IOException {
    try (rows) {
      answers.close();
    }
  }
}
