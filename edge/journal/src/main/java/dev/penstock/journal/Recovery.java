package dev.penstock.journal;

import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The second half of opening a journal, after an {@link Examination} found nothing wrong: makes
 * durable what it found, and makes sure that what was never finished stays what it is. Never
 * changes a byte of a commit that counts.
 */
final class Recovery {
  private final Storage storage;
  private final JournalOptions options;
  private final Examination.Examined examined;
  private final @Nullable StorageFile[] files = new @Nullable StorageFile[ClassCode.COUNT];

  Recovery(Storage storage, JournalOptions options, Examination.Examined examined) {
    this.storage = storage;
    this.options = options;
    this.examined = examined;
  }

  JournalStore run() throws IOException {
    try {
      recover();
      return new JournalStore(storage, examined.format(), options, examined.durable(), files);
    } catch (IOException e) {
      Closing.all(e, files);
      throw e;
    }
  }

  private void recover() throws IOException {
    // A process before this one may have died between giving a name and making it durable.
    storage.forceFolder("", ForceAt.NAMES_FOUND);
    storage.forceFolder(Names.SEGMENTS, ForceAt.NAMES_FOUND);
    Durable durable = examined.durable();
    for (int code = 0; code < ClassCode.COUNT; code++) {
      if (durable.count(code) > 0) {
        files[code] = storage.open(durable.newest(code).fileName());
      }
    }
    makeSureOfLastCommit(durable);
    for (int code = 0; code < ClassCode.COUNT; code++) {
      StorageFile file = files[code];
      if (file != null) {
        fence(file, code);
      }
    }
    // Last: a drop that was found counts only now.
    removeLeftOvers();
  }

  private void removeLeftOvers() throws IOException {
    for (SegmentHead head : examined.surplus()) {
      storage.delete(head.fileName());
    }
    // Other names of files that have their own: a crash can leave both.
    for (int code = 0; code < ClassCode.COUNT; code++) {
      deleteIfThere(Names.prepared(code));
    }
    deleteIfThere(Names.FORMAT_NEW);
  }

  private void deleteIfThere(String name) throws IOException {
    if (storage.exists(name)) {
      storage.delete(name);
    }
  }

  /**
   * The last commit is whole, but nothing shows that it ever was durable: it may stand in memory
   * only, even behind a sync that succeeds, when one before it failed. Writing the same bytes again
   * makes the sync mean what it says. Nobody was told of it, so a crash here loses nothing.
   */
  private void makeSureOfLastCommit(Durable durable) throws IOException {
    if (examined.isConfirmed()) {
      return;
    }
    for (int code = 0; code < ClassCode.COUNT; code++) {
      StorageFile file = files[code];
      int at = examined.lastParts().get(code);
      if (file != null && at >= 0) {
        ByteBuffer bytes = ByteBuffer.allocate(durable.newestEnd(code) - at);
        file.readFully(bytes, at);
        file.writeFully(bytes.clear(), at);
        file.force(ForceAt.COMMIT_FOUND);
      }
    }
    for (int code = 0; code < ClassCode.COUNT; code++) {
      StorageFile file = files[code];
      if (file != null && examined.lastParts().get(code) >= 0) {
        confirm(file, code);
      }
    }
  }

  /**
   * Takes away what may stand of a commit that was never finished: its marker, and the rest of its
   * head. A disk may tear a head where one sector ends, behind the marker at the earliest: then the
   * next commit, torn in the same place, would lend its beginning to what was left of this one. So
   * the rest goes also where no marker is seen.
   */
  private void fence(StorageFile file, int code) throws IOException {
    int end = examined.durable().newestEnd(code);
    if (examined.isFenceDue().get(code)) {
      confirm(file, code);
    }
    // Behind a segment that has no room for another head nothing is ever begun.
    if (end + Part.HEAD_BYTES <= examined.durable().newest(code).segmentBytes()) {
      file.writeFully(
          ByteBuffer.allocate(Part.HEAD_BYTES - Part.WORD_BYTES), end + Part.WORD_BYTES);
      file.force(ForceAt.FENCE);
    }
  }

  private void confirm(StorageFile file, int code) throws IOException {
    Durable durable = examined.durable();
    ByteBuffer word = ByteBuffer.allocate(Part.WORD_BYTES);
    word.putLong(0, Part.confirmation(durable.newest(code).salt()));
    file.writeFully(word, durable.newestEnd(code));
  }
}
