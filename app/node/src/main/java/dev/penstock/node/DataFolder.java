package dev.penstock.node;

import dev.penstock.disk.FileStorage;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import dev.penstock.storage.StorageLock;
import dev.penstock.storage.StorageLockedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder of a node, docs/formats/data-folder.md: which version it is of, who holds it, and the
 * rooms inside it.
 */
final class DataFolder implements AutoCloseable {
  static final int VERSION = 1;

  private static final String FORMAT = "format";
  private static final String LOCK = "node.lock";
  private static final String HEAD = "penstock-data ";
  private static final int FORMAT_BYTES_MAX = 100;

  private final Path path;
  private final Storage storage;
  private final StorageLock lock;

  private DataFolder(Path path, Storage storage, StorageLock lock) {
    this.path = path;
    this.storage = storage;
    this.lock = lock;
  }

  /**
   * Opens the folder, or makes it where there is nothing yet.
   *
   * @throws StartException when it is held by another process, of a newer version, or holds
   *     something else
   */
  static DataFolder open(Path path, String holder) throws IOException, StartException {
    Path _ = Files.createDirectories(path);
    Storage storage = FileStorage.open(path);
    StorageLock lock;
    try {
      lock = storage.lock(LOCK, holder);
    } catch (StorageLockedException e) {
      throw new StartException(
          path + " is in use: " + e.getMessage() + "; stop that node, or name another folder");
    }
    boolean isOpen = false;
    try {
      checkFormat(path, storage);
      isOpen = true;
      return new DataFolder(path, storage, lock);
    } finally {
      if (!isOpen) {
        lock.close();
      }
    }
  }

  private static void checkFormat(Path path, Storage storage) throws IOException, StartException {
    if (!storage.exists(FORMAT)) {
      List<String> others = storage.list("").stream().filter(n -> !isExpectedIn(n)).toList();
      if (!others.isEmpty()) {
        throw new StartException(
            path + " holds other things (" + others.getFirst() + "); name an empty folder");
      }
      ReplacedFile.write(storage, FORMAT, (HEAD + VERSION + "\n").getBytes(StandardCharsets.UTF_8));
      return;
    }
    String text = read(storage);
    if (!text.startsWith(HEAD) || !text.endsWith("\n")) {
      throw new StartException(path.resolve(FORMAT) + " is none of ours; restore a backup");
    }
    String version = text.substring(HEAD.length(), text.length() - 1);
    if (!version.equals(String.valueOf(VERSION))) {
      throw new StartException(
          path
              + " has data of version "
              + version
              + ", this program knows "
              + VERSION
              + "; start the version that wrote it, or a newer one");
    }
  }

  /** What may be in a folder that no node has used yet. */
  private static boolean isExpectedIn(String name) {
    return name.equals(LOCK)
        || name.equals("penstock.yaml")
        || name.equals("lost+found")
        || name.equals(ReplacedFile.unfinished(FORMAT));
  }

  private static String read(Storage storage) throws IOException {
    try (StorageFile file = storage.openReadOnly(FORMAT)) {
      int size = (int) Math.min(file.sizeBytes(), FORMAT_BYTES_MAX);
      ByteBuffer bytes = ByteBuffer.allocate(size);
      file.readFully(bytes, 0);
      return new String(bytes.array(), StandardCharsets.UTF_8);
    }
  }

  Path path() {
    return path;
  }

  /** A room of the folder, made when it is not there. */
  Storage room(String name) throws IOException {
    storage.createFolder(name);
    storage.forceFolder("", At.ROOM_NAME);
    return FileStorage.open(path.resolve(name));
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
