package dev.penstock.node;

import dev.penstock.disk.FileStorage;
import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import dev.penstock.storage.StorageLock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/**
 * The disk of this machine, on which some files find no room, or fail, while a test wants it. Files
 * are named with their room: {@code journal/segments/prepared.access}.
 */
final class IllDisk implements Node.Machine.Disk {
  /** What finds no room to grow. */
  volatile Predicate<String> isFull = _ -> false;

  /** What is not made durable before {@link #answers} is open. */
  volatile Predicate<String> isStalled = _ -> false;

  volatile CountDownLatch answers = new CountDownLatch(0);

  /** What cannot be made durable. */
  volatile Predicate<String> isBroken = _ -> false;

  @Override
  public Storage open(Path folder) throws IOException {
    return new Room(FileStorage.open(folder), folder.getFileName() + "/");
  }

  private final class Room implements Storage {
    private final Storage disk;
    private final String room;

    private Room(Storage disk, String room) {
      this.disk = disk;
      this.room = room;
    }

    @Override
    public StorageFile create(String name) throws IOException {
      return new Ill(disk.create(name), room + name);
    }

    @Override
    public StorageFile open(String name) throws IOException {
      return new Ill(disk.open(name), room + name);
    }

    @Override
    public StorageFile openReadOnly(String name) throws IOException {
      return disk.openReadOnly(name);
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

  private final class Ill implements StorageFile {
    private final StorageFile file;
    private final String name;

    private Ill(StorageFile file, String name) {
      this.file = file;
      this.name = name;
    }

    private void mustHaveRoom() throws IOException {
      if (isFull.test(name)) {
        throw new IOException("No space left on device");
      }
    }

    private static void await(CountDownLatch open) throws IOException {
      try {
        open.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return file.read(into, position);
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
      mustHaveRoom();
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
      mustHaveRoom();
      file.allocate(sizeBytes);
    }

    @Override
    public void force(ForcePoint point) throws IOException {
      if (isBroken.test(name)) {
        throw new IOException("Input/output error");
      }
      if (isStalled.test(name)) {
        await(answers);
      }
      file.force(point);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
