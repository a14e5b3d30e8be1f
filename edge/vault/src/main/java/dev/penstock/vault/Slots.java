package dev.penstock.vault;

import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import dev.penstock.storage.StorageName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * What both files of the vault share: they begin with a slot that says what they are, and all that
 * stands in them begins at a multiple of a slot, so that no disk sector holds a part of two keys.
 */
final class Slots {
  static final int BYTES = 128;

  private Slots() {}

  /** Opens a file, or makes it with its first slot. */
  static StorageFile open(Storage storage, String name, String title) throws IOException {
    byte[] first = new byte[BYTES];
    byte[] text = title.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, first, 0, text.length);
    if (!storage.exists(name)) {
      make(storage, name, first);
    }
    StorageFile file = storage.open(name);
    boolean isOurs = false;
    try {
      ByteBuffer found = ByteBuffer.allocate(BYTES);
      if (file.sizeBytes() < BYTES) {
        throw new IOException("vault/" + name + " is too short to be a file of keys");
      }
      file.readFully(found, 0);
      if (!Arrays.equals(found.array(), first)) {
        throw new IOException(
            "vault/" + name + " is damaged, or of a newer version: it must begin with " + title);
      }
      // A run that was killed may not have heard whether its last bytes are durable.
      file.force(ForceAt.FOUND);
      storage.forceFolder(StorageName.folderOf(name), ForceAt.NEW_NAME);
      isOurs = true;
      return file;
    } finally {
      if (!isOurs) {
        file.close();
      }
    }
  }

  private static void make(Storage storage, String name, byte[] first) throws IOException {
    String unfinished = name + ".new";
    if (storage.exists(unfinished)) {
      storage.delete(unfinished);
    }
    try (StorageFile file = storage.create(unfinished)) {
      file.writeFully(ByteBuffer.wrap(first), 0);
      file.force(ForceAt.NEW_FILE);
    }
    storage.rename(unfinished, name);
  }

  /** CRC-32C over a number and bytes: what stands at another place does not match. */
  static int crc(long number, byte[] bytes, int from, int length) {
    var crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
