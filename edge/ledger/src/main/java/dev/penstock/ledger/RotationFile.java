package dev.penstock.ledger;

import dev.penstock.flow.LedgerFault;
import dev.penstock.signature.KeyRotation;
import dev.penstock.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The rows with the statements by which the log's keys were rotated: each is stored before it
 * becomes an entry, so that every rotation of the log is found without reading all entries, also
 * when its entry was dropped by policy. A row counts when the leaf of its index has the statement's
 * hash; one that does not was never entered and means nothing. The file is made with the first row.
 * One thread writes.
 */
final class RotationFile implements Closeable {
  static final int ROW_BYTES = 8_192;

  /** Rows that are looked at: more rotations than any log has. */
  static final int ROWS_MAX = 65_536;

  private static final int STATEMENT_AT = 10;

  /** What is left of a row; two ML-DSA-44 keys under the longest name take 7,754. */
  static final int STATEMENT_BYTES_MAX = ROW_BYTES - STATEMENT_AT - 4;

  private final Storage storage;
  private final LogFormat format;
  private final boolean isForWriting;
  private @Nullable RowFile rows;

  /** A statement, and the index of the entry it was to become. */
  static final class Row {
    private final long index;
    private final byte[] statement;

    private Row(long index, byte[] statement) {
      this.index = index;
      this.statement = statement;
    }

    long index() {
      return index;
    }

    /** The signed {@link KeyRotation}. */
    byte[] statement() {
      return statement.clone();
    }
  }

  private RotationFile(Storage storage, LogFormat format, boolean isForWriting) {
    this.storage = storage;
    this.format = format;
    this.isForWriting = isForWriting;
  }

  static RotationFile open(Storage storage, LogFormat format, boolean isForWriting)
      throws IOException {
    var file = new RotationFile(storage, format, isForWriting);
    file.openIfThere();
    return file;
  }

  private void openIfThere() throws IOException {
    if (rows == null && storage.exists(Names.ROTATIONS)) {
      rows =
          RowFile.open(
              storage,
              Names.ROTATIONS,
              format,
              ROW_BYTES,
              LedgerFault.ROTATIONS_DAMAGED,
              isForWriting);
    }
  }

  /** Looks for rows that another process has written since. */
  void lookAgain() throws IOException {
    openIfThere();
    if (rows != null) {
      rows.lookAgain();
    }
  }

  /** How many rows there are that are looked at. */
  int count() {
    return rows == null ? 0 : (int) Math.min(ROWS_MAX, rows.count());
  }

  boolean hasUnfinishedRow() {
    return rows != null && rows.hasUnfinishedRow();
  }

  Row row(int number) throws IOException {
    if (rows == null) {
      throw new IndexOutOfBoundsException("row " + number + " of none in " + Names.ROTATIONS);
    }
    ByteBuffer row = rows.read(number);
    int bytes = row.getShort(8) & 0xffff;
    if (row.getLong(0) < 0 || bytes > STATEMENT_BYTES_MAX) {
      throw rows.damaged(number, "a number is out of range");
    }
    byte[] statement = new byte[bytes];
    row.get(STATEMENT_AT, statement);
    return new Row(row.getLong(0), statement);
  }

  /** Appends a row; durable on return. */
  void append(long index, byte[] statement) throws IOException {
    if (rows == null) {
      if (!storage.exists(Names.ROTATIONS)) {
        RowFile.create(storage, Names.ROTATIONS);
      }
      storage.forceFolder("", ForceAt.ROTATION_NAME);
      openIfThere();
    }
    RowFile opened = rows;
    if (opened == null || opened.count() >= ROWS_MAX) {
      throw new IOException("there is no room for another row in " + Names.ROTATIONS);
    }
    ByteBuffer row = ByteBuffer.allocate(ROW_BYTES);
    row.putLong(index).putShort((short) statement.length).put(statement);
    opened.append(row, ForceAt.ROTATION);
  }

  /** See {@link RowFile#makeSureOfLast}. */
  void makeSureOfLast() throws IOException {
    if (rows != null) {
      rows.makeSureOfLast();
    }
  }

  @Override
  public void close() throws IOException {
    if (rows != null) {
      rows.close();
    }
  }
}
