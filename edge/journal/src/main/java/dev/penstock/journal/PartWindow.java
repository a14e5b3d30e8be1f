package dev.penstock.journal;

import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A stretch of a segment in memory, read in large pieces, in which parts are looked at where they
 * stand. One thread at a time.
 */
final class PartWindow {
  /** One read brings many small commits. */
  private static final int BYTES_MIN = 64 * 1024;

  private static final int BYTES_MAX = 1 << 20;

  private byte[] bytes = new byte[0];
  private ByteBuffer buffer = ByteBuffer.wrap(bytes);

  /** The offset in the segment of {@code bytes[0]}. */
  private int from;

  private int length;
  private int next = BYTES_MIN;

  /** Forgets what was read, because it is of another file or not true any more. */
  void clear() {
    length = 0;
    from = 0;
    next = BYTES_MIN;
  }

  byte[] bytes() {
    return bytes;
  }

  /** The place in {@link #bytes()} of an offset in the segment that was ensured. */
  int indexOf(int offset) {
    return offset - from;
  }

  /**
   * Makes so many bytes from an offset on stand in memory. Reads on beyond them, but not behind the
   * limit.
   *
   * @return false when the file or the limit ends before
   */
  boolean ensure(StorageFile file, int offset, int count, int limit) throws IOException {
    if (offset >= from && offset + count <= from + length) {
      return true;
    }
    if (count > limit - offset) {
      return false;
    }
    int wanted = Math.min(Math.max(count, next), limit - offset);
    // Who reads on reads more at once.
    next = Math.min(2 * next, BYTES_MAX);
    if (bytes.length < wanted) {
      bytes = new byte[wanted];
      buffer = ByteBuffer.wrap(bytes);
    }
    from = offset;
    length = 0;
    buffer.clear().limit(wanted);
    while (length < count) {
      int read = file.read(buffer, (long) from + length);
      if (read < 0) {
        return false;
      }
      length += read;
    }
    return true;
  }
}
