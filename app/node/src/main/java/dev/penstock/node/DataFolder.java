package dev.penstock.node;

import dev.penstock.disk.FileStorage;
import dev.penstock.node.Node.Machine;
import dev.penstock.node.backup.BackupManifest;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageLock;
import dev.penstock.storage.StorageLockedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The folder of a node, docs/formats/data-folder.md: which version it is of, who holds it, and the
 * rooms inside it.
 */
final class DataFolder implements AutoCloseable {
  private static final String LOCK = "node.lock";

  /** The settings, and what they may name beside them. */
  private static final Set<String> WRITTEN_BY_PEOPLE =
      Set.of("penstock.yaml", "plant.yaml", "connections.yaml");

  private final Path path;
  private final Storage storage;
  private final StorageLock lock;
  private final Machine.Disk disk;

  private DataFolder(Path path, Storage storage, StorageLock lock, Machine.Disk disk) {
    this.path = path;
    this.storage = storage;
    this.lock = lock;
    this.disk = disk;
  }

  /**
   * Opens the folder, or makes it where there is nothing yet. One of an older version becomes one
   * of this.
   *
   * @throws StartException when it is held by another process, of a newer version, a backup, or
   *     holds something else
   */
  static DataFolder open(Path path, String holder) throws IOException, StartException {
    return open(path, holder, DataFormat.OURS);
  }

  /** The same for a node that runs on this machine, whose disk has the rooms. */
  static DataFolder open(Path path, Machine machine) throws IOException, StartException {
    DataFolder found = open(path, machine.holder());
    return new DataFolder(found.path, found.storage, found.lock, machine.disk());
  }

  /** The same with other versions than this program's. */
  static DataFolder open(Path path, String holder, DataFormat format)
      throws IOException, StartException {
    Path _ = Files.createDirectories(path);
    return locked(path, holder, storage -> checkFormat(path, storage, format));
  }

  /**
   * Opens a folder to copy it: nothing is made or migrated.
   *
   * @throws StartException also when a node has never run there
   */
  static DataFolder openToBackUp(Path path, String holder) throws IOException, StartException {
    if (!Files.isRegularFile(path.resolve(DataFormat.FILE))) {
      throw new StartException(path + " is no data folder; name the folder of a node");
    }
    return locked(
        path,
        holder,
        storage -> {
          requireNoBackup(path, storage);
          int _ = DataFormat.OURS.read(path, storage);
        });
  }

  private interface Look {
    void at(Storage storage) throws IOException, StartException;
  }

  private static DataFolder locked(Path path, String holder, Look look)
      throws IOException, StartException {
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
      look.at(storage);
      isOpen = true;
      return new DataFolder(path, storage, lock, FileStorage::open);
    } finally {
      if (!isOpen) {
        lock.close();
      }
    }
  }

  private static void checkFormat(Path path, Storage storage, DataFormat format)
      throws IOException, StartException {
    requireNoBackup(path, storage);
    if (storage.exists(DataFormat.FILE)) {
      format.migrate(path, storage);
      return;
    }
    List<String> others = storage.list("").stream().filter(n -> !isExpectedIn(n)).toList();
    if (!others.isEmpty()) {
      throw new StartException(
          path + " holds other things (" + others.getFirst() + "); name an empty folder");
    }
    format.begin(storage);
  }

  private static void requireNoBackup(Path path, Storage storage)
      throws IOException, StartException {
    if (storage.exists(BackupManifest.FILE)) {
      throw new StartException(
          path + " is a backup; penstock restore makes a folder of it that a node can run on");
    }
  }

  /** What may be in a folder that no node has used yet. */
  private static boolean isExpectedIn(String name) {
    return name.equals(LOCK)
        || WRITTEN_BY_PEOPLE.contains(name)
        || name.equals("lost+found")
        || name.equals(ReplacedFile.unfinished(DataFormat.FILE));
  }

  Path path() {
    return path;
  }

  /** The folder itself. */
  Storage storage() {
    return storage;
  }

  /** A room of the folder, made when it is not there. */
  Storage room(String name) throws IOException {
    storage.createFolder(name);
    storage.forceFolder("", At.ROOM_NAME);
    return disk.open(path.resolve(name));
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
