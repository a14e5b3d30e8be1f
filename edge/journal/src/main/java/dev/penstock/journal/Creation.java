package dev.penstock.journal;

import dev.penstock.flow.journal.JournalFault;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Makes the files of a new journal. While {@code format.new} stands and {@code format} does not,
 * nobody can have appended anything, so a creation that was interrupted may start over.
 */
final class Creation {
  private final Storage storage;

  Creation(Storage storage) {
    this.storage = storage;
  }

  void run(JournalFormat format, JournalOptions options) throws IOException {
    requireEmpty();
    try (StorageFile file = beginFormat()) {
      storage.createFolder(Names.SEGMENTS);
      createFirst(format, options);
      storage.forceFolder(Names.SEGMENTS, ForceAt.NEW_FILE_NAMES);
      storage.forceFolder("", ForceAt.NEW_FILE_NAMES);
      file.writeFully(ByteBuffer.wrap(format.encode()), 0);
      file.force(ForceAt.FORMAT);
    } catch (IOException e) {
      throw NoRoomException.unlessOther(storage, e, format.segmentBytes(ClassCode.CONTROL));
    }
    // Opening it, which follows, makes the name durable before anything can be appended.
    storage.rename(Names.FORMAT_NEW, Names.FORMAT);
  }

  /** The first segment is one for control records: these are never dropped, so it stays. */
  private void createFirst(JournalFormat format, JournalOptions options) throws IOException {
    var head =
        new SegmentHead(
            0,
            ClassCode.CONTROL,
            0,
            options.random().nextLong(),
            format.segmentBytes(ClassCode.CONTROL),
            options.clock().millis(),
            List.of(ClassRow.EMPTY, ClassRow.EMPTY, ClassRow.EMPTY));
    try (StorageFile file = storage.create(head.fileName())) {
      file.allocate(head.segmentBytes());
      file.writeFully(head.encode(format), 0);
      file.force(ForceAt.SEGMENT_HEAD);
    }
  }

  private void requireEmpty() throws IOException {
    List<String> names = storage.list("");
    if (names.contains(Names.FORMAT)) {
      throw Damage.of(JournalFault.UNEXPECTED_FILE, Names.FORMAT, "the folder holds a journal");
    }
    for (String name : names) {
      if (!name.equals(Names.LOCK) && !names.contains(Names.FORMAT_NEW)) {
        throw Damage.of(
            JournalFault.UNEXPECTED_FILE, name, "a new journal needs a folder without other files");
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
      if (isSecondTry && storage.exists(Names.SEGMENTS)) {
        for (String name : storage.list(Names.SEGMENTS)) {
          storage.delete(Names.SEGMENTS + "/" + name);
        }
      }
    } catch (IOException e) {
      Closing.all(e, file);
      throw e;
    }
    return file;
  }
}
