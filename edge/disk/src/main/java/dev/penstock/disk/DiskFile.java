package dev.penstock.disk;

import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;

/** An open file of a {@link FileStorage}. */
final class DiskFile implements StorageFile {
  /** Large enough to be cheap, small enough for a gateway to keep. */
  private static final int ZEROS_BYTES = 256 * 1024;

  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(ZEROS_BYTES).asReadOnlyBuffer();

  private final FileStorage storage;
  private final UninterruptibleFile file;
  private final String name;
  private final boolean readOnly;

  DiskFile(FileStorage storage, UninterruptibleFile file, String name, boolean readOnly) {
    this.storage = storage;
    this.file = file;
    this.name = name;
    this.readOnly = readOnly;
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    requireNotNegative(position);
    try {
      return file.read(into, position);
    } catch (IOException e) {
      throw storage.explained("cannot read at " + position, name, e);
    }
  }

  @Override
  public int write(ByteBuffer from, long position) throws IOException {
    requireNotNegative(position);
    requireWritable();
    try {
      return file.write(from, position);
    } catch (IOException e) {
      throw storage.explained("cannot write at " + position, name, e);
    }
  }

  @Override
  public long sizeBytes() throws IOException {
    return file.sizeBytes();
  }

  @Override
  public void truncate(long sizeBytes) throws IOException {
    requireNotNegative(sizeBytes);
    requireWritable();
    try {
      file.truncate(sizeBytes);
    } catch (IOException e) {
      throw storage.explained("cannot cut to " + sizeBytes, name, e);
    }
  }

  /** Asks the file system for the space, or else takes it by writing zeros. */
  @Override
  public void allocate(long sizeBytes) throws IOException {
    requireNotNegative(sizeBytes);
    requireWritable();
    if (file.sizeBytes() < sizeBytes && !isReserved(sizeBytes)) {
      writeZeros(sizeBytes);
    }
  }

  private boolean isReserved(long sizeBytes) throws IOException {
    return switch (file.reserve(sizeBytes)) {
      // The path may have come to mean another file: only our own size says that it was ours.
      case RESERVED -> file.sizeBytes() >= sizeBytes;
      case UNAVAILABLE -> false;
      case NO_ROOM ->
          throw storage.explained(
              "cannot reserve " + sizeBytes, name, new IOException("No space left on device"));
    };
  }

  private void writeZeros(long sizeBytes) throws IOException {
    long at = file.sizeBytes();
    while (at < sizeBytes) {
      ByteBuffer zeros = ZEROS.duplicate();
      // The first piece ends on a multiple, so that all others start on a page.
      int piece = ZEROS_BYTES - (int) (at % ZEROS_BYTES);
      writeFully(zeros.limit((int) Math.min(piece, sizeBytes - at)), at);
      at += zeros.position();
    }
  }

  @Override
  public void force(ForcePoint point) throws IOException {
    requireWritable();
    try {
      file.forceBytes();
    } catch (IOException e) {
      throw storage.explained("cannot force at " + point.name(), name, e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private void requireWritable() throws IOException {
    if (readOnly) {
      throw new FileSystemException(name, null, "was opened read-only");
    }
  }

  private static void requireNotNegative(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("negative position or size: " + value);
    }
  }
}
