package dev.penstock.people;

import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One of the two files that a book stands in by turns. One thread at a time. */
final class BookFile implements Closeable {
  private static final int CHUNK_BYTES = 1 << 16;

  private final String name;
  private final StorageFile file;

  private BookFile(String name, StorageFile file) {
    this.name = name;
    this.file = file;
  }

  /** Opens the file, or makes it empty; its name is not durable yet. */
  static BookFile open(Storage storage, String name) throws IOException {
    return new BookFile(name, storage.exists(name) ? storage.open(name) : storage.create(name));
  }

  String name() {
    return name;
  }

  BookFrame.Found read(int bytesMax) throws IOException {
    long size = file.sizeBytes();
    if (size > bytesMax) {
      return new BookFrame.Found.Torn("it is " + size + " bytes, a book has at most " + bytesMax);
    }
    byte[] bytes = new byte[(int) size];
    file.readFully(ByteBuffer.wrap(bytes), 0);
    return BookFrame.open(bytes);
  }

  /** Puts a book into the file, which is blank; durable on return. */
  void write(byte[] bytes) throws IOException {
    file.truncate(0);
    file.writeFully(ByteBuffer.wrap(bytes), 0);
    file.force(PeopleForce.WRITTEN);
  }

  /** Overwrites all that is in it, in place; durable on return. */
  void wipe() throws IOException {
    long size = file.sizeBytes();
    for (long at = 0; at < size; at += CHUNK_BYTES) {
      file.writeFully(ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, size - at)), at);
    }
    file.force(PeopleForce.WIPED);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
