package dev.penstock.ledger;

import dev.penstock.flow.LedgerFault;
import dev.penstock.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** The rows that say which entries were dropped. One thread writes; anybody reads. */
final class RetentionFile implements Closeable {
  static final int ROW_BYTES = 256;

  /** What is left of a row for the policy's name. */
  static final int POLICY_BYTES_MAX = 226;

  private static final int POLICY_AT = 26;

  private final RowFile rows;

  /** The last row, kept because each read asks for it. */
  private volatile Optional<Row> last;

  /**
   * One dropping of entries.
   *
   * @param minimumIndex the first entry that stayed
   * @param recordIndex the entry that recorded the decision
   */
  record Row(long minimumIndex, Instant at, long recordIndex, String policy) {}

  private RetentionFile(RowFile rows, Optional<Row> last) {
    this.rows = rows;
    this.last = last;
  }

  static void create(Storage storage) throws IOException {
    RowFile.create(storage, Names.RETENTION);
  }

  static RetentionFile open(Storage storage, LogFormat format, boolean isForWriting)
      throws IOException {
    RowFile rows =
        RowFile.open(
            storage,
            Names.RETENTION,
            format,
            ROW_BYTES,
            LedgerFault.RETENTION_DAMAGED,
            isForWriting);
    try {
      return new RetentionFile(
          rows, rows.count() == 0 ? Optional.empty() : Optional.of(decode(rows, rows.count() - 1)));
    } catch (IOException | RuntimeException | Error e) {
      Closing.all(e, rows);
      throw e;
    }
  }

  Optional<Row> last() {
    return last;
  }

  /** Looks for rows that another process has written since; whether there are any. */
  synchronized boolean lookAgain() throws IOException {
    long before = rows.count();
    rows.lookAgain();
    if (rows.count() == before) {
      return false;
    }
    last = Optional.of(decode(rows, rows.count() - 1));
    return true;
  }

  long count() {
    return rows.count();
  }

  Row row(long number) throws IOException {
    return decode(rows, number);
  }

  /** Entries below this are gone. */
  long minimumIndex() {
    return last.map(Row::minimumIndex).orElse(0L);
  }

  boolean hasUnfinishedRow() {
    return rows.hasUnfinishedRow();
  }

  /** Appends a row; durable on return. */
  void append(Row row) throws IOException {
    byte[] policy = row.policy().getBytes(StandardCharsets.UTF_8);
    requirePolicy(row.policy());
    ByteBuffer bytes = ByteBuffer.allocate(ROW_BYTES);
    bytes.putLong(row.minimumIndex()).putLong(row.at().toEpochMilli()).putLong(row.recordIndex());
    bytes.putShort((short) policy.length).put(policy);
    rows.append(bytes, ForceAt.RETENTION);
    last = Optional.of(decode(rows, rows.count() - 1));
  }

  static void requirePolicy(String policy) {
    int bytes = policy.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > POLICY_BYTES_MAX) {
      throw new IllegalArgumentException(
          "policy name of " + bytes + " bytes, must be 1.." + POLICY_BYTES_MAX);
    }
  }

  private static Row decode(RowFile rows, long number) throws IOException {
    ByteBuffer row = rows.read(number);
    int policyBytes = row.getShort(24) & 0xffff;
    if (row.getLong(0) < 0 || row.getLong(16) < 0 || policyBytes > POLICY_BYTES_MAX) {
      throw rows.damaged(number, "a number is out of range");
    }
    byte[] policy = new byte[policyBytes];
    row.get(POLICY_AT, policy);
    return new Row(
        row.getLong(0),
        Instant.ofEpochMilli(row.getLong(8)),
        row.getLong(16),
        new String(policy, StandardCharsets.UTF_8));
  }

  /** See {@link RowFile#makeSureOfLast}. */
  void makeSureOfLast() throws IOException {
    rows.makeSureOfLast();
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
