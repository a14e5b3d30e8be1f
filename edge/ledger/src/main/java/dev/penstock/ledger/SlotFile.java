package dev.penstock.ledger;

import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A small value that is overwritten again and again and survives a torn write: two slots in sectors
 * of their own, written in turn, each with a counter and a CRC. One thread at a time.
 */
final class SlotFile implements Closeable {
  private static final int SLOT_DISTANCE = 4096;
  private static final int FILE_BYTES = 2 * SLOT_DISTANCE;
  private static final int COUNTER_AT = 8;
  private static final int VALUE_AT = 16;
  private static final int CRC_BYTES = 4;

  private final StorageFile file;
  private final byte[] magic;
  private final int slotBytes;
  private final ForcePoint point;
  private long counter;

  /**
   * @param magic 8 bytes
   * @param slotBytes bytes of a slot with magic, counter, value and CRC
   */
  SlotFile(StorageFile file, byte[] magic, int slotBytes, ForcePoint point) {
    this.file = file;
    this.magic = magic.clone();
    this.slotBytes = slotBytes;
    this.point = point;
  }

  /** The value that was written last and is whole; empty when neither slot is. */
  Optional<ByteBuffer> read() throws IOException {
    Optional<ByteBuffer> newest = Optional.empty();
    counter = 0;
    for (int slot = 0; slot < 2; slot++) {
      ByteBuffer bytes = ByteBuffer.allocate(slotBytes);
      int at = slot * SLOT_DISTANCE;
      if (file.sizeBytes() < at + slotBytes) {
        continue;
      }
      file.readFully(bytes, at);
      long found = bytes.getLong(COUNTER_AT);
      boolean isWhole =
          Arrays.equals(bytes.array(), 0, COUNTER_AT, magic, 0, magic.length)
              && bytes.getInt(slotBytes - CRC_BYTES)
                  == Crc.of(bytes.array(), 0, slotBytes - CRC_BYTES)
              && found > 0
              && (found & 1) == slot;
      if (isWhole && found > counter) {
        counter = found;
        newest = Optional.of(bytes.slice(VALUE_AT, slotBytes - VALUE_AT - CRC_BYTES));
      }
    }
    return newest;
  }

  /** True when something was ever written here, whether it can be read or not. */
  boolean isUsed() throws IOException {
    ByteBuffer all = ByteBuffer.allocate((int) Math.min(FILE_BYTES, file.sizeBytes()));
    file.readFully(all, 0);
    for (byte b : all.array()) {
      if (b != 0) {
        return true;
      }
    }
    return false;
  }

  /** A whole file whose first value is this. */
  static byte[] first(byte[] magic, int slotBytes, ByteBuffer value) {
    ByteBuffer file = ByteBuffer.allocate(FILE_BYTES);
    encode(file.slice(SLOT_DISTANCE, slotBytes), magic, 1, value);
    return file.array();
  }

  private static void encode(ByteBuffer slot, byte[] magic, long counter, ByteBuffer value) {
    int crcAt = slot.capacity() - CRC_BYTES;
    slot.put(magic).putLong(counter).put(value);
    slot.putInt(crcAt, Crc.of(slot.array(), slot.arrayOffset(), crcAt));
  }

  /** Replaces the value, durable on return. {@link #read} must have been called before. */
  void write(ByteBuffer value) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(slotBytes);
    encode(bytes, magic, counter + 1, value);
    int slot = (int) ((counter + 1) & 1);
    file.writeFully(bytes.clear(), (long) slot * SLOT_DISTANCE);
    file.force(point);
    counter++;
  }

  /** Makes an empty file of full size, so that no later write changes its length. */
  void clear() throws IOException {
    file.writeFully(ByteBuffer.allocate(FILE_BYTES), 0);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
