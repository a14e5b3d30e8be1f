package dev.penstock.node;

import dev.penstock.disk.FileStorage;
import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import dev.penstock.testkit.disk.ForwardedFile;
import dev.penstock.testkit.disk.ForwardedStorage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
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

  private final class Room extends ForwardedStorage {
    private final String room;

    private Room(Storage disk, String room) {
      super(disk);
      this.room = room;
    }

    @Override
    public StorageFile create(String name) throws IOException {
      return new Ill(super.create(name), room + name);
    }

    @Override
    public StorageFile open(String name) throws IOException {
      return new Ill(super.open(name), room + name);
    }
  }

  private final class Ill extends ForwardedFile {
    private final String name;

    private Ill(StorageFile file, String name) {
      super(file);
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
    public int write(ByteBuffer from, long position) throws IOException {
      mustHaveRoom();
      return super.write(from, position);
    }

    @Override
    public void allocate(long sizeBytes) throws IOException {
      mustHaveRoom();
      super.allocate(sizeBytes);
    }

    @Override
    public void force(ForcePoint point) throws IOException {
      if (isBroken.test(name)) {
        throw new IOException("Input/output error");
      }
      if (isStalled.test(name)) {
        await(answers);
      }
      super.force(point);
    }
  }
}
