package dev.penstock.ledger;

import dev.penstock.flow.LedgerFault;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Makes the files of a new log. While {@code format.new} stands and {@code format} does not, nobody
 * can have appended anything, so a creation that was interrupted may start over.
 */
final class Creation {
  private final Storage storage;

  Creation(Storage storage) {
    this.storage = storage;
  }

  void run(LogFormat format, RandomGenerator random) throws IOException {
    requireEmpty();
    try (StorageFile file = beginFormat()) {
      LogFormat written = LogStore.create(storage, format, random.nextLong());
      file.writeFully(ByteBuffer.wrap(written.encode()), 0);
      file.force(ForceAt.FORMAT);
    }
    // Opening it, which follows, makes the name durable before anything can be appended.
    storage.rename(Names.FORMAT_NEW, Names.FORMAT);
  }

  private void requireEmpty() throws IOException {
    List<String> names = storage.list("");
    if (names.contains(Names.FORMAT)) {
      throw Damage.of(LedgerFault.UNEXPECTED_FILE, Names.FORMAT, "the folder holds a ledger");
    }
    for (String name : names) {
      if (!name.equals(Names.LOCK) && !names.contains(Names.FORMAT_NEW)) {
        throw Damage.of(
            LedgerFault.UNEXPECTED_FILE, name, "a new ledger needs a folder without other files");
      }
    }
  }

  /** From here on, and until the end, a crash leaves the name that allows to start over. */
  private StorageFile beginFormat() throws IOException {
    boolean isSecondTry = storage.exists(Names.FORMAT_NEW);
    StorageFile file =
        isSecondTry ? storage.open(Names.FORMAT_NEW) : storage.create(Names.FORMAT_NEW);
    try {
      file.truncate(0);
      storage.forceFolder("", ForceAt.NEW_FILE_NAMES);
      if (isSecondTry) {
        clear();
      }
    } catch (IOException e) {
      Closing.all(e, file);
      throw e;
    }
    return file;
  }

  /** Removes what an interrupted creation left. */
  private void clear() throws IOException {
    for (String folder : List.of(Names.HEADERS, Names.LEVELS)) {
      if (storage.exists(folder)) {
        for (String name : storage.list(folder)) {
          storage.delete(folder + "/" + name);
        }
      }
    }
    for (String name :
        List.of(Names.CHECKPOINTS, Names.COSIGNATURES, Names.RETENTION, Names.ROTATIONS)) {
      if (storage.exists(name)) {
        storage.delete(name);
      }
    }
  }
}
