package dev.penstock.ledger;

import dev.penstock.flow.LedgerFault;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashReader;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The tile levels: one growing file each. Written by the committing thread, synced by the upkeep
 * thread, read by anybody.
 */
final class Levels implements HashReader, Closeable {
  /** Tile levels: 256^8 leaves are more than any log has. */
  static final int COUNT = 8;

  static final int TILE_HEIGHT = 8;
  static final int TILE_WIDTH = 1 << TILE_HEIGHT;

  private final StorageFile[] files;

  /** One bit for each level written since it was last synced. */
  private final AtomicInteger dirty = new AtomicInteger();

  private Levels(StorageFile[] files) {
    this.files = files;
  }

  static void create(Storage storage) throws IOException {
    for (int level = 0; level < COUNT; level++) {
      try (StorageFile file = storage.create(Names.level(level))) {
        file.force(ForceAt.NEW_FILE);
      }
    }
  }

  static Levels open(Storage storage, boolean isForWriting) throws IOException {
    var files = new StorageFile[COUNT];
    try {
      for (int level = 0; level < COUNT; level++) {
        String name = Names.level(level);
        files[level] = isForWriting ? storage.open(name) : storage.openReadOnly(name);
      }
    } catch (IOException | RuntimeException | Error e) {
      Closing.all(e, files);
      throw e;
    }
    return new Levels(files);
  }

  /** How many hashes the file of this level has room for; whether they are true is not known. */
  long hashesInFile(int level) throws IOException {
    return files[level].sizeBytes() / Digest.BYTES;
  }

  /** Writes the hashes of a batch; not synced. */
  void write(Derived derived) throws IOException {
    for (int level = 0; level < COUNT; level++) {
      ByteBuffer hashes = derived.levelHashes(level);
      if (hashes.hasRemaining()) {
        files[level].writeFully(hashes, derived.levelFirst(level) * Digest.BYTES);
        // After the write: a sync between the two then leaves the bit, and syncs once too often.
        int bit = 1 << level;
        int _ = dirty.getAndUpdate(bits -> bits | bit);
      }
    }
  }

  /** Whether the files hold what follows from a batch, as far as anybody sees now. */
  boolean hold(Derived derived) throws IOException {
    byte[] found = new byte[TILE_WIDTH * Digest.BYTES];
    for (int level = 0; level < COUNT; level++) {
      ByteBuffer due = derived.levelHashes(level);
      long at = derived.levelFirst(level) * Digest.BYTES;
      while (due.hasRemaining()) {
        ByteBuffer part = ByteBuffer.wrap(found, 0, Math.min(found.length, due.remaining()));
        int bytes = part.remaining();
        if (!isRead(files[level], part, at)
            || !part.flip().equals(due.slice(due.position(), bytes))) {
          return false;
        }
        var _ = due.position(due.position() + bytes);
        at += bytes;
      }
    }
    return true;
  }

  /** Fills the buffer; false when the file ends before. */
  static boolean isRead(StorageFile file, ByteBuffer into, long position) throws IOException {
    int read = 0;
    while (into.hasRemaining() && read >= 0) {
      read = file.read(into, position + into.position());
    }
    return !into.hasRemaining();
  }

  /** Makes all that was written before this call durable. */
  void sync() throws IOException {
    int bits = dirty.getAndSet(0);
    for (int level = 0; level < COUNT; level++) {
      if ((bits & (1 << level)) != 0) {
        files[level].force(ForceAt.LEVELS);
      }
    }
  }

  @Override
  public void read(int tileLevel, long index, int count, byte[] into, int at) throws IOException {
    try {
      files[tileLevel].readFully(
          ByteBuffer.wrap(into, at, count * Digest.BYTES), index * Digest.BYTES);
    } catch (EOFException e) {
      throw Damage.of(
          LedgerFault.LEVELS_DAMAGED,
          Names.level(tileLevel),
          index * Digest.BYTES,
          "the file is too short: " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    Closing.all(files);
  }
}
