package dev.penstock.journal;

import dev.penstock.storage.StorageFile;
import dev.penstock.testkit.disk.ForwardedFile;
import dev.penstock.testkit.disk.ForwardedStorage;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A disk that notes which files were opened for reading, and which of these are open still. */
final class WatchedDisk extends ForwardedStorage {
  /** Names, as often as they were opened; of one thread at a time. */
  final List<String> opened = new ArrayList<>();

  final List<String> open = new ArrayList<>();

  /** What is done before a file is opened for reading, and before such a one is closed. */
  volatile Consumer<String> opening = _ -> {};

  volatile Consumer<String> closing = _ -> {};

  WatchedDisk() {
    super(SimDisk.calm());
  }

  @Override
  public StorageFile openReadOnly(String name) throws IOException {
    opening.accept(name);
    StorageFile file = super.openReadOnly(name);
    synchronized (open) {
      var _ = opened.add(name);
      var _ = open.add(name);
    }
    return new Watched(name, file);
  }

  private final class Watched extends ForwardedFile {
    private final String name;
    private boolean isClosed;

    Watched(String name, StorageFile file) {
      super(file);
      this.name = name;
    }

    @Override
    public void close() throws IOException {
      closing.accept(name);
      synchronized (open) {
        if (!isClosed) {
          isClosed = true;
          var _ = open.remove(name);
        }
      }
      super.close();
    }
  }
}
