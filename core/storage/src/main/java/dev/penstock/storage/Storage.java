package dev.penstock.storage;

import java.io.IOException;
import java.util.List;

/**
 * One folder on a disk as a durable store sees it.
 *
 * <p>Names are relative, parts joined by {@code '/'}, each part of {@code [A-Za-z0-9._-]+} and
 * neither {@code "."} nor {@code ".."}; anything else is an {@link IllegalArgumentException}
 * ({@link StorageName}). The empty name is the folder itself and is allowed where a folder is
 * meant.
 *
 * <p>Durability, which every store must assume and the simulated disk enforces:
 *
 * <ul>
 *   <li>Bytes, and the size they gave the file, are durable after {@link StorageFile#force}; until
 *       then each sector of 512 bytes is the old or the new one, and the size any that the file
 *       had, each for itself and in no order.
 *   <li>That a name exists, is gone, or was renamed is durable after {@link #forceFolder} of the
 *       folder that holds the name; until then each name is as it was at any moment since the last
 *       one, names of one folder and of several in no order. A file that was forced but whose name
 *       was not may be missing after a crash, and so may everything below a folder whose own name
 *       was not forced.
 *   <li>A rename replaces its target in one step: after a crash the target is the old file or the
 *       new one, never neither. The old name can still stand beside the new one, both being the
 *       same file, until both folders were forced.
 *   <li>A process that dies takes none of that with it, but makes none of it durable either: what
 *       the next process reads may still be lost by a crash until it has been forced again.
 * </ul>
 *
 * <p>Implementations are safe for use by several threads, and a thread that is interrupted does not
 * disturb the others: every operation runs to its end and leaves the interrupt as it was.
 * Implementations do not retry: a failed operation is reported as it happened.
 */
public interface Storage {
  /**
   * Makes a new empty file for reading and writing; {@code FileAlreadyExistsException} when the
   * name is taken, {@code NoSuchFileException} when its folder is missing.
   */
  StorageFile create(String name) throws IOException;

  /**
   * Opens an existing file for reading and writing; {@code NoSuchFileException} when there is none,
   * {@code IOException} for a folder, and for the file of a lock that is held: opening that could
   * let the lock go.
   */
  StorageFile open(String name) throws IOException;

  /** Opens an existing file for reading only; its other operations throw {@code IOException}. */
  StorageFile openReadOnly(String name) throws IOException;

  /** Whether a file or folder of this name is there. */
  boolean exists(String name) throws IOException;

  /**
   * Simple names of the files and folders inside {@code folder}, sorted by their characters; {@code
   * NoSuchFileException} when there is no such folder. Strangers in the folder are shown under the
   * name they have, even one that this interface could not open.
   */
  List<String> list(String folder) throws IOException;

  /** Makes a folder; its parent must exist. Does nothing when it is there already. */
  void createFolder(String folder) throws IOException;

  /**
   * Renames in one step, replacing a file of the new name. A folder can be renamed to a name that
   * is free. {@code NoSuchFileException} when there is nothing to rename. Files that are open stay
   * open.
   */
  void rename(String from, String to) throws IOException;

  /**
   * Removes a file, or an empty folder; {@code NoSuchFileException} when there is none, {@code
   * DirectoryNotEmptyException} when the folder holds something.
   */
  void delete(String name) throws IOException;

  /**
   * Makes the names in {@code folder} durable. When this throws, it is unknown for good which of
   * them are.
   */
  void forceFolder(String folder, ForcePoint point) throws IOException;

  /** Bytes that can still be written, as far as the disk says. */
  long usableBytes() throws IOException;

  /**
   * Takes the one lock of this name until it is closed or the process ends; {@link
   * StorageLockedException} says who holds it otherwise, also within this process. The lock is a
   * file of that name, made when it is missing, which stays; while it is held it can be neither
   * opened, renamed nor deleted here.
   *
   * @param holder one line that tells a person who holds the lock: host, process id, start time
   */
  StorageLock lock(String name, String holder) throws IOException;
}
