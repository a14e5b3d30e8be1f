package dev.penstock.journal;

import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Segments that stay open for readers: a page of a list reads a few bytes each of a hundred blocks,
 * and opening a file for them costs several times what reading does. Any thread; nobody waits for
 * the disk while another opens or closes.
 */
final class OpenFiles implements Closeable {
  private final Storage storage;
  private final int countMax;

  private final Object lock = new Object();

  /** By name; guarded by {@link #lock}. The file used longest ago comes first. */
  private final LinkedHashMap<String, Shared> open = new LinkedHashMap<>(16, 0.75f, true);

  private boolean isClosed;

  /** How often one was let go by its name; guarded too. */
  private long lettings;

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
    long before;
    synchronized (lock) {
      Shared shared = open.get(name);
      if (shared != null) {
        shared.users++;
        return shared;
      }
      before = lettings;
    }
    // A disk that does not answer holds up who opens, and nobody else.
    var mine = new Shared(storage.openReadOnly(name));
    List<Shared> done = new ArrayList<>();
    Shared shared;
    synchronized (lock) {
      shared = shared(name, mine, before, done);
      shared.users++;
    }
    done.forEach(OpenFiles::close);
    return shared;
  }

  /** The file for all who read there now: another may have opened one meanwhile. */
  private Shared shared(String name, Shared mine, long before, List<Shared> done) {
    Shared first = open.get(name);
    if (first != null) {
      done.add(mine);
      return first;
    }
    // What was let go meanwhile may be this: then it is gone from the disk.
    mine.isLetGo = isClosed || countMax == 0 || lettings != before;
    if (!mine.isLetGo) {
      Shared _ = open.put(name, mine);
      if (open.size() > countMax) {
        letGo(open.pollFirstEntry().getValue(), done);
      }
    }
    return mine;
  }

  private void giveBack(Shared shared) {
    boolean isDone;
    synchronized (lock) {
      shared.users--;
      isDone = shared.isLetGo && shared.users == 0;
    }
    if (isDone) {
      close(shared);
    }
  }

  /** Closes a file as soon as nobody reads it any more: what was removed then takes no room. */
  void letGo(String name) {
    List<Shared> done = new ArrayList<>();
    synchronized (lock) {
      lettings++;
      Shared shared = open.remove(name);
      if (shared != null) {
        letGo(shared, done);
      }
    }
    done.forEach(OpenFiles::close);
  }

  private static void letGo(Shared shared, List<Shared> done) {
    shared.isLetGo = true;
    if (shared.users == 0) {
      done.add(shared);
    }
  }

  private static void close(Shared shared) {
    try {
      shared.file.close();
    } catch (IOException e) {
      // It was open for reading only: nothing can be lost, and there is nobody to tell.
      return;
    }
  }

  /** Lets all go; who reads afterwards has a file of his own. */
  @Override
  public void close() {
    List<Shared> done = new ArrayList<>();
    synchronized (lock) {
      isClosed = true;
      open.values().forEach(shared -> letGo(shared, done));
      open.clear();
    }
    done.forEach(OpenFiles::close);
  }
}
