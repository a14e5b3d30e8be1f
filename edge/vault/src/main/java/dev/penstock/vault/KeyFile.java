package dev.penstock.vault;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.shred.PeriodKey;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The file {@code keys}: one slot for each key, in the order in which they were made. A slot is
 * written once and, when its key is destroyed, the key in it is overwritten with zeros. One thread
 * at a time.
 */
final class KeyFile implements Closeable {
  static final String NAME = "shred-keys/keys";
  private static final String TITLE = "penstock-shred-keys 1\n";

  /** 128 MB of keys, and some 200 MB of what is known of them: ten years of 270 daily sources. */
  static final int COUNT_MAX = 1_000_000;

  private static final int HEAD_BYTES = 48;
  private static final int HEAD_CRC_AT = 48;
  private static final int KEY_CRC_AT = 52;
  private static final int KEY_AT = 56;
  private static final int ERASED_BYTES = Integer.BYTES + PeriodKey.SECRET_BYTES;
  private static final int READ_SLOTS = 4_096;

  /** What a slot says beside its key. */
  record Head(int slot, ByteString id, long source, long from, long to, long made) {}

  private final StorageFile file;

  /** The next free slot; slot 0 is the title. */
  private int next = 1;

  private KeyFile(StorageFile file) {
    this.file = file;
  }

  static KeyFile open(Storage storage) throws IOException {
    return new KeyFile(Slots.open(storage, NAME, TITLE));
  }

  /** Reads all slots; to be called once, before anything is added. */
  List<Head> heads() throws IOException {
    long count = file.sizeBytes() / Slots.BYTES;
    if (count > COUNT_MAX + 1L) {
      throw new IOException("vault/" + NAME + " has more than " + COUNT_MAX + " keys");
    }
    var heads = new ArrayList<Head>();
    for (int from = 1; from < count; from += READ_SLOTS) {
      int many = (int) Math.min(READ_SLOTS, count - from);
      ByteBuffer bytes = ByteBuffer.allocate(many * Slots.BYTES);
      file.readFully(bytes, (long) from * Slots.BYTES);
      for (int i = 0; i < many; i++) {
        byte[] slot = Arrays.copyOfRange(bytes.array(), i * Slots.BYTES, (i + 1) * Slots.BYTES);
        Optional<Head> head = head(from + i, slot);
        if (head.isEmpty() && from + i < count - 1) {
          throw new IOException("vault/" + NAME + " slot " + (from + i) + " is damaged");
        }
        // The last one may be of a run that was cut off; nothing was sealed with it.
        head.ifPresent(heads::add);
      }
    }
    next = 1 + heads.size();
    return heads;
  }

  private static Optional<Head> head(int number, byte[] slot) {
    ByteBuffer bytes = ByteBuffer.wrap(slot);
    if (bytes.getInt(HEAD_CRC_AT) != Slots.crc(number, slot, 0, HEAD_BYTES)
        || bytes.getLong(32) <= bytes.getLong(24)) {
      return Optional.empty();
    }
    return Optional.of(
        new Head(
            number,
            ByteString.at(slot, 0, PeriodKey.ID_BYTES),
            bytes.getLong(16),
            bytes.getLong(24),
            bytes.getLong(32),
            bytes.getLong(40)));
  }

  void requireRoom() throws IOException {
    if (next > COUNT_MAX) {
      throw new IOException(
          "the vault has its "
              + COUNT_MAX
              + " keys, and nothing more can be sealed; name fewer sources under shreddable");
    }
  }

  /** Adds a key; durable on return. One that failed is written over by the next. */
  Head add(ByteString id, byte[] secret, long source, long from, long to, long made)
      throws IOException {
    byte[] slot = new byte[Slots.BYTES];
    ByteBuffer bytes = ByteBuffer.wrap(slot);
    id.copyTo(slot, 0);
    bytes.putLong(16, source).putLong(24, from).putLong(32, to).putLong(40, made);
    bytes.putInt(HEAD_CRC_AT, Slots.crc(next, slot, 0, HEAD_BYTES));
    System.arraycopy(secret, 0, slot, KEY_AT, secret.length);
    bytes.putInt(KEY_CRC_AT, Slots.crc(next, slot, KEY_AT, PeriodKey.SECRET_BYTES));
    file.writeFully(ByteBuffer.wrap(slot), (long) next * Slots.BYTES);
    file.force(ForceAt.KEY);
    return new Head(next++, id, source, from, to, made);
  }

  /** The key in a slot; empty when it was overwritten, or is damaged. */
  Optional<PeriodKey> key(Head head) throws IOException {
    byte[] slot = new byte[Slots.BYTES];
    file.readFully(ByteBuffer.wrap(slot), (long) head.slot() * Slots.BYTES);
    int crc = Slots.crc(head.slot(), slot, KEY_AT, PeriodKey.SECRET_BYTES);
    if (isErased(slot) || ByteBuffer.wrap(slot).getInt(KEY_CRC_AT) != crc) {
      return Optional.empty();
    }
    byte[] secret = Arrays.copyOfRange(slot, KEY_AT, KEY_AT + PeriodKey.SECRET_BYTES);
    return Optional.of(PeriodKey.of(head.id(), secret));
  }

  private static boolean isErased(byte[] slot) {
    for (int i = KEY_CRC_AT; i < KEY_CRC_AT + ERASED_BYTES; i++) {
      if (slot[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Overwrites the keys in these slots; durable on return. */
  void erase(List<Head> heads) throws IOException {
    boolean isAny = false;
    for (Head head : heads) {
      long at = (long) head.slot() * Slots.BYTES;
      byte[] slot = new byte[Slots.BYTES];
      file.readFully(ByteBuffer.wrap(slot), at);
      if (!isErased(slot)) {
        file.writeFully(ByteBuffer.allocate(ERASED_BYTES), at + KEY_CRC_AT);
        isAny = true;
      }
    }
    if (isAny) {
      file.force(ForceAt.ERASED);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
