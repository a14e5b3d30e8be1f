package dev.penstock.testkit.disk;

import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The smallest log that survives everything, to try the crash checks on; and, by its flaws, logs
 * that do not. A file {@code log}: 8 bytes of salt, then records of length, number, check sum,
 * bytes, in space that was allocated ahead and shows what it likes.
 */
final class SmallLog implements Closeable {
  enum Point implements ForcePoint {
    NEW_FILE,
    NEW_NAME,
    TAIL_CLEARED,
    RECORD
  }

  /** Ways to get it wrong that have been seen in the wild. */
  enum Flaw {
    /** The check sum does not cover the bytes. */
    CHECKS_ONLY_THE_NUMBER,
    /** Nothing tells this file's records from those of an earlier file in the same blocks. */
    NO_SALT,
    /** What recovery found is believed although nobody made it durable. */
    RECOVERY_DOES_NOT_FORCE,
    /** A force that failed is tried again and its success believed. */
    RETRIES_A_FAILED_FORCE
  }

  private static final int SPACE_BYTES = 8192;
  private static final int SALT_BYTES = 8;
  private static final int HEAD_BYTES = 10;

  private final StorageFile file;
  private final Set<Flaw> flaws;
  private final List<byte[]> records = new ArrayList<>();
  private final long salt;
  private long end = SALT_BYTES;

  private SmallLog(StorageFile file, Set<Flaw> flaws) throws IOException {
    this.file = file;
    this.flaws = flaws;
    ByteBuffer head = ByteBuffer.allocate(SALT_BYTES);
    file.readFully(head, 0);
    this.salt = flaws.contains(Flaw.NO_SALT) ? 0 : head.getLong(0);
  }

  static SmallLog open(Storage storage, long saltIfNew, Flaw... flaws) throws IOException {
    if (!storage.exists("log")) {
      make(storage, saltIfNew);
    }
    // Kept for ever by nobody else: the name may be from a process that died before its force.
    storage.forceFolder("", Point.NEW_NAME);
    Set<Flaw> all = EnumSet.noneOf(Flaw.class);
    all.addAll(List.of(flaws));
    SmallLog log = new SmallLog(storage.open("log"), all);
    log.recover();
    return log;
  }

  /** Records that were in the log when it was opened, and those added since. */
  List<byte[]> records() {
    return records;
  }

  /** Durable on return. */
  void append(byte[] record) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES + record.length);
    bytes.putShort((short) record.length).putInt(records.size());
    bytes.putInt(sum(records.size(), record)).put(record).flip();
    if (end + bytes.remaining() > SPACE_BYTES) {
      throw new IOException("the small log is full");
    }
    int size = bytes.remaining();
    file.writeFully(bytes, end);
    force();
    end += size;
    records.add(record);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private void force() throws IOException {
    try {
      file.force(Point.RECORD);
    } catch (IOException e) {
      if (!flaws.contains(Flaw.RETRIES_A_FAILED_FORCE)) {
        throw e;
      }
      file.force(Point.RECORD);
    }
  }

  private static void make(Storage storage, long salt) throws IOException {
    if (storage.exists("log.new")) {
      storage.delete("log.new");
    }
    try (StorageFile file = storage.create("log.new")) {
      file.allocate(SPACE_BYTES);
      file.writeFully(ByteBuffer.allocate(SALT_BYTES).putLong(salt).flip(), 0);
      file.force(Point.NEW_FILE);
    }
    storage.rename("log.new", "log");
  }

  private void recover() throws IOException {
    ByteBuffer all = ByteBuffer.allocate(SPACE_BYTES);
    file.readFully(all, 0);
    for (byte[] record = next(all); record != null; record = next(all)) {
      records.add(record);
      end += HEAD_BYTES + record.length;
    }
    // A torn record must not come to life again behind a shorter one that is written over it.
    file.writeFully(ByteBuffer.allocate((int) (SPACE_BYTES - end)), end);
    if (!flaws.contains(Flaw.RECOVERY_DOES_NOT_FORCE)) {
      file.force(Point.TAIL_CLEARED);
    }
  }

  private byte[] next(ByteBuffer all) {
    if (end + HEAD_BYTES > SPACE_BYTES) {
      return null;
    }
    all.position((int) end);
    int length = Short.toUnsignedInt(all.getShort());
    int number = all.getInt();
    int sum = all.getInt();
    if (length == 0 || length > all.remaining() || number != records.size()) {
      return null;
    }
    byte[] record = new byte[length];
    all.get(record);
    return sum == sum(number, record) ? record : null;
  }

  private int sum(int number, byte[] record) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(12).putLong(salt).putInt(number).flip());
    if (!flaws.contains(Flaw.CHECKS_ONLY_THE_NUMBER)) {
      crc.update(record);
    }
    return (int) crc.getValue();
  }
}
