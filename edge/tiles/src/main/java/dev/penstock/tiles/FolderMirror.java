package dev.penstock.tiles;

import dev.penstock.merkle.mirror.MirrorTarget;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.tile.TilePath;
import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A copy of a log in a folder, as any web server can serve it. A file is written beside its place,
 * forced, renamed, and its folder forced, before anybody relies on it; so there is never half of
 * one. A partial tile is removed when the full one, which begins with it, is durable. One thread at
 * a time.
 */
public final class FolderMirror implements MirrorTarget {
  private static final String UNFINISHED = ".new";

  /** The largest bundle, and far above every other file. */
  private static final int FILE_BYTES_MAX = 17 << 20;

  /** How many folders are remembered as forced; forcing one once more costs a moment. */
  private static final int SETTLED_MAX = 1_000;

  /** Where this store asks for durability. */
  enum At implements ForcePoint {
    /** The bytes of a file, before it gets its name. */
    BYTES,
    /** The name of a file. */
    NAME,
    /** The name of a folder. */
    FOLDER,
    /** A name that an earlier run gave, perhaps just before it was killed. */
    FOUND
  }

  private final Storage storage;

  /** Folders in which nothing is left of an earlier run that is not durable. */
  private final Set<String> settled = new HashSet<>();

  public FolderMirror(Storage storage) {
    this.storage = storage;
  }

  @Override
  public Optional<byte[]> readHead(Head head) throws IOException {
    Optional<byte[]> note = bytesOf(head.fileName());
    if (note.isPresent()) {
      settle("");
    }
    return note;
  }

  @Override
  public Optional<byte[]> read(TilePath resource) throws IOException {
    Optional<byte[]> bytes = bytesOf(resource.text());
    if (bytes.isPresent()) {
      settle(folderOf(resource.text()));
    }
    return bytes;
  }

  @Override
  public boolean has(TilePath resource) throws IOException {
    boolean isThere = storage.exists(resource.text());
    if (isThere) {
      settle(folderOf(resource.text()));
    }
    return isThere;
  }

  @Override
  public Stored store(TilePath resource, byte[] bytes) throws IOException {
    Stored stored = add(resource.text(), bytes);
    if (stored != Stored.OTHER_BYTES && isFull(resource)) {
      removePartial(resource.text() + ".p");
    }
    return stored;
  }

  @Override
  public void replaceHead(Head head, byte[] note) throws IOException {
    write(head.fileName(), note);
  }

  @Override
  public Stored keepEvidence(String name, byte[] bytes) throws IOException {
    return add(name, bytes);
  }

  private Stored add(String name, byte[] bytes) throws IOException {
    Optional<byte[]> there = bytesOf(name);
    if (there.isPresent()) {
      settle(folderOf(name));
      return Arrays.equals(there.get(), bytes) ? Stored.ALREADY : Stored.OTHER_BYTES;
    }
    write(name, bytes);
    return Stored.NEW;
  }

  private Optional<byte[]> bytesOf(String name) throws IOException {
    try (StorageFile file = storage.openReadOnly(name)) {
      long size = file.sizeBytes();
      if (size > Math.max(FILE_BYTES_MAX, Note.BYTES_MAX)) {
        throw new IOException(name + " has " + size + " bytes, more than any file of a log");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) size);
      file.readFully(bytes, 0);
      return Optional.of(bytes.array());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private void write(String name, byte[] bytes) throws IOException {
    String folder = folderOf(name);
    makeFolder(folder);
    String unfinished = name + UNFINISHED;
    if (storage.exists(unfinished)) {
      storage.delete(unfinished);
    }
    try (StorageFile file = storage.create(unfinished)) {
      file.writeFully(ByteBuffer.wrap(bytes), 0);
      // A name that survives a power cut before its bytes would be taken for the tile later.
      file.force(At.BYTES);
    }
    storage.rename(unfinished, name);
    storage.forceFolder(folder, At.NAME);
  }

  /** Makes a folder and those around it, durable from the outside in. */
  private void makeFolder(String folder) throws IOException {
    if (folder.isEmpty() || settled.contains(folder)) {
      return;
    }
    String around = folderOf(folder);
    makeFolder(around);
    storage.createFolder(folder);
    storage.forceFolder(around, At.FOLDER);
    remember(folder);
  }

  /** What a killed run left is relied on only when its name is durable. */
  private void settle(String folder) throws IOException {
    String key = folder + "/";
    if (settled.contains(key)) {
      return;
    }
    if (!folder.isEmpty()) {
      settle(folderOf(folder));
    }
    storage.forceFolder(folder, At.FOUND);
    remember(key);
  }

  private void remember(String folder) {
    if (settled.size() >= SETTLED_MAX) {
      settled.clear();
    }
    boolean _ = settled.add(folder);
  }

  private void removePartial(String folder) throws IOException {
    if (!storage.exists(folder)) {
      return;
    }
    for (String width : storage.list(folder)) {
      storage.delete(folder + "/" + width);
    }
    storage.delete(folder);
    boolean _ = settled.remove(folder);
    boolean _ = settled.remove(folder + "/");
  }

  private static boolean isFull(TilePath resource) {
    return switch (resource) {
      case TilePath.Head() -> false;
      case TilePath.Hashes(var _, var _, var width) -> width == TilePath.WIDTH;
      case TilePath.Entries(var _, var width) -> width == TilePath.WIDTH;
    };
  }

  private static String folderOf(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }
}
