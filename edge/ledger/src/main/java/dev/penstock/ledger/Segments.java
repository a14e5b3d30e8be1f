package dev.penstock.ledger;

import dev.penstock.flow.LedgerFault;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The segments of a log, in order, and open files of some of them for readers. One thread adds
 * segments, another drops them; anybody looks them up.
 */
final class Segments implements Closeable {
  /** Open files kept for readers. More would only save the opening of a file. */
  private static final int OPEN_MAX = 32;

  /** What one must know of a segment to read it. */
  record Entry(int number, long firstIndex, long salt) {}

  private final Storage storage;

  /** Replaced as a whole, never changed; replaced under the lock of this. */
  private volatile List<Entry> entries;

  private final Object openLock = new Object();

  /** Guarded by {@link #openLock}; the file used longest ago comes first. */
  private final LinkedHashMap<Integer, Shared> open = new LinkedHashMap<>(16, 0.75f, true);

  private boolean isClosed;

  /** A file several readers may use; closed when the last one is done and it was let go. */
  private static final class Shared {
    final StorageFile file;
    int users;
    boolean isLetGo;

    Shared(StorageFile file) {
      this.file = file;
    }
  }

  /** Reads from a segment's file. */
  interface Use<T> {
    T with(StorageFile file) throws IOException;
  }

  Segments(Storage storage, List<Entry> entries) {
    this.storage = storage;
    this.entries = List.copyOf(entries);
  }

  List<Entry> all() {
    return entries;
  }

  synchronized void add(Entry entry) {
    var longer = new ArrayList<Entry>(entries.size() + 1);
    longer.addAll(entries);
    longer.add(entry);
    entries = Collections.unmodifiableList(longer);
  }

  /** The first segment that stays when all that lie wholly below an index go: never the newest. */
  int firstKept(long minimumIndex) {
    List<Entry> now = entries;
    int first = now.getFirst().number();
    for (int i = 0; i + 1 < now.size() && now.get(i + 1).firstIndex() <= minimumIndex; i++) {
      first = now.get(i + 1).number();
    }
    return first;
  }

  /** Forgets the segments below this number. */
  void dropBelow(int number) {
    forgetBelow(number);
    synchronized (openLock) {
      open.forEach((n, shared) -> {
        if (n < number) {
          letGo(shared);
        }
      });
      boolean _ = open.keySet().removeIf(n -> n < number);
    }
  }

  private synchronized void forgetBelow(int number) {
    entries = entries.stream().filter(entry -> entry.number() >= number).toList();
  }

  /** The segment of this number; damage when there is none. */
  Entry byNumber(int number) throws IOException {
    List<Entry> now = entries;
    int at = now.isEmpty() ? -1 : number - now.getFirst().number();
    if (at >= 0 && at < now.size() && now.get(at).number() == number) {
      return now.get(at);
    }
    for (Entry entry : now) {
      if (entry.number() == number) {
        return entry;
      }
    }
    throw Damage.of(
        LedgerFault.SEGMENT_MISSING, Names.segment(number), "something stored refers to it");
  }

  /** The first index of the segment after this one, or the largest number when there is none. */
  long firstIndexAfter(int number) {
    List<Entry> now = entries;
    int low = 0;
    int high = now.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (now.get(middle).number() <= number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < now.size() ? now.get(low).firstIndex() : Long.MAX_VALUE;
  }

  /** Lets somebody read from a segment, with a file that stays open meanwhile. */
  <T> T use(int number, Use<T> use) throws IOException {
    Shared shared = borrow(number);
    try {
      return use.with(shared.file);
    } finally {
      giveBack(shared);
    }
  }

  private Shared borrow(int number) throws IOException {
    synchronized (openLock) {
      if (isClosed) {
        throw new IOException("the ledger is closed");
      }
      Shared shared = open.get(number);
      if (shared == null) {
        shared = new Shared(openFile(number));
        open.put(number, shared);
        if (open.size() > OPEN_MAX) {
          Map.Entry<Integer, Shared> oldest = open.entrySet().iterator().next();
          Shared letGo = oldest.getValue();
          open.remove(oldest.getKey());
          letGo(letGo);
        }
      }
      shared.users++;
      return shared;
    }
  }

  private StorageFile openFile(int number) throws IOException {
    try {
      return storage.openReadOnly(Names.segment(number));
    } catch (NoSuchFileException e) {
      throw Damage.of(LedgerFault.SEGMENT_MISSING, Names.segment(number), "the file is gone");
    }
  }

  private void giveBack(Shared shared) {
    synchronized (openLock) {
      shared.users--;
      closeIfUnused(shared);
    }
  }

  private void letGo(Shared shared) {
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

  @Override
  public void close() {
    synchronized (openLock) {
      isClosed = true;
      open.values().forEach(this::letGo);
      open.clear();
    }
  }
}
