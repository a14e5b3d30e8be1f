package dev.penstock.journal;

import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one class in order, from part to part and from segment to segment, never
 * beyond what is durable. Each part is checked before its first frame is shown. One thread at a
 * time.
 */
final class PartStream implements Closeable {
  private final Storage storage;
  private final int code;
  private final PartWindow window = new PartWindow();
  private final CRC32C crc = new CRC32C();
  private final FrameReader frames = new FrameReader();

  /** Frames before this position are passed over. */
  private long wanted;

  private @Nullable SegmentHead head;
  private @Nullable StorageFile file;

  /** Where the next part begins. */
  private int at;

  /** Where the commit of the last part ended; the next one cannot begin before. */
  private long reached;

  private boolean isShown;

  PartStream(Storage storage, int code, long wanted) {
    this.storage = storage;
    this.code = code;
    this.wanted = wanted;
  }

  /** Goes to the first frame at or behind a position. */
  void seek(long position) throws IOException {
    wanted = position;
    isShown = false;
    reached = 0;
    frames.clear();
    leave();
  }

  /** The frame that {@link #peek} found. */
  Frame frame() {
    return frames;
  }

  /** The frame was taken: the next peek goes behind it. */
  void take() {
    wanted = frames.position() + 1;
    isShown = false;
  }

  /** Finds the next frame that is durable; false when there is none. */
  boolean peek(Durable durable) throws IOException {
    while (!isShown) {
      if (frames.next()) {
        isShown = frames.position() >= wanted;
      } else if (frames.isMalformed()) {
        throw damaged("the frames of the part before this are malformed");
      } else if (!nextPart(durable)) {
        return false;
      }
    }
    return true;
  }

  /** Begins the next part that can hold what is wanted; false when there is none. */
  private boolean nextPart(Durable durable) throws IOException {
    while (true) {
      int index = head == null ? -1 : durable.indexOf(code, head.number());
      if (index < 0) {
        if (durable.count(code) == 0) {
          return false;
        }
        // At the beginning, or retention was faster.
        index = durable.indexAt(code, wanted);
        enter(durable.head(code, index));
      }
      int limit = durable.endOf(code, index);
      if (at < limit) {
        if (beginPart(limit)) {
          return true;
        }
      } else if (index + 1 < durable.count(code)) {
        enter(durable.head(code, index + 1));
      } else {
        return false;
      }
    }
  }

  private void enter(SegmentHead next) throws IOException {
    leave();
    file = storage.openReadOnly(next.fileName());
    head = next;
    at = SegmentHead.BYTES;
  }

  private void leave() throws IOException {
    StorageFile left = file;
    file = null;
    head = null;
    window.clear();
    if (left != null) {
      left.close();
    }
  }

  /** Checks the part that stands here and begins its frames, or passes it when it is too old. */
  private boolean beginPart(int limit) throws IOException {
    StorageFile in = file;
    SegmentHead of = head;
    if (in == null || of == null) {
      throw new IllegalStateException("no segment is entered");
    }
    boolean isHead =
        window.ensure(in, at, Part.HEAD_BYTES, limit)
            && Part.isHead(window.bytes(), window.indexOf(at), of.salt(), code);
    if (!isHead) {
      throw damaged("no part stands here");
    }
    int index = window.indexOf(at);
    int span = Part.span(Part.bodyBytes(window.bytes(), index));
    if (span > limit - at) {
      throw damaged("the part reaches over the end of what is durable");
    }
    if (Part.firstPosition(window.bytes(), index) < Math.max(reached, of.firstPosition())) {
      throw damaged("the part stands behind one that comes after it");
    }
    reached = Part.endPosition(window.bytes(), index);
    if (reached <= wanted) {
      at += span;
      return false;
    }
    if (!window.ensure(in, at, span, limit)
        || !Part.isBody(window.bytes(), window.indexOf(at), crc)) {
      throw damaged("the CRC of the part does not match");
    }
    frames.begin(window.bytes(), window.indexOf(at), code, of.number(), at);
    at += span;
    return true;
  }

  private JournalDamagedException damaged(String detail) {
    SegmentHead of = head;
    String name = of == null ? Names.SEGMENTS : of.fileName();
    return Damage.of(JournalFault.COMMIT_DAMAGED, name, at, detail);
  }

  @Override
  public void close() throws IOException {
    leave();
  }
}
