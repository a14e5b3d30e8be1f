package dev.penstock.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Copies files from one storage to another. One thread at a time. */
public final class FileCopy {
  private static final int CHUNK_BYTES = 1 << 20;
  private static final ByteBuffer ZEROS = ByteBuffer.allocate(CHUNK_BYTES).asReadOnlyBuffer();

  private final Storage from;
  private final Storage to;
  private final ForcePoint point;

  /** Whether the whole file gets its space on disk, as who goes on writing to it needs it. */
  private final boolean isReserved;

  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);

  private FileCopy(Storage from, Storage to, ForcePoint point, boolean isReserved) {
    this.from = from;
    this.to = to;
    this.point = point;
    this.isReserved = isReserved;
  }

  /** Copies that take no more space than their content. */
  public static FileCopy toKeep(Storage from, Storage to, ForcePoint point) {
    return new FileCopy(from, to, point, false);
  }

  /** Copies with all their space reserved. */
  public static FileCopy toWriteOn(Storage from, Storage to, ForcePoint point) {
    return new FileCopy(from, to, point, true);
  }

  /**
   * Makes a new file of this name; its bytes are durable on return, its name is not.
   *
   * @param content is given all bytes that have a meaning, in order; it must not keep the buffer
   */
  public void copy(FilePart part, String name, Consumer<ByteBuffer> content) throws IOException {
    try (StorageFile target = to.create(name)) {
      if (isReserved && part.sizeBytes() > 0) {
        target.allocate(part.sizeBytes());
      }
      if (part.bytes() > 0) {
        copyBytes(part, target, content);
      }
      ByteBuffer ending = ByteBuffer.wrap(part.ending());
      content.accept(ending.asReadOnlyBuffer());
      target.writeFully(ending, part.bytes());
      if (target.sizeBytes() < part.sizeBytes()) {
        // Nothing in between: on most disks that takes no space.
        target.writeFully(ByteBuffer.allocate(1), part.sizeBytes() - 1);
      }
      target.force(point);
    }
  }

  private void copyBytes(FilePart part, StorageFile target, Consumer<ByteBuffer> content)
      throws IOException {
    try (StorageFile source = from.openReadOnly(part.name())) {
      long at = 0;
      while (at < part.bytes()) {
        var _ = chunk.clear().limit((int) Math.min(CHUNK_BYTES, part.bytes() - at));
        source.readFully(chunk, at);
        content.accept(chunk.flip().asReadOnlyBuffer());
        if (isReserved || !isZero(chunk)) {
          target.writeFully(chunk, at);
        }
        at += chunk.limit();
      }
    }
  }

  private static boolean isZero(ByteBuffer bytes) {
    return bytes.equals(ZEROS.slice(0, bytes.remaining()));
  }
}
