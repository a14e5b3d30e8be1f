package dev.penstock.journal;

import dev.penstock.flow.journal.FrameBatch;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The frames of one commit while they are put together: for each class the part as it will stand in
 * its segment. Two of these take turns: one is filled while the other goes to disk. One thread at a
 * time.
 */
final class CommitGroup {
  private static final int BUFFER_BYTES_AT_FIRST = 64 * 1024;
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private final int bodyBytesMax;
  private final CRC32C crc = new CRC32C();

  /** By class; off the heap, because the channel would otherwise copy it there for each write. */
  private final ByteBuffer[] buffers = {NONE, NONE, NONE};

  private final int[] bodyBytes = new int[ClassCode.COUNT];
  private final int[] framesHere = new int[ClassCode.COUNT];

  /** The place of the last frame of each class in the commit. */
  private final int[] lastFrame = new int[ClassCode.COUNT];

  private long firstPosition;
  private int frames;
  private long records;
  private int flags;
  private int dropPlant = ClassRow.NONE;
  private int dropAccess = ClassRow.NONE;

  CommitGroup(int bodyBytesMax) {
    this.bodyBytesMax = bodyBytesMax;
  }

  /** Makes the group empty; its first frame will have this position. */
  void begin(long position) {
    firstPosition = position;
    frames = 0;
    records = 0;
    flags = 0;
    for (int code = 0; code < ClassCode.COUNT; code++) {
      bodyBytes[code] = 0;
      framesHere[code] = 0;
    }
  }

  boolean isEmpty() {
    return frames == 0;
  }

  /** True when these frames can still become part of this commit. */
  boolean hasRoomFor(FrameBatch batch) {
    // A statement of a drop stands alone: it holds for what was there before it.
    return flags == 0
        && totalBytes() + batch.storedBytesMax() <= bodyBytesMax
        && frames + batch.frames() <= Part.FRAMES_MAX;
  }

  private long totalBytes() {
    long total = 0;
    for (int bytes : bodyBytes) {
      total += bytes;
    }
    return total;
  }

  /** Says in this commit, which is empty, what is dropped by it. */
  void drop(int oldestPlant, int oldestAccess) {
    if (!isEmpty()) {
      throw new IllegalStateException("a drop stands at the beginning of a commit");
    }
    flags = Part.FLAG_DROP;
    dropPlant = oldestPlant;
    dropAccess = oldestAccess;
    ByteBuffer buffer = ensure(ClassCode.CONTROL, Part.DROP_BYTES);
    buffer.putInt(Part.HEAD_BYTES, oldestPlant);
    buffer.putInt(Part.HEAD_BYTES + 4, oldestAccess);
    bodyBytes[ClassCode.CONTROL] = Part.DROP_BYTES;
  }

  /** Takes frames in; their first position. */
  long add(FrameBatch batch) {
    long first = firstPosition + frames;
    for (int i = 0; i < batch.frames(); i++) {
      addFrame(batch, i);
    }
    records += batch.records();
    return first;
  }

  private void addFrame(FrameBatch batch, int frame) {
    int code = ClassCode.of(batch.recordClass(frame));
    int from = batch.firstRecord(frame);
    int to = batch.firstRecord(frame + 1);
    int start = batch.startOf(from);
    int length = batch.startOf(to) - start;
    ByteBuffer out = ensure(code, Varint.BYTES_MAX * (4 + to - from) + length);
    int at = Part.HEAD_BYTES + bodyBytes[code];
    at = Varint.put(out, at, frames);
    at = Varint.put(out, at, batch.source(frame));
    at = Varint.put(out, at, batch.firstSeq(frame));
    at = Varint.put(out, at, to - from);
    int recordStart = start;
    for (int i = from; i < to; i++) {
      int recordEnd = batch.startOf(i + 1);
      at = Varint.put(out, at, recordEnd - recordStart);
      recordStart = recordEnd;
    }
    out.put(at, batch.buffer(), start, length);
    bodyBytes[code] = at + length - Part.HEAD_BYTES;
    framesHere[code]++;
    lastFrame[code] = frames;
    frames++;
  }

  private ByteBuffer ensure(int code, int more) {
    ByteBuffer buffer = buffers[code].clear();
    int used = Part.HEAD_BYTES + bodyBytes[code];
    int needed = used + more + Part.ALIGNMENT;
    if (buffer.capacity() < needed) {
      int larger = Math.max(needed, Math.max(BUFFER_BYTES_AT_FIRST, 2 * buffer.capacity()));
      ByteBuffer grown = ByteBuffer.allocateDirect(larger);
      grown.put(0, buffer, 0, Math.min(used, buffer.capacity()));
      buffers[code] = grown;
      return grown;
    }
    return buffer;
  }

  boolean has(int code) {
    return framesHere[code] > 0;
  }

  /** The classes that have a part in this commit, as bits. */
  private int classes() {
    int classes = 0;
    for (int code = 0; code < ClassCode.COUNT; code++) {
      classes |= has(code) ? ClassCode.bit(code) : 0;
    }
    return classes;
  }

  /** The bytes that the part of a class takes in its segment. */
  int span(int code) {
    return Part.span(bodyBytes[code]);
  }

  /** The part of a class as it shall stand in the segment with this salt. */
  ByteBuffer encode(int code, long salt) {
    ByteBuffer part = ensure(code, 0);
    Part.encode(
        part,
        crc,
        salt,
        firstPosition,
        frames,
        classes(),
        flags,
        framesHere[code],
        bodyBytes[code]);
    return part.position(0).limit(span(code));
  }

  long firstPosition() {
    return firstPosition;
  }

  /** One more than the position of the last frame. */
  long endPosition() {
    return firstPosition + frames;
  }

  /** One more than the position of the last frame of a class that has a part. */
  long behind(int code) {
    return firstPosition + lastFrame[code] + 1;
  }

  int frames() {
    return frames;
  }

  long records() {
    return records;
  }

  boolean isDrop() {
    return flags == Part.FLAG_DROP;
  }

  /** The oldest segment of a class that stays, when this is a drop. */
  int dropOldest(int code) {
    return switch (code) {
      case ClassCode.PLANT -> dropPlant;
      case ClassCode.ACCESS -> dropAccess;
      default -> ClassRow.NONE;
    };
  }
}
