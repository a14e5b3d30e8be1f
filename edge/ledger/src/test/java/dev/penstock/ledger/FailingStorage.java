package dev.penstock.ledger;

import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import dev.penstock.storage.StorageLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;

/** A disk that counts what is open, and at one operation, counted from 1, throws something. */
final class FailingStorage implements Storage {
  private final Storage disk;
  private final long failAt;
  private final Supplier<? extends Throwable> what;
  private long operations;
  private int open;

  FailingStorage(Storage disk, long failAt, Supplier<? extends Throwable> what) {
    this.disk = disk;
    this.failAt = failAt;
    this.what = what;
  }

  /** Files and locks that were opened and not closed. */
  int open() {
    return open;
  }

  /** Whether the operation that fails was reached. */
  boolean hasFailed() {
    return operations >= failAt;
  }

  private void step() throws IOException {
    operations++;
    if (operations == failAt) {
      switch (what.get()) {
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new AssertionError(e);
      }
    }
  }

  private StorageFile counted(StorageFile file) {
    open++;
    return new CountedFile(file);
  }

  @Override
  public StorageFile create(String name) throws IOException {
    step();
    return counted(disk.create(name));
  }

  @Override
  public StorageFile open(String name) throws IOException {
    step();
    return counted(disk.open(name));
  }

  @Override
  public StorageFile openReadOnly(String name) throws IOException {
    step();
    return counted(disk.openReadOnly(name));
  }

  @Override
  public boolean exists(String name) throws IOException {
    step();
    return disk.exists(name);
  }

  @Override
  public List<String> list(String folder) throws IOException {
    step();
    return disk.list(folder);
  }

  @Override
  public void createFolder(String folder) throws IOException {
    step();
    disk.createFolder(folder);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    step();
    disk.rename(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    step();
    disk.delete(name);
  }

  @Override
  public void forceFolder(String folder, ForcePoint point) throws IOException {
    step();
    disk.forceFolder(folder, point);
  }

  @Override
  public long usableBytes() throws IOException {
    step();
    return disk.usableBytes();
  }

  @Override
  public StorageLock lock(String name, String holder) throws IOException {
    step();
    StorageLock lock = disk.lock(name, holder);
    open++;
    return () -> {
      open--;
      lock.close();
    };
  }

  private final class CountedFile implements StorageFile {
    private final StorageFile file;
    private boolean isOpen = true;

    CountedFile(StorageFile file) {
      this.file = file;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      step();
      return file.read(into, position);
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
      step();
      return file.write(from, position);
    }

    @Override
    public long sizeBytes() throws IOException {
      step();
      return file.sizeBytes();
    }

    @Override
    public void truncate(long sizeBytes) throws IOException {
      step();
      file.truncate(sizeBytes);
    }

    @Override
    public void allocate(long sizeBytes) throws IOException {
      step();
      file.allocate(sizeBytes);
    }

    @Override
    public void force(ForcePoint point) throws IOException {
      step();
      file.force(point);
    }

    @Override
    public void close() throws IOException {
      if (isOpen) {
        isOpen = false;
        open--;
      }
      file.close();
    }
  }
}
