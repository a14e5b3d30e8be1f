package dev.penstock.testkit.disk;

import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;

/** An open file of a {@link SimDisk}. */
final class SimFile implements StorageFile {
  private final SimDisk disk;
  private final SimInode file;
  private final String name;
  private final boolean readOnly;
  private volatile boolean closed;

  SimFile(SimDisk disk, SimInode file, String name, boolean readOnly) {
    this.disk = disk;
    this.file = file;
    this.name = name;
    this.readOnly = readOnly;
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    requireNotNegative(position);
    requireOpen();
    byte[] bytes = disk.read(file, name, position, into.remaining());
    if (bytes == null) {
      return -1;
    }
    into.put(bytes);
    return bytes.length;
  }

  @Override
  public int write(ByteBuffer from, long position) throws IOException {
    requireNotNegative(position);
    requireWritable();
    byte[] bytes = new byte[from.remaining()];
    from.get(from.position(), bytes);
    int written = disk.write(file, name, position, bytes);
    from.position(from.position() + written);
    return written;
  }

  @Override
  public long sizeBytes() throws IOException {
    requireOpen();
    return disk.sizeBytes(file, name);
  }

  @Override
  public void truncate(long sizeBytes) throws IOException {
    requireNotNegative(sizeBytes);
    requireWritable();
    disk.truncate(file, name, sizeBytes);
  }

  @Override
  public void allocate(long sizeBytes) throws IOException {
    requireNotNegative(sizeBytes);
    requireWritable();
    disk.allocate(file, name, sizeBytes);
  }

  @Override
  public void force(ForcePoint point) throws IOException {
    requireWritable();
    disk.force(file, name, point);
  }

  /** Not an operation of the disk: closing changes nothing on it, and works after a crash. */
  @Override
  public void close() {
    closed = true;
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  private void requireWritable() throws IOException {
    requireOpen();
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
