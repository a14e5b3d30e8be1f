package dev.penstock.ledger;

import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import dev.penstock.storage.StorageLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A disk through which nothing can be changed, and nothing locked: whoever tries fails the test.
 * Before each operation something else may happen on the disk.
 */
record ReadOnlyStorage(Storage disk, Meanwhile meanwhile) implements Storage {
  /** What somebody else does before each operation. */
  interface Meanwhile {
    void happens() throws IOException;
  }

  ReadOnlyStorage(Storage disk) {
    this(disk, () -> {});
  }

  private static AssertionError change(String what) {
    return new AssertionError("a reader asked to " + what);
  }

  @Override
  public StorageFile create(String name) {
    throw change("create " + name);
  }

  @Override
  public StorageFile open(String name) {
    throw change("open for writing " + name);
  }

  @Override
  public StorageFile openReadOnly(String name) throws IOException {
    meanwhile.happens();
    return new ReadOnlyFile(disk.openReadOnly(name), meanwhile);
  }

  @Override
  public boolean exists(String name) throws IOException {
    meanwhile.happens();
    return disk.exists(name);
  }

  @Override
  public List<String> list(String folder) throws IOException {
    meanwhile.happens();
    return disk.list(folder);
  }

  @Override
  public void createFolder(String folder) {
    throw change("make " + folder);
  }

  @Override
  public void rename(String from, String to) {
    throw change("rename " + from);
  }

  @Override
  public void delete(String name) {
    throw change("delete " + name);
  }

  @Override
  public void forceFolder(String folder, ForcePoint point) {
    throw change("force " + folder);
  }

  @Override
  public long usableBytes() throws IOException {
    return disk.usableBytes();
  }

  @Override
  public StorageLock lock(String name, String holder) {
    throw change("lock " + name);
  }

  private record ReadOnlyFile(StorageFile file, Meanwhile meanwhile) implements StorageFile {
    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      meanwhile.happens();
      return file.read(into, position);
    }

    @Override
    public int write(ByteBuffer from, long position) {
      throw change("write");
    }

    @Override
    public long sizeBytes() throws IOException {
      meanwhile.happens();
      return file.sizeBytes();
    }

    @Override
    public void truncate(long sizeBytes) {
      throw change("truncate");
    }

    @Override
    public void allocate(long sizeBytes) {
      throw change("allocate");
    }

    @Override
    public void force(ForcePoint point) {
      throw change("force");
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
