package dev.penstock.ledger;

import dev.penstock.flow.LedgerFault;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where every 256th entry stands. Written by the committing thread, synced by the upkeep thread,
 * read by anybody.
 */
final class IndexFile implements Closeable {
  static final int ROW_BYTES = 16;

  /** Entries per row: those of one C2SP entry bundle. */
  static final int STRIDE = 256;

  private static final int CRC_AT = 12;

  private final StorageFile file;
  private final AtomicBoolean isDirty = new AtomicBoolean();

  /**
   * The place of one entry.
   *
   * @param position where its length stands in the segment
   * @param left how many entries the batch has from this one on, itself included
   */
  record Row(int segment, int position, int left) {}

  private IndexFile(StorageFile file) {
    this.file = file;
  }

  static void create(Storage storage) throws IOException {
    try (StorageFile file = storage.create(Names.INDEX)) {
      file.force(ForceAt.NEW_FILE);
    }
  }

  static IndexFile open(Storage storage, boolean isForWriting) throws IOException {
    return new IndexFile(
        isForWriting ? storage.open(Names.INDEX) : storage.openReadOnly(Names.INDEX));
  }

  /** How many rows a log of this size has. */
  static long rowsAt(long size) {
    return (size + STRIDE - 1) / STRIDE;
  }

  long rowsInFile() throws IOException {
    return file.sizeBytes() / ROW_BYTES;
  }

  static void encodeRow(ByteBuffer into, Row row) {
    int at = into.position();
    into.putInt(row.segment()).putInt(row.position()).putInt(row.left());
    into.putInt(Crc.of(into.array(), into.arrayOffset() + at, CRC_AT));
  }

  /** Writes the rows of a commit, the first of them for the first such entry; not synced. */
  void write(ByteBuffer rows, long firstIndex) throws IOException {
    if (rows.hasRemaining()) {
      file.writeFully(rows, rowsAt(firstIndex) * ROW_BYTES);
      isDirty.set(true);
    }
  }

  /** Whether the file holds these rows, the first of them for the first entry from here on. */
  boolean holds(ByteBuffer rows, long firstIndex) throws IOException {
    ByteBuffer found = ByteBuffer.allocate(rows.remaining());
    return Levels.isRead(file, found, rowsAt(firstIndex) * ROW_BYTES) && found.flip().equals(rows);
  }

  /** Makes all that was written before this call durable. */
  void sync() throws IOException {
    if (isDirty.getAndSet(false)) {
      file.force(ForceAt.LEVELS);
    }
  }

  /** The row of the entries from {@code 256 * number} on. */
  Row read(long number) throws IOException {
    ByteBuffer row = ByteBuffer.allocate(ROW_BYTES);
    try {
      file.readFully(row, number * ROW_BYTES);
    } catch (EOFException e) {
      throw damaged(number, "the file is too short: " + e.getMessage());
    }
    if (row.getInt(CRC_AT) != Crc.of(row.array(), 0, CRC_AT)) {
      throw damaged(number, "the CRC of the row does not match");
    }
    var found = new Row(row.getInt(0), row.getInt(4), row.getInt(8));
    if (found.segment < 0 || found.position < SegmentHead.BYTES || found.left < 1) {
      throw damaged(number, "a number is out of range");
    }
    return found;
  }

  private static IOException damaged(long number, String detail) {
    return Damage.of(LedgerFault.INDEX_DAMAGED, Names.INDEX, number * ROW_BYTES, detail);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
