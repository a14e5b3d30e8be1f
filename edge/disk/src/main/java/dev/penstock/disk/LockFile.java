package dev.penstock.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.storage.StorageLock;
import dev.penstock.storage.StorageLockedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.HashMap;
import java.util.Map;

/**
 * A held lock: a file that says who holds it, and a record lock of the system on it, which the
 * system lets go when the process ends in whatever way.
 *
 * <p>Record locks belong to the process and the file, not to the descriptor: when this process
 * closes <em>any</em> descriptor of that file, the lock is silently gone (POSIX, fcntl). So the
 * file is opened once, and nobody in this process opens it again while the lock is held. That is
 * one fact of the whole process, whatever storages it has open on the folder, hence the one static
 * table of this module.
 */
final class LockFile implements StorageLock {
  /** Far behind the text, so that others can read it where a lock bars reading. */
  private static final long LOCKED_POSITION = Long.MAX_VALUE - 1;

  private static final int HOLDER_BYTES_MAX = 1024;

  /** Locks held by this process and their holders, by what identifies the file; guards itself. */
  private static final Map<Object, String> HELD = new HashMap<>();

  private final UninterruptibleFile file;
  private final Object key;
  private boolean released;

  private LockFile(UninterruptibleFile file, Object key) {
    this.file = file;
    this.key = key;
  }

  static LockFile take(
      Path path, String name, String holder, DiskThreads threads, FileAttribute<?>[] attributes)
      throws IOException {
    byte[] line = (holder + "\n").getBytes(UTF_8);
    if (holder.lines().count() > 1 || line.length > HOLDER_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a holder is one line of at most " + HOLDER_BYTES_MAX + " bytes, not " + line.length);
    }
    synchronized (HELD) {
      refuseIfHeld(path, name);
      UninterruptibleFile file =
          UninterruptibleFile.open(
              path,
              threads,
              attributes,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      lock(file, name);
      try {
        Object key = keyOf(path);
        file.truncate(0);
        ByteBuffer text = ByteBuffer.wrap(line);
        while (text.hasRemaining()) {
          int _ = file.write(text, text.position());
        }
        String _ = HELD.put(key, holder);
        return new LockFile(file, key);
      } catch (IOException e) {
        file.close();
        throw e;
      }
    }
  }

  /** Refuses to touch a file whose lock this process would lose by it. */
  static void requireNotHeld(Path path, String name) throws IOException {
    synchronized (HELD) {
      if (!HELD.isEmpty() && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        if (HELD.containsKey(keyOf(path))) {
          throw new FileSystemException(name, null, "is the file of a lock that is held");
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      if (!released) {
        released = true;
        String _ = HELD.remove(key);
        file.close();
      }
    }
  }

  private static void refuseIfHeld(Path path, String name) throws IOException {
    if (!HELD.isEmpty() && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      String other = HELD.get(keyOf(path));
      if (other != null) {
        throw new StorageLockedException(name, other);
      }
    }
  }

  private static void lock(UninterruptibleFile file, String name) throws IOException {
    boolean locked;
    try {
      locked = file.tryLock(LOCKED_POSITION, 1) != null;
    } catch (OverlappingFileLockException e) {
      // Held by this process behind our back (another class loader). Closing would let it go, so
      // this descriptor is left open on purpose.
      throw new StorageLockedException(name, "this process");
    } catch (IOException e) {
      file.close();
      throw e;
    }
    if (!locked) {
      try (file) {
        throw new StorageLockedException(name, readHolder(file));
      }
    }
  }

  private static String readHolder(UninterruptibleFile file) {
    ByteBuffer text = ByteBuffer.allocate(HOLDER_BYTES_MAX);
    try {
      int read = file.read(text, 0);
      return read <= 0 ? "" : UTF_8.decode(text.flip()).toString().strip();
    } catch (IOException e) {
      // Who it is would be nice to know; that somebody has it is what counts.
      return "";
    }
  }

  /** Device and inode where the system has them, so that other paths to the file do not deceive. */
  private static Object keyOf(Path path) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Object key = attributes.fileKey();
    return key == null ? path.toRealPath() : key;
  }
}
