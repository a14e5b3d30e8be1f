package dev.penstock.journal;

import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Walks over all parts of one class, checks each, and goes on with the next segment where one does
 * not check. Only reads. One thread at a time.
 */
final class SegmentsWalk implements Closeable {
  private final Storage storage;
  private final Durable durable;
  private final int code;
  private final List<JournalFinding> findings;
  private final PartWindow window = new PartWindow();
  private final CRC32C crc = new CRC32C();
  private final FrameReader frames = new FrameReader();
  private int index = -1;
  private @Nullable StorageFile file;
  private int at;
  private int partAt;
  private long reached;
  private boolean isThere;
  private boolean hasHole;
  private long frameCount;
  private long recordCount;
  private long byteCount;

  SegmentsWalk(Storage storage, Durable durable, int code, List<JournalFinding> findings) {
    this.storage = storage;
    this.durable = durable;
    this.code = code;
    this.findings = findings;
  }

  /** Goes to the next part that checks; false when there is none. */
  boolean next() throws IOException {
    isThere = false;
    while (!isThere) {
      if (index >= 0 && at < durable.endOf(code, index)) {
        try {
          look();
          isThere = true;
        } catch (JournalDamagedException e) {
          findings.add(e.finding());
          hasHole = true;
          at = durable.endOf(code, index);
        }
      } else if (index + 1 < durable.count(code)) {
        enter(index + 1);
      } else {
        return false;
      }
    }
    return true;
  }

  private void enter(int next) throws IOException {
    close();
    index = next;
    at = SegmentHead.BYTES;
    window.clear();
    SegmentHead head = head();
    StorageFile opened = storage.openReadOnly(head.fileName());
    file = opened;
    if (opened.sizeBytes() < durable.endOf(code, index)) {
      hasHole = true;
      findings.add(
          new JournalFinding(
              JournalFault.SEGMENT_DAMAGED,
              head.fileName(),
              "it has " + opened.sizeBytes() + " bytes, due are " + durable.endOf(code, index)));
      at = durable.endOf(code, index);
    }
  }

  private SegmentHead head() {
    return durable.head(code, index);
  }

  private void look() throws IOException {
    StorageFile in = file;
    int limit = durable.endOf(code, index);
    if (in == null
        || !window.ensure(in, at, Part.HEAD_BYTES, limit)
        || !Part.isHead(window.bytes(), window.indexOf(at), head().salt(), code)) {
      throw damaged("the head of the part does not check");
    }
    int span = Part.span(Part.bodyBytes(window.bytes(), window.indexOf(at)));
    if (!window.ensure(in, at, span, limit)) {
      throw damaged("the part reaches over the end of what is durable");
    }
    int where = window.indexOf(at);
    if (!Part.isBody(window.bytes(), where, crc)) {
      throw damaged("the CRC of the part does not match");
    }
    if (firstOf(where) < Math.max(reached, head().firstPosition())) {
      throw damaged("the part stands behind one that comes after it");
    }
    frames.begin(window.bytes(), where, code, head().number(), at);
    while (frames.next()) {
      frameCount++;
      recordCount += frames.count();
    }
    if (frames.isMalformed()) {
      throw damaged("the frames of the part are malformed");
    }
    reached = Part.endPosition(window.bytes(), where);
    partAt = at;
    byteCount += span;
    at += span;
  }

  private long firstOf(int where) {
    return Part.firstPosition(window.bytes(), where);
  }

  private int where() {
    return window.indexOf(partAt);
  }

  /** Whether there is a part to look at. */
  boolean isThere() {
    return isThere;
  }

  long firstPosition() {
    return firstOf(where());
  }

  long endPosition() {
    return Part.endPosition(window.bytes(), where());
  }

  int classes() {
    return Part.classes(window.bytes(), where());
  }

  int framesHere() {
    return Part.framesHere(window.bytes(), where());
  }

  /** Whether something of this class could not be read. */
  boolean hasHole() {
    return hasHole;
  }

  long frameCount() {
    return frameCount;
  }

  long recordCount() {
    return recordCount;
  }

  long byteCount() {
    return byteCount;
  }

  JournalDamagedException damaged(String detail) {
    return Damage.of(JournalFault.COMMIT_DAMAGED, head().fileName(), at, detail);
  }

  @Override
  public void close() throws IOException {
    StorageFile left = file;
    file = null;
    if (left != null) {
      left.close();
    }
  }
}
