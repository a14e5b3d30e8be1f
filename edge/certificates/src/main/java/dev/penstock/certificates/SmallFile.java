package dev.penstock.certificates;

import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A file that is only ever replaced as a whole: after a crash it is the old or the new one. */
final class SmallFile {
  private static final String NEW_SUFFIX = ".new";

  private final Storage folder;
  private final String name;
  private final int bytesMax;

  SmallFile(Storage folder, String name, int bytesMax) {
    this.folder = folder;
    this.name = name;
    this.bytesMax = bytesMax;
  }

  /** The content, or empty when there is no such file. */
  Optional<byte[]> read() throws IOException {
    if (!folder.exists(name)) {
      return Optional.empty();
    }
    try (StorageFile file = folder.openReadOnly(name)) {
      if (file.sizeBytes() > bytesMax) {
        throw new IOException(
            name + " has " + file.sizeBytes() + " bytes, more than " + bytesMax + ": not ours");
      }
      ByteBuffer content = ByteBuffer.allocate((int) file.sizeBytes());
      file.readFully(content, 0);
      return Optional.of(content.array());
    }
  }

  /** Replaces the content; durable on return. */
  void replace(byte[] content) throws IOException {
    if (content.length > bytesMax) {
      throw new IOException(name + " would have more than " + bytesMax + " bytes");
    }
    String newName = name + NEW_SUFFIX;
    if (folder.exists(newName)) {
      // What a crash left behind; it never had the name, so nobody counts on it.
      folder.delete(newName);
    }
    try (StorageFile file = folder.create(newName)) {
      file.writeFully(ByteBuffer.wrap(content), 0);
      file.force(StoreForce.NEW_VERSION);
    }
    folder.rename(newName, name);
    folder.forceFolder("", StoreForce.NAME_TAKEN);
  }
}
