package dev.penstock.disk;

import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import dev.penstock.storage.StorageLock;
import dev.penstock.storage.StorageName;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder on a disk of this machine.
 *
 * <p>Files are made readable by their owner only. A link inside the folder is never followed: a
 * name that passes {@link StorageName} cannot lead out, and neither can what somebody put there.
 * Network file systems are refused, see {@link #open(Path, Set)}.
 *
 * <p>Req: 62443-4-2 CR 4.1 (information at rest is open to its owner only).
 */
public final class FileStorage implements Storage {
  private static final FileAttribute<?>[] NO_ATTRIBUTES = {};

  private final Path root;
  private final FileStore store;
  private final DiskThreads threads = new DiskThreads();
  private final FileAttribute<?>[] fileAttributes;
  private final FileAttribute<?>[] folderAttributes;

  private FileStorage(Path root, FileStore store) {
    this.root = root;
    this.store = store;
    boolean posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
    this.fileAttributes = posix ? permissions("rw-------") : NO_ATTRIBUTES;
    this.folderAttributes = posix ? permissions("rwx------") : NO_ATTRIBUTES;
  }

  /** Opens an existing folder on a disk of this machine. */
  public static FileStorage open(Path folder) throws IOException {
    return open(folder, Set.of());
  }

  /**
   * Opens an existing folder, also on a network file system of one of these types ({@code nfs4},
   * {@code cifs}, ...): whoever names one answers for its forces, renames and locks.
   */
  public static FileStorage open(Path folder, Set<String> remoteTypesAccepted) throws IOException {
    // The folder itself may be reached by a link: where the data lies is the operator's choice.
    Path root = folder.toRealPath();
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(folder.toString());
    }
    FileStore store = Files.getFileStore(root);
    requireLocal(folder, store.type(), remoteTypesAccepted);
    return new FileStorage(root, store);
  }

  /**
   * Opens an existing folder of whatever file system to read from it: what makes a network disk
   * unfit for a store, that it may lose what was forced, does not touch who only looks.
   */
  public static Storage openForReading(Path folder) throws IOException {
    Path root = folder.toRealPath();
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(folder.toString());
    }
    return new FileStorage(root, Files.getFileStore(root));
  }

  /** Fails for a type of file system that is not of this machine and was not asked for. */
  static void requireLocal(Path folder, String type, Set<String> accepted) throws IOException {
    if (NetworkFileSystems.isRemote(type) && !accepted.contains(type)) {
      throw new FileSystemException(
          folder.toString(),
          null,
          "lies on the network file system '"
              + type
              + "', which may lose what was forced and may not keep two nodes apart; use a local"
              + " disk, or accept '"
              + type
              + "' by name");
    }
  }

  @Override
  public StorageFile create(String name) throws IOException {
    Path path = resolve(StorageName.requireFile(name));
    requireFolder(StorageName.folderOf(name));
    UninterruptibleFile file =
        UninterruptibleFile.open(
            path,
            threads,
            fileAttributes,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    return new DiskFile(this, file, name, false);
  }

  @Override
  public StorageFile open(String name) throws IOException {
    Path path = requireFile(name);
    UninterruptibleFile file =
        UninterruptibleFile.open(
            path, threads, NO_ATTRIBUTES, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new DiskFile(this, file, name, false);
  }

  @Override
  public StorageFile openReadOnly(String name) throws IOException {
    Path path = requireFile(name);
    UninterruptibleFile file =
        UninterruptibleFile.open(path, threads, NO_ATTRIBUTES, StandardOpenOption.READ);
    return new DiskFile(this, file, name, true);
  }

  @Override
  public boolean exists(String name) throws IOException {
    String checked = StorageName.requireFolder(name);
    for (String folder : foldersAbove(checked)) {
      BasicFileAttributes found = attributes(folder);
      if (found == null || !found.isDirectory()) {
        return false;
      }
    }
    return attributes(checked) != null;
  }

  @Override
  public List<String> list(String folder) throws IOException {
    requireFolder(StorageName.requireFolder(folder));
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(resolve(folder))) {
      for (Path entry : entries) {
        names.add(entry.getFileName().toString());
      }
    }
    Collections.sort(names);
    return List.copyOf(names);
  }

  @Override
  public void createFolder(String folder) throws IOException {
    BasicFileAttributes there = attributes(StorageName.requireFolder(folder));
    if (there != null && there.isDirectory()) {
      return;
    }
    requireFolder(StorageName.folderOf(folder));
    Path _ = Files.createDirectory(resolve(folder), folderAttributes);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Path source = resolve(StorageName.requireFile(from));
    Path target = resolve(StorageName.requireFile(to));
    requireFolder(StorageName.folderOf(from));
    requireFolder(StorageName.folderOf(to));
    LockFile.requireNotHeld(source, from);
    LockFile.requireNotHeld(target, to);
    BasicFileAttributes moved = attributes(from);
    if (moved == null) {
      throw new NoSuchFileException(source.toString());
    }
    BasicFileAttributes there = attributes(to);
    boolean folderInvolved = moved.isDirectory() || (there != null && there.isDirectory());
    if (there != null && folderInvolved && !from.equals(to)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Path _ = Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String name) throws IOException {
    Path path = resolve(StorageName.requireFile(name));
    requireFolder(StorageName.folderOf(name));
    LockFile.requireNotHeld(path, name);
    Files.delete(path);
  }

  @Override
  public void forceFolder(String folder, ForcePoint point) throws IOException {
    requireFolder(StorageName.requireFolder(folder));
    try (UninterruptibleFile names =
        UninterruptibleFile.open(
            resolve(folder), threads, NO_ATTRIBUTES, StandardOpenOption.READ)) {
      names.forceAll();
    } catch (IOException e) {
      throw explained("cannot force the folder at " + point.name(), folder, e);
    }
  }

  @Override
  public long usableBytes() throws IOException {
    return store.getUsableSpace();
  }

  @Override
  public StorageLock lock(String name, String holder) throws IOException {
    Path path = resolve(StorageName.requireFile(name));
    requireFolder(StorageName.folderOf(name));
    BasicFileAttributes there = attributes(name);
    if (there != null && !there.isRegularFile()) {
      throw new FileSystemException(path.toString(), null, "is no plain file");
    }
    return LockFile.take(path, name, holder, threads, fileAttributes);
  }

  /** The same failure, with the file, what was tried and the space left in its message. */
  IOException explained(String what, String name, IOException e) {
    if (e instanceof ClosedChannelException) {
      return e;
    }
    String free;
    try {
      free = usableBytes() + " bytes are free";
    } catch (IOException unknown) {
      free = "free space unknown";
    }
    var explained =
        new FileSystemException(
            resolve(name).toString(), null, what + ": " + e.getMessage() + " (" + free + ")");
    Throwable _ = explained.initCause(e);
    return explained;
  }

  private Path resolve(String name) {
    return root.resolve(name);
  }

  /** The path of a plain file that may be opened. */
  private Path requireFile(String name) throws IOException {
    Path path = resolve(StorageName.requireFile(name));
    requireFolder(StorageName.folderOf(name));
    LockFile.requireNotHeld(path, name);
    BasicFileAttributes found = attributes(name);
    if (found == null) {
      throw new NoSuchFileException(path.toString());
    }
    // Not only folders and links: opening a pipe would wait for ever.
    if (!found.isRegularFile()) {
      throw new FileSystemException(path.toString(), null, "is no plain file");
    }
    return path;
  }

  /** Fails unless this and every folder above it is a folder and not a link to one. */
  private void requireFolder(String folder) throws IOException {
    for (String above : foldersAbove(folder)) {
      requireOneFolder(above);
    }
    requireOneFolder(folder);
  }

  private void requireOneFolder(String folder) throws IOException {
    BasicFileAttributes found = attributes(folder);
    if (found == null) {
      throw new NoSuchFileException(resolve(folder).toString());
    }
    if (!found.isDirectory()) {
      throw new NotDirectoryException(resolve(folder).toString());
    }
  }

  /** {@code "", "a", "a/b"} for {@code "a/b/c"}; none for the folder itself. */
  private static List<String> foldersAbove(String name) {
    List<String> above = new ArrayList<>();
    for (String at = name; !at.isEmpty(); ) {
      at = StorageName.folderOf(at);
      above.add(at);
    }
    Collections.reverse(above);
    return above;
  }

  private @Nullable BasicFileAttributes attributes(String name) throws IOException {
    try {
      return Files.readAttributes(
          resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static FileAttribute<?>[] permissions(String mode) {
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
    };
  }
}
