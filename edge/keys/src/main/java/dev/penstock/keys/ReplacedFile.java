package dev.penstock.keys;

import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A small file that is only ever replaced as a whole: after a crash it is the old or the new one.
 * After a failed replacement nobody knows which of both a later start will find, so nothing more is
 * written until then.
 */
final class ReplacedFile {
  private static final String NEW_SUFFIX = ".new";

  private final Storage storage;
  private final String name;
  private final int bytesMax;
  private boolean failed;

  ReplacedFile(Storage storage, String name, int bytesMax) {
    this.storage = storage;
    this.name = name;
    this.bytesMax = bytesMax;
  }

  /**
   * The content, or empty when there is no such file. Of a file over the limit, which we never
   * wrote, one byte more than the limit: whoever reads it finds it wrong.
   */
  Optional<byte[]> read() throws IOException {
    if (!storage.exists(name)) {
      return Optional.empty();
    }
    try (StorageFile file = storage.openReadOnly(name)) {
      ByteBuffer content = ByteBuffer.allocate((int) Math.min(file.sizeBytes(), bytesMax + 1L));
      file.readFully(content, 0);
      return Optional.of(content.array());
    }
  }

  /** Replaces the content; durable on return. */
  void replace(byte[] content) throws IOException {
    if (failed) {
      throw new IOException(name + " could not be written before; restart to see what it holds");
    }
    String newName = name + NEW_SUFFIX;
    if (storage.exists(newName)) {
      // What a crash or a failed try left behind. It never had the name, so nobody counts on it,
      // and
      // a new file is made rather than this one forced again.
      storage.delete(newName);
    }
    try (StorageFile file = storage.create(newName)) {
      file.writeFully(ByteBuffer.wrap(content), 0);
      file.force(KeyForce.NEW_VERSION);
    }
    failed = true;
    storage.rename(newName, name);
    storage.forceFolder("", KeyForce.NAME_TAKEN);
    failed = false;
  }
}
