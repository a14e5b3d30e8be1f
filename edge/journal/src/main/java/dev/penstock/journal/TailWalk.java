package dev.penstock.journal;

import dev.penstock.flow.journal.JournalFault;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.zip.CRC32C;

/**
 * Walks over the parts of the newest segment of one class, and looks at what stands where they end.
 * Only reads. One thread at a time.
 */
final class TailWalk implements Closeable {
  private final SegmentHead head;
  private final StorageFile file;
  private final PartWindow window = new PartWindow();
  private final CRC32C crc = new CRC32C();
  private final FrameReader frames = new FrameReader();
  private int at;
  private int lastAt = -1;
  private long behind;
  private boolean isWhole;
  private String flaw = "";

  /** Starts at an offset at which a part begins or the last one ended. */
  TailWalk(Storage storage, SegmentHead head, int at, long behind) throws IOException {
    this.head = head;
    this.at = at;
    this.behind = behind;
    this.file = storage.openReadOnly(head.fileName());
    try {
      if (file.sizeBytes() < head.segmentBytes()) {
        throw damaged(
            JournalFault.SEGMENT_DAMAGED,
            "the file has " + file.sizeBytes() + " bytes, its head says " + head.segmentBytes());
      }
      look();
    } catch (IOException e) {
      Closing.all(e, file);
      throw e;
    }
  }

  SegmentHead head() {
    return head;
  }

  /** Where the part begins at which the walk stands, or where the last one ended. */
  int at() {
    return at;
  }

  /** Where the last part that was passed begins, or -1 when none was. */
  int lastAt() {
    return lastAt;
  }

  /** One more than the position of the last frame passed. */
  long behind() {
    return behind;
  }

  /** Whether the walk stands at a part that is whole. */
  boolean isWhole() {
    return isWhole;
  }

  /** Why it does not. */
  String flaw() {
    return flaw;
  }

  long firstPosition() {
    return Part.firstPosition(window.bytes(), index());
  }

  int commitFrames() {
    return Part.frames(window.bytes(), index());
  }

  int classes() {
    return Part.classes(window.bytes(), index());
  }

  int framesHere() {
    return Part.framesHere(window.bytes(), index());
  }

  int span() {
    return Part.span(Part.bodyBytes(window.bytes(), index()));
  }

  boolean isDrop() {
    return Part.flags(window.bytes(), index()) == Part.FLAG_DROP;
  }

  int dropOldest(int code) {
    int body = index() + Part.HEAD_BYTES;
    return Bytes.getInt(window.bytes(), code == ClassCode.PLANT ? body : body + 4);
  }

  private int index() {
    return window.indexOf(at);
  }

  /** Goes behind the part at which the walk stands. */
  void pass() throws IOException {
    behind = frames.position() + 1;
    lastAt = at;
    at += span();
    look();
  }

  /** Finds out what stands here. */
  private void look() throws IOException {
    int limit = head.segmentBytes();
    flaw = "";
    isWhole = false;
    if (!window.ensure(file, at, Part.HEAD_BYTES, limit)) {
      flaw = "no room for a part";
      return;
    }
    if (!Part.isHead(window.bytes(), index(), head.salt(), head.classCode())) {
      flaw = "the head of the part does not check";
      return;
    }
    int span = span();
    if (!window.ensure(file, at, span, limit - Part.WORD_BYTES)) {
      flaw = "the part reaches over the end of the segment";
      return;
    }
    if (!Part.isBody(window.bytes(), index(), crc)) {
      flaw = "the CRC of the part does not match";
      return;
    }
    readFrames();
    isWhole = true;
  }

  private void readFrames() throws IOException {
    frames.begin(window.bytes(), index(), head.classCode(), head.number(), at);
    while (frames.next()) {
      // Only to see that they are there, and where the last one stands.
    }
    if (frames.isMalformed()) {
      throw damaged(JournalFault.COMMIT_DAMAGED, "the frames of the part are malformed");
    }
  }

  /** What shows, at and behind the place where the walk stands, that something was there. */
  enum Trace {
    /** Nothing. */
    NONE,
    /** The word that says that everything before was durable. */
    CONFIRMED,
    /** The beginning of a part. */
    BEGUN,
    /** A part that was durable, or the word behind it, although no whole part stands here. */
    LATER
  }

  /** Looks for traces from here on, as far as one part can reach. */
  Trace trace() throws IOException {
    Trace found = Trace.NONE;
    int end = (int) Math.min(head.segmentBytes(), (long) at + Part.span(Part.BODY_BYTES_MAX) + 8);
    long marker = Part.marker(head.salt());
    long confirmation = Part.confirmation(head.salt());
    for (int offset = at; offset + 8 <= end; offset += 8) {
      if (!window.ensure(file, offset, 8, head.segmentBytes())) {
        break;
      }
      long word = Bytes.getLong(window.bytes(), window.indexOf(offset));
      if (offset == at) {
        found = word == marker ? Trace.BEGUN : word == confirmation ? Trace.CONFIRMED : Trace.NONE;
      } else if (word == marker || word == confirmation) {
        return Trace.LATER;
      }
    }
    return found;
  }

  /** Whether a sound head stands here that begins a commit at another position than this. */
  boolean hasHeadOfOther(long position) throws IOException {
    return window.ensure(file, at, Part.HEAD_BYTES, head.segmentBytes())
        && Part.isHead(window.bytes(), index(), head.salt(), head.classCode())
        && firstPosition() != position;
  }

  /** Whether the word behind the part at which the walk stands is one that a later step wrote. */
  boolean isConfirmedBehind() throws IOException {
    int behindPart = at + span();
    boolean isThere = window.ensure(file, at, span() + 8, head.segmentBytes());
    long word = isThere ? Bytes.getLong(window.bytes(), window.indexOf(behindPart)) : 0;
    return word == Part.marker(head.salt()) || word == Part.confirmation(head.salt());
  }

  JournalDamagedException damaged(JournalFault fault, String detail) {
    return Damage.of(fault, head.fileName(), at, detail);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
