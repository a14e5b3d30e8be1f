package dev.penstock.journal;

import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Segments that stay open for readers: a page of a list reads a few bytes each of a hundred blocks,
 * and opening a file for them costs several times what reading does. Any thread.
 */
final class OpenFiles implements Closeable {
  private final Storage storage;
  private final int countMax;

  private final Object lock = new Object();

  /** By name; guarded by {@link #lock}. The file used longest ago comes first. */
  private final LinkedHashMap<String, Shared> open = new LinkedHashMap<>(16, 0.75f, true);

  private boolean isClosed;

  /** A file that several may use; closed when the last one is done and it was let go. */
  private static final class Shared {
    final StorageFile file;
    int users;
    boolean isLetGo;

    Shared(StorageFile file) {
      this.file = file;
    }
  }

  /** Reads from a file. */
  interface Use<T> {
    T with(StorageFile file) throws IOException;
  }

  /**
   * None is open yet.
   *
   * @param countMax so many stay open at most; with 0 each is closed at once
   */
  OpenFiles(Storage storage, int countMax) {
    this.storage = storage;
    this.countMax = countMax;
  }

  /** Lets somebody read from a file, which stays open meanwhile. */
  <T> T use(String name, Use<T> use) throws IOException {
    Shared shared = borrow(name);
    boolean isRead = false;
    try {
      T result = use.with(shared.file);
      isRead = true;
      return result;
    } finally {
      giveBack(shared);
      if (!isRead) {
        // Whoever tries again begins with a file of his own.
        letGo(name);
      }
    }
  }

  private Shared borrow(String name) throws IOException {
    synchronized (lock) {
      Shared shared = open.get(name);
      if (shared == null) {
        shared = new Shared(storage.openReadOnly(name));
        shared.isLetGo = isClosed || countMax == 0;
        if (!shared.isLetGo) {
          Shared _ = open.put(name, shared);
        }
        if (open.size() > countMax) {
          Map.Entry<String, Shared> oldest = open.pollFirstEntry();
          letGo(oldest.getValue());
        }
      }
      shared.users++;
      return shared;
    }
  }

  private void giveBack(Shared shared) {
    synchronized (lock) {
      shared.users--;
      closeIfUnused(shared);
    }
  }

  /** Closes a file as soon as nobody reads it any more: what was removed then takes no room. */
  void letGo(String name) {
    synchronized (lock) {
      Shared shared = open.remove(name);
      if (shared != null) {
        letGo(shared);
      }
    }
  }

  private static void letGo(Shared shared) {
    shared.isLetGo = true;
    closeIfUnused(shared);
  }

  private static void closeIfUnused(Shared shared) {
    if (shared.isLetGo && shared.users == 0) {
      try {
        shared.file.close();
      } catch (IOException e) {
        // It was open for reading only: nothing can be lost, and there is nobody to tell.
        return;
      }
    }
  }

  /** Lets all go; who reads afterwards has a file of his own. */
  @Override
  public void close() {
    synchronized (lock) {
      isClosed = true;
      open.values().forEach(OpenFiles::letGo);
      open.clear();
    }
  }
}
