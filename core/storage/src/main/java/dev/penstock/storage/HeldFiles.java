package dev.penstock.storage;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * The files of a store as of one commit. The store goes on meanwhile, and removes none of them
 * until this is closed; so they can be copied without holding anybody up.
 */
public final class HeldFiles implements Closeable {
  /** Lets the store remove files again. */
  @FunctionalInterface
  public interface Release {
    void run() throws IOException;
  }

  private final Storage storage;
  private final List<FilePart> parts;
  private final Release release;
  private boolean isClosed;

  public HeldFiles(Storage storage, List<FilePart> parts, Release release) {
    this.storage = storage;
    this.parts = List.copyOf(parts);
    this.release = release;
  }

  /** Where the files are. */
  public Storage storage() {
    return storage;
  }

  /** All files of the store, as they must be copied. */
  public List<FilePart> parts() {
    return parts;
  }

  @Override
  public synchronized void close() throws IOException {
    if (!isClosed) {
      isClosed = true;
      release.run();
    }
  }
}
