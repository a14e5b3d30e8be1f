package dev.penstock.testkit.disk;

import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Another file as it is; a test overrides what is to be otherwise. */
public class ForwardedFile implements StorageFile {
  private final StorageFile file;

  protected ForwardedFile(StorageFile file) {
    this.file = Objects.requireNonNull(file, "file");
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    return file.read(into, position);
  }

  @Override
  public int write(ByteBuffer from, long position) throws IOException {
    return file.write(from, position);
  }

  @Override
  public long sizeBytes() throws IOException {
    return file.sizeBytes();
  }

  @Override
  public void truncate(long sizeBytes) throws IOException {
    file.truncate(sizeBytes);
  }

  @Override
  public void allocate(long sizeBytes) throws IOException {
    file.allocate(sizeBytes);
  }

  @Override
  public void force(ForcePoint point) throws IOException {
    file.force(point);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
