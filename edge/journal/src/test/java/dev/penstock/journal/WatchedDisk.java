package dev.penstock.journal;

import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import dev.penstock.storage.StorageLock;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A disk that notes which files were opened for reading, and which of these are open still. */
final class WatchedDisk implements Storage {
  private final SimDisk disk = SimDisk.calm();

  /** Names, as often as they were opened; of one thread at a time. */
  final List<String> opened = new ArrayList<>();

  final List<String> open = new ArrayList<>();

  /** What is done before a file is opened for reading, and before such a one is closed. */
  volatile Consumer<String> opening = _ -> {};

  volatile Consumer<String> closing = _ -> {};

  @Override
  public StorageFile openReadOnly(String name) throws IOException {
    opening.accept(name);
    StorageFile file = disk.openReadOnly(name);
    synchronized (open) {
      var _ = opened.add(name);
      var _ = open.add(name);
    }
    return new Watched(name, file);
  }

  private final class Watched implements StorageFile {
    private final String name;
    private final StorageFile file;
    private boolean isClosed;

    Watched(String name, StorageFile file) {
      this.name = name;
      this.file = file;
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
      closing.accept(name);
      synchronized (open) {
        if (!isClosed) {
          isClosed = true;
          var _ = open.remove(name);
        }
      }
      file.close();
    }
  }

  @Override
  public StorageFile create(String name) throws IOException {
    return disk.create(name);
  }

  @Override
  public StorageFile open(String name) throws IOException {
    return disk.open(name);
  }

  @Override
  public boolean exists(String name) throws IOException {
    return disk.exists(name);
  }

  @Override
  public List<String> list(String folder) throws IOException {
    return disk.list(folder);
  }

  @Override
  public void createFolder(String folder) throws IOException {
    disk.createFolder(folder);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    disk.delete(name);
  }

  @Override
  public void forceFolder(String folder, ForcePoint point) throws IOException {
    disk.forceFolder(folder, point);
  }

  @Override
  public long usableBytes() throws IOException {
    return disk.usableBytes();
  }

  @Override
  public StorageLock lock(String name, String holder) throws IOException {
    return disk.lock(name, holder);
  }
}
