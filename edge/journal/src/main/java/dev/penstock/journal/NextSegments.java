package dev.penstock.journal;

import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The files that will be the next segments, with their space reserved beforehand: no commit waits
 * for that, or fails for want of it. One for each class that has need of it; the one for control
 * records is always kept, so that a full disk can still be told what is dropped. Safe for use by
 * several threads.
 */
final class NextSegments implements Closeable {
  /**
   * Reserved and synced at once. Where that means writing zeros, commits wait this long at most.
   */
  private static final int STEP_BYTES = 16 << 20;

  private final Storage storage;
  private final JournalFormat format;

  /** By class; guarded by this object, as all below. */
  private final @Nullable StorageFile[] prepared = new @Nullable StorageFile[ClassCode.COUNT];

  private final long[] reserved = new long[ClassCode.COUNT];

  /** Background tries that failed are not repeated until something changes. */
  private boolean isGivenUp;

  NextSegments(Storage storage, JournalFormat format) {
    this.storage = storage;
    this.format = format;
  }

  /** True when a file should be prepared in the background. */
  synchronized boolean isDue(Durable durable) {
    return !isGivenUp && dueClass(durable) >= 0;
  }

  private int dueClass(Durable durable) {
    for (int code = ClassCode.COUNT - 1; code >= 0; code--) {
      boolean isWanted =
          code == ClassCode.CONTROL
              || (durable.count(code) > 0
                  && durable.newestEnd(code) > durable.newest(code).segmentBytes() / 2);
      if (isWanted && reserved[code] < format.segmentBytes(code)) {
        return code;
      }
    }
    return -1;
  }

  /** Does one step of what is due. A failure is left to the one who needs the file to report. */
  synchronized void prepareOne(Durable durable) {
    int code = dueClass(durable);
    if (code < 0) {
      return;
    }
    try {
      reserve(code, Math.min(reserved[code] + STEP_BYTES, format.segmentBytes(code)));
    } catch (IOException e) {
      // Whoever rolls to this segment tries again at once, and that failure is told.
      isGivenUp = true;
    }
  }

  /** Nothing is prepared in the background any more, until something changes. */
  synchronized void giveUp() {
    isGivenUp = true;
  }

  /** Space may be there again. */
  synchronized void tryAgain() {
    isGivenUp = false;
  }

  /**
   * Gives the prepared file of a class its head and its number; it is durable on return.
   *
   * @throws NoRoomException when there is not enough space for it
   */
  synchronized StorageFile name(SegmentHead head) throws IOException {
    int code = head.classCode();
    while (reserved[code] < head.segmentBytes()) {
      reserve(code, Math.min(reserved[code] + STEP_BYTES, head.segmentBytes()));
    }
    StorageFile next = prepared[code];
    if (next == null) {
      throw new IllegalStateException("reserved without a file");
    }
    prepared[code] = null;
    reserved[code] = 0;
    isGivenUp = false;
    try {
      next.writeFully(head.encode(format), 0);
      next.force(ForceAt.SEGMENT_HEAD);
      storage.rename(Names.prepared(code), head.fileName());
      storage.forceFolder(Names.SEGMENTS, ForceAt.SEGMENT_NAME);
      return next;
    } catch (IOException e) {
      Closing.all(e, next);
      throw e;
    }
  }

  private void reserve(int code, long bytes) throws IOException {
    StorageFile file = prepared[code];
    try {
      if (file == null) {
        file = create(Names.prepared(code));
        prepared[code] = file;
      }
      file.allocate(bytes);
      file.force(ForceAt.PREPARED);
      reserved[code] = bytes;
    } catch (IOException e) {
      prepared[code] = null;
      reserved[code] = 0;
      Closing.all(e, file);
      giveBack(code, e);
      throw NoRoomException.unlessOther(storage, e, format.segmentBytes(code));
    }
  }

  private StorageFile create(String name) throws IOException {
    if (storage.exists(name)) {
      storage.delete(name);
    }
    return storage.create(name);
  }

  /** Half a file is of no use, and on a full disk somebody else may need the space. */
  private void giveBack(int code, IOException underWay) {
    try {
      if (storage.exists(Names.prepared(code))) {
        storage.delete(Names.prepared(code));
      }
    } catch (IOException e) {
      underWay.addSuppressed(e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    Closing.all(prepared);
  }
}
