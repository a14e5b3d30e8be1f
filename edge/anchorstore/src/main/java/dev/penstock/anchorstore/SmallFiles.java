package dev.penstock.anchorstore;

import dev.penstock.flow.anchoring.AnchorMemory;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Small files that are replaced as a whole, each with a CRC-32C behind its content: a file is the
 * old one or the new one, and one that is damaged is found out. Nothing is written once they are
 * closed: the folder may have another owner by then.
 */
final class SmallFiles {
  private static final int BYTES_MAX = 1 << 18;
  static final String UNFINISHED = ".new";

  private final Storage storage;
  private boolean isClosed;

  SmallFiles(Storage storage) {
    this.storage = storage;
  }

  /** The content; empty when there is no such file. */
  byte[] read(String name) throws IOException {
    if (!storage.exists(name)) {
      return new byte[0];
    }
    try (StorageFile file = storage.openReadOnly(name)) {
      long size = file.sizeBytes();
      if (size < Integer.BYTES || size > BYTES_MAX) {
        throw new IOException(name + " is damaged: it has " + size + " bytes");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) size);
      file.readFully(bytes, 0);
      int length = (int) size - Integer.BYTES;
      if (bytes.getInt(length) != crc(bytes.array(), length)) {
        throw new IOException(name + " is damaged: its CRC does not match");
      }
      return Arrays.copyOf(bytes.array(), length);
    }
  }

  /** Replaces the content; durable on return. */
  synchronized void write(String name, byte[] content) throws IOException {
    if (isClosed) {
      throw new IOException(name + " is not written any more: the answers of anchors are closed");
    }
    String unfinished = name + UNFINISHED;
    if (storage.exists(unfinished)) {
      storage.delete(unfinished);
    }
    ByteBuffer bytes = ByteBuffer.allocate(content.length + Integer.BYTES);
    bytes.put(content).putInt(crc(content, content.length));
    try (StorageFile file = storage.create(unfinished)) {
      file.writeFully(bytes.clear(), 0);
      file.force(ForceAt.SMALL);
    }
    storage.rename(unfinished, name);
    storage.forceFolder(folderOf(name), ForceAt.SMALL_NAME);
  }

  private static String folderOf(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  private static int crc(byte[] content, int length) {
    var crc = new CRC32C();
    crc.update(content, 0, length);
    return (int) crc.getValue();
  }

  /** Waits for a write that is under way. */
  synchronized void close() {
    isClosed = true;
  }

  /** The file of this name as an anchor sees it. */
  AnchorMemory memory(String name) {
    return new AnchorMemory() {
      @Override
      public byte[] load() throws IOException {
        return read(name);
      }

      @Override
      public void store(byte[] bytes) throws IOException {
        if (bytes.length > AnchorMemory.BYTES_MAX) {
          throw new IllegalArgumentException(
              bytes.length + " bytes, an anchor keeps at most " + AnchorMemory.BYTES_MAX);
        }
        write(name, bytes);
      }
    };
  }
}
