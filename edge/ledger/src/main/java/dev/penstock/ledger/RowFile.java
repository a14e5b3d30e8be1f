package dev.penstock.ledger;

import dev.penstock.flow.LedgerDamagedException;
import dev.penstock.flow.LedgerFault;
import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A file of rows of one length that only grows, each with a CRC-32C over the log id, its number and
 * its bytes in the last four bytes, and synced before it counts. One thread writes; anybody reads.
 */
final class RowFile implements Closeable {
  private static final int CRC_BYTES = 4;

  private final StorageFile file;
  private final String name;

  /** Goes into each CRC, so that bytes an older file left on the disk are no row of this log. */
  private final byte[] logId;

  private final int rowBytes;
  private final LedgerFault fault;

  /** Rows that are whole and durable. */
  private volatile long count;

  private final boolean hasUnfinishedRow;

  private RowFile(
      StorageFile file,
      String name,
      byte[] logId,
      int rowBytes,
      LedgerFault fault,
      boolean hasUnfinishedRow) {
    this.file = file;
    this.name = name;
    this.logId = logId;
    this.rowBytes = rowBytes;
    this.fault = fault;
    this.hasUnfinishedRow = hasUnfinishedRow;
  }

  static void create(Storage storage, String name) throws IOException {
    try (StorageFile file = storage.create(name)) {
      file.force(ForceAt.NEW_FILE);
    }
  }

  /** Opens the file; a last row that is short or fails its CRC is not counted. */
  static RowFile open(
      Storage storage,
      String name,
      LogFormat format,
      int rowBytes,
      LedgerFault fault,
      boolean isForWriting)
      throws IOException {
    byte[] logId = format.idBytes();
    StorageFile file = isForWriting ? storage.open(name) : storage.openReadOnly(name);
    try {
      long bytes = file.sizeBytes();
      long whole = wholeRows(file, bytes, rowBytes, logId);
      var rows = new RowFile(file, name, logId, rowBytes, fault, whole * rowBytes != bytes);
      rows.count = whole;
      return rows;
    } catch (IOException e) {
      Closing.all(e, file);
      throw e;
    }
  }

  long count() {
    return count;
  }

  /** True when, at opening, bytes of a row stood behind the last whole one. */
  boolean hasUnfinishedRow() {
    return hasUnfinishedRow;
  }

  /** Looks for rows that another process has written since. One thread at a time. */
  void lookAgain() throws IOException {
    count = Math.max(count, wholeRows(file, file.sizeBytes(), rowBytes, logId));
  }

  /** How many rows stand in so many bytes; a last one that is short or fails its CRC is none. */
  private static long wholeRows(StorageFile file, long bytes, int rowBytes, byte[] logId)
      throws IOException {
    long rows = bytes / rowBytes;
    boolean isLastWhole =
        bytes % rowBytes != 0
            || rows == 0
            || isWhole(readRow(file, rowBytes, rows - 1), logId, rows - 1);
    return isLastWhole ? rows : rows - 1;
  }

  /** The row of this number, checked. */
  ByteBuffer read(long number) throws IOException {
    if (number < 0 || number >= count) {
      throw new IndexOutOfBoundsException("row " + number + " of " + count + " in " + name);
    }
    ByteBuffer row = readRow(file, rowBytes, number);
    if (!isWhole(row, logId, number)) {
      throw damaged(number, "the CRC of the row does not match");
    }
    return row;
  }

  LedgerDamagedException damaged(long number, String detail) {
    return Damage.of(fault, name, number * rowBytes, detail);
  }

  /**
   * Appends a row of which the last four bytes are still free; durable on return.
   *
   * @throws NoRoomException when the disk is full: the row is not in the file, and the next can be
   *     tried
   */
  void append(ByteBuffer row, ForcePoint point) throws IOException {
    row.putInt(rowBytes - CRC_BYTES, crc(row, logId, count));
    try {
      file.writeFully(row.clear(), count * rowBytes);
    } catch (IOException e) {
      IOException why = NoRoomException.unlessOther(e);
      if (why instanceof NoRoomException) {
        file.truncate(count * rowBytes);
      }
      throw why;
    }
    file.force(point);
    count = count() + 1;
  }

  /**
   * Makes sure of the last row, which a process before this one may have written without hearing
   * that it was stored: writes the same bytes again, because a failed sync may have left them in
   * memory only, and syncs.
   */
  void makeSureOfLast() throws IOException {
    if (count > 0) {
      file.writeFully(read(count - 1), (count - 1) * rowBytes);
      file.force(ForceAt.ROW_FOUND);
    }
  }

  private static ByteBuffer readRow(StorageFile file, int rowBytes, long number)
      throws IOException {
    ByteBuffer row = ByteBuffer.allocate(rowBytes);
    file.readFully(row, number * rowBytes);
    return row.clear();
  }

  private static boolean isWhole(ByteBuffer row, byte[] logId, long number) {
    return row.getInt(row.capacity() - CRC_BYTES) == crc(row, logId, number);
  }

  private static int crc(ByteBuffer row, byte[] logId, long number) {
    var crc = new CRC32C();
    crc.update(logId);
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
    crc.update(row.slice(0, row.capacity() - CRC_BYTES));
    return (int) crc.getValue();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
