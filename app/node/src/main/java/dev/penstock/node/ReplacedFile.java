package dev.penstock.node;

import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import dev.penstock.storage.StorageName;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Small files that are replaced as a whole: after a crash there is the old one or the new one. */
final class ReplacedFile {
  private ReplacedFile() {}

  /** The name a file has while it is written. */
  static String unfinished(String name) {
    return name + ".new";
  }

  /** Replaces the file; it is durable on return. */
  static void write(Storage storage, String name, byte[] content) throws IOException {
    String unfinished = unfinished(name);
    if (storage.exists(unfinished)) {
      storage.delete(unfinished);
    }
    try (StorageFile file = storage.create(unfinished)) {
      file.writeFully(ByteBuffer.wrap(content), 0);
      file.force(At.REPLACED_BYTES);
    }
    storage.rename(unfinished, name);
    storage.forceFolder(StorageName.folderOf(name), At.REPLACED_NAME);
  }

  /** What the file holds; nothing when there is none, or more than it may hold. */
  static byte[] read(Storage storage, String name, int bytesMax) throws IOException {
    if (!storage.exists(name)) {
      return new byte[0];
    }
    try (StorageFile file = storage.openReadOnly(name)) {
      long size = file.sizeBytes();
      ByteBuffer bytes = ByteBuffer.allocate(size > bytesMax ? 0 : (int) size);
      file.readFully(bytes, 0);
      return bytes.array();
    }
  }
}
