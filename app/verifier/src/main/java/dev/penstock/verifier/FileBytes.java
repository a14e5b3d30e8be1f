package dev.penstock.verifier;

import dev.penstock.bundle.BundleBytes;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A bundle in a file. */
final class FileBytes implements BundleBytes, Closeable {
  private final FileChannel file;
  private final long size;

  private FileBytes(FileChannel file, long size) {
    this.file = file;
    this.size = size;
  }

  static FileBytes open(Path path) throws IOException {
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new FileBytes(file, file.size());
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void read(long position, byte[] into, int at, int length) throws IOException {
    ByteBuffer target = ByteBuffer.wrap(into, at, length);
    while (target.hasRemaining()) {
      if (file.read(target, position + target.position() - at) < 0) {
        throw new EOFException("the file ended at " + size + " and is shorter now");
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
