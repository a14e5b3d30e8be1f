package dev.penstock.storage;

import java.io.IOException;
import java.util.List;

/**
 * One folder on a disk as a durable store sees it.
 *
 * <p>Names are relative, parts joined by {@code '/'}, each part of {@code [A-Za-z0-9._-]+} and
 * neither {@code "."} nor {@code ".."}; anything else is an {@link IllegalArgumentException}. The
 * empty name is the folder itself and is allowed where a folder is meant.
 *
 * <p>Durability, which every store must assume and the simulated disk enforces: bytes are durable
 * after {@link StorageFile#force}; that a name exists, is gone, or was renamed is durable after
 * {@link #forceFolder} of the folder that holds the name. A file that was forced but whose name was
 * not may be missing after a crash. A rename replaces its target in one step: after a crash the
 * target is the old file or the new one, never neither.
 *
 * <p>Implementations are safe for use by several threads. They do not retry: a failed operation is
 * reported as it happened.
 */
public interface Storage {
  /**
   * Makes a new empty file for reading and writing; {@code FileAlreadyExistsException} when the
   * name is taken.
   */
  StorageFile create(String name) throws IOException;

  /**
   * Opens an existing file for reading and writing; {@code NoSuchFileException} when there is none.
   */
  StorageFile open(String name) throws IOException;

  /** Opens an existing file for reading only; its other operations throw {@code IOException}. */
  StorageFile openReadOnly(String name) throws IOException;

  boolean exists(String name) throws IOException;

  /** Simple names of the files and folders inside {@code folder}, sorted. */
  List<String> list(String folder) throws IOException;

  /** Makes a folder; its parent must exist. Does nothing when it is there already. */
  void createFolder(String folder) throws IOException;

  /** Renames in one step, replacing a file of the new name. */
  void rename(String from, String to) throws IOException;

  /** Removes a file, or an empty folder; {@code NoSuchFileException} when there is none. */
  void delete(String name) throws IOException;

  /** Makes the names in {@code folder} durable. */
  void forceFolder(String folder, ForcePoint point) throws IOException;

  /** Bytes that can still be written, as far as the disk says. */
  long usableBytes() throws IOException;

  /**
   * Takes the one lock of this name until it is closed; {@link StorageLockedException} says who
   * holds it otherwise.
   *
   * @param holder one line that tells a person who holds the lock: host, process id, start time
   */
  StorageLock lock(String name, String holder) throws IOException;
}
