package dev.penstock.ledger;

import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** {@code levels/mark}: up to where the derived files are known to be on disk. */
final class Mark implements Closeable {
  private static final byte[] MAGIC = {'P', 'N', 'S', 'T', 'K', 'M', 'R', 'K'};
  private static final int SLOT_BYTES = 64;
  private static final int VALUE_BYTES = 44;

  private final SlotFile slots;

  private Mark(SlotFile slots) {
    this.slots = slots;
  }

  static void create(Storage storage, Tail tail) throws IOException {
    try (StorageFile file = storage.create(Names.MARK)) {
      var slots = new SlotFile(file, MAGIC, SLOT_BYTES, ForceAt.NEW_FILE);
      slots.clear();
      slots.write(encode(tail));
    }
  }

  /** The whole file that says this. */
  static byte[] file(Tail tail) {
    return SlotFile.first(MAGIC, SLOT_BYTES, encode(tail));
  }

  static Mark open(Storage storage, boolean isForWriting) throws IOException {
    StorageFile file = isForWriting ? storage.open(Names.MARK) : storage.openReadOnly(Names.MARK);
    return new Mark(new SlotFile(file, MAGIC, SLOT_BYTES, ForceAt.MARK));
  }

  /** What the mark says, or empty when it cannot be read. */
  Optional<Tail> read() throws IOException {
    return slots
        .read()
        .map(value -> new Tail(value.getLong(0), value.getInt(8), value.getInt(12)))
        .filter(tail ->
            tail.size() >= 0 && tail.segment() >= 0 && tail.position() >= SegmentHead.BYTES);
  }

  void write(Tail tail) throws IOException {
    slots.write(encode(tail));
  }

  private static ByteBuffer encode(Tail tail) {
    return ByteBuffer.allocate(VALUE_BYTES)
        .putLong(tail.size())
        .putInt(tail.segment())
        .putInt(tail.position())
        .clear();
  }

  @Override
  public void close() throws IOException {
    slots.close();
  }
}
