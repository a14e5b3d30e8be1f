package dev.penstock.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A segment of a log in the hands of somebody who knows docs/formats/ledger.md: what is altered
 * gets checksums that fit. Belongs to one thread.
 */
final class LogSegment {
  private static final int HEAD_BYTES = 4_096;
  private static final int SALT_AT = 80;
  private static final int BATCH_HEAD_BYTES = 32;
  private static final int BODY_SIZE_AT = 20;
  private static final int COUNT_AT = 16;
  private static final int TRAILER_BYTES = 64;
  private static final int CRC_BYTES = 4;

  /** Added to the salt, this says behind a batch that it was durable. */
  private static final int CONFIRMED = 2;

  private final Path file;
  private final byte[] bytes;
  private final ByteBuffer view;
  private final long salt;
  private final List<Batch> batches = new ArrayList<>();

  /** One entry: where its bytes begin, and in which batch. */
  record Entry(int at, int length, Batch batch) {}

  /** One batch, with its trailer. */
  record Batch(int start, int end, int count) {}

  private LogSegment(Path file, byte[] bytes) throws IOException {
    this.file = file;
    this.bytes = bytes;
    this.view = ByteBuffer.wrap(bytes);
    if (!"PNSTKSEG".equals(new String(bytes, 0, 8, US_ASCII))) {
      throw new IOException(file + " is no segment of a log");
    }
    this.salt = view.getLong(SALT_AT);
    int at = HEAD_BYTES;
    while (at + BATCH_HEAD_BYTES < bytes.length && view.getLong(at) == salt) {
      int body = view.getInt(at + BODY_SIZE_AT);
      int end = at + BATCH_HEAD_BYTES + padded(body) + TRAILER_BYTES;
      batches.add(new Batch(at, end, view.getInt(at + COUNT_AT)));
      at = end;
    }
  }

  /** The first segment of a data folder's log. */
  static LogSegment first(Path data) throws IOException {
    Path file = data.resolve("ledger/headers/00000000.seg");
    return new LogSegment(file, Files.readAllBytes(file));
  }

  private static int padded(int size) {
    return (size + 7) / 8 * 8;
  }

  /** All entries, oldest first. */
  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Batch batch : batches) {
      int at = batch.start() + BATCH_HEAD_BYTES;
      for (int i = 0; i < batch.count(); i++) {
        int length = Short.toUnsignedInt(view.getShort(at));
        entries.add(new Entry(at + 2, length, batch));
        at += 2 + length;
      }
    }
    return entries;
  }

  /** Changes one bit in the middle of an entry. */
  void flip(Entry entry) {
    bytes[entry.at() + entry.length() / 2] ^= 1;
  }

  /** Two entries of the same length change places; false when they are the same. */
  boolean swap(Entry one, Entry other) {
    byte[] kept = Arrays.copyOfRange(bytes, one.at(), one.at() + one.length());
    if (one.length() != other.length()
        || Arrays.equals(
            kept, Arrays.copyOfRange(bytes, other.at(), other.at() + other.length()))) {
      return false;
    }
    System.arraycopy(bytes, other.at(), bytes, one.at(), one.length());
    System.arraycopy(kept, 0, bytes, other.at(), kept.length);
    return true;
  }

  /** The checksum of an entry's batch fits again. */
  void seal(Entry entry) {
    Batch batch = entry.batch();
    int at = batch.end() - CRC_BYTES;
    var crc = new CRC32C();
    crc.update(bytes, batch.start(), at - batch.start());
    view.putInt(at, (int) crc.getValue());
  }

  /** The entry's batch and all behind it were never there. */
  void cutFrom(Entry entry) {
    int at = entry.batch().start();
    Arrays.fill(bytes, at, bytes.length, (byte) 0);
    view.putLong(at, salt + CONFIRMED);
  }

  /** Puts it back into the folder. */
  void write() throws IOException {
    Path _ = Files.write(file, bytes);
  }
}
