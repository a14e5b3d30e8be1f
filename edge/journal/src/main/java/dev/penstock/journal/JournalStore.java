package dev.penstock.journal;

import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The files of a journal that is open for writing. The committing thread owns it; {@link
 * #durable()} and what is handed out by name is safe for any.
 *
 * <p>The order in which things become true, docs/formats/journal.md "Commit": first there is room
 * for every part, then the parts are written, then every file that got one is forced, then the
 * words that confirm it are written, then everybody is told. Only one commit is ever unforced.
 */
final class JournalStore implements Closeable {
  private final Storage storage;
  private final JournalFormat format;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final long segmentAgeMs;
  private final NextSegments next;
  private final DurableEnd durableEnd;

  /** By class: the newest segment. */
  private final @Nullable StorageFile[] files;

  private final ByteBuffer word = ByteBuffer.allocateDirect(Part.WORD_BYTES);
  private long forces;

  JournalStore(
      Storage storage,
      JournalFormat format,
      JournalOptions options,
      Durable durable,
      @Nullable StorageFile[] files) {
    this.storage = storage;
    this.format = format;
    this.clock = options.clock();
    this.random = options.random();
    this.segmentAgeMs = options.segmentAgeMax().toMillis();
    this.next = new NextSegments(storage, format);
    this.durableEnd = new DurableEnd(durable);
    this.files = files;
  }

  Storage storage() {
    return storage;
  }

  JournalFormat format() {
    return format;
  }

  NextSegments next() {
    return next;
  }

  DurableEnd durableEnd() {
    return durableEnd;
  }

  Durable durable() {
    return durableEnd.now();
  }

  /** How often a file was forced for a commit. */
  long forces() {
    return forces;
  }

  /** Brings a group to disk. Its first position must be the end of the journal. */
  CommitResult commit(CommitGroup group) {
    if (group.firstPosition() != durable().end()) {
      throw new IllegalStateException(
          "commit at " + group.firstPosition() + ", the journal ends at " + durable().end());
    }
    try {
      makeRoom(group);
    } catch (NoRoomException e) {
      return new CommitResult.NoRoom(Damage.finding(JournalFault.DISK_FULL, Names.SEGMENTS, e));
    } catch (IOException e) {
      return new CommitResult.NotWritten(finding(JournalFault.WRITE_FAILED, e));
    }
    try {
      write(group);
    } catch (IOException e) {
      return new CommitResult.Unknown(finding(JournalFault.WRITE_FAILED, e));
    }
    try {
      force(group);
    } catch (IOException e) {
      return new CommitResult.Unknown(finding(JournalFault.SYNC_FAILED, e));
    }
    Durable made = durable().committed(group);
    if (group.isDrop()) {
      made = made.dropped(ClassCode.PLANT, group.dropOldest(ClassCode.PLANT));
      made = made.dropped(ClassCode.ACCESS, group.dropOldest(ClassCode.ACCESS));
    }
    try {
      confirm(group, made);
    } catch (IOException e) {
      durableEnd.advance(made);
      return new CommitResult.DoneAndStopped(finding(JournalFault.WRITE_FAILED, e));
    }
    durableEnd.advance(made);
    return new CommitResult.Done();
  }

  private static JournalFinding finding(JournalFault fault, IOException e) {
    return Damage.finding(fault, Names.SEGMENTS, e);
  }

  private void makeRoom(CommitGroup group) throws IOException {
    for (int code = 0; code < ClassCode.COUNT; code++) {
      if (group.has(code) && !hasRoomFor(code, group.span(code))) {
        roll(code);
      }
    }
  }

  private boolean hasRoomFor(int code, int span) {
    Durable now = durable();
    if (now.count(code) == 0) {
      return false;
    }
    SegmentHead head = now.newest(code);
    int end = now.newestEnd(code);
    boolean isOld = end > SegmentHead.BYTES && clock.millis() - head.createdMs() >= segmentAgeMs;
    return !isOld && span <= head.segmentBytes() - Part.WORD_BYTES - end;
  }

  /** Starts a new segment of a class; it is durable on return. */
  private void roll(int code) throws IOException {
    Durable now = durable();
    var head =
        new SegmentHead(
            now.nextNumber(),
            code,
            now.end(),
            random.nextLong(),
            format.segmentBytes(code),
            clock.millis(),
            now.rows());
    StorageFile fresh = next.name(head);
    StorageFile full = files[code];
    files[code] = fresh;
    durableEnd.advance(now.rolled(head));
    if (full != null) {
      // What it did not use goes back to the disk. Nobody reads behind its end any more.
      full.truncate(now.newestEnd(code));
      full.close();
    }
  }

  private void write(CommitGroup group) throws IOException {
    Durable now = durable();
    for (int code = 0; code < ClassCode.COUNT; code++) {
      if (group.has(code)) {
        file(code).writeFully(group.encode(code, now.newest(code).salt()), now.newestEnd(code));
      }
    }
  }

  private void force(CommitGroup group) throws IOException {
    for (int code = 0; code < ClassCode.COUNT; code++) {
      if (group.has(code)) {
        file(code).force(ForceAt.COMMIT);
        forces++;
      }
    }
  }

  /** Says behind each part that the commit is durable, in all classes. */
  private void confirm(CommitGroup group, Durable made) throws IOException {
    for (int code = 0; code < ClassCode.COUNT; code++) {
      if (group.has(code)) {
        word.clear().putLong(0, Part.confirmation(made.newest(code).salt()));
        file(code).writeFully(word, made.newestEnd(code));
      }
    }
  }

  private StorageFile file(int code) {
    StorageFile file = files[code];
    if (file == null) {
      throw new IllegalStateException("no segment of class " + ClassCode.name(code));
    }
    return file;
  }

  /** Makes the confirming words durable: from here on any damage is told from a torn write. */
  void closeInOrder() throws IOException {
    for (StorageFile file : files) {
      if (file != null) {
        file.force(ForceAt.CLOSED);
      }
    }
  }

  @Override
  public void close() throws IOException {
    var failure = new IOException("could not close");
    Closing.all(failure, files);
    Closing.all(failure, next);
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }
}
