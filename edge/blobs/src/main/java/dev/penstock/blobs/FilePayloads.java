package dev.penstock.blobs;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.flow.blob.BlobStore;
import dev.penstock.flow.blob.PayloadStore;
import dev.penstock.merkle.Digest;
import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Payloads in folders, each named by the position of the journal at which it was begun: when the
 * records before the next one are dropped, the folder goes as a whole, and nobody has to know which
 * record names which file. A payload that comes again in a later folder is kept again there. A file
 * is complete when it has its name.
 */
public final class FilePayloads implements PayloadStore {
  /** So many bytes or files, and the next folder is begun: what is dropped at once. */
  static final long FOLDER_BYTES_MAX = 256L << 20;

  static final int FOLDER_COUNT_MAX = 4_096;

  private static final String UNFINISHED = ".new";

  /** Where it forces. */
  enum At implements ForcePoint {
    BYTES,
    NAME,
    FOLDER_NAME,
    REMOVED
  }

  /** What is in one folder. */
  private record Folder(long count, long bytes) {
    static final Folder EMPTY = new Folder(0, 0);

    Folder with(long more) {
      return new Folder(count + 1, bytes + more);
    }

    boolean isFull() {
      return count >= FOLDER_COUNT_MAX || bytes >= FOLDER_BYTES_MAX;
    }
  }

  private final Storage storage;

  /** By the position they begin at. Guarded by this. */
  private final NavigableMap<Long, Folder> folders;

  /**
   * For which position the newest folder was last given something; of an earlier run it is enough
   * that it was given nothing behind the journal's end. Guarded by this.
   */
  private long lastPosition = -1;

  /** How many want everything to stay for now. Guarded by this. */
  private int holds;

  /** While it is open, nothing is dropped. */
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  private FilePayloads(Storage storage, NavigableMap<Long, Folder> folders) {
    this.storage = storage;
    this.folders = folders;
  }

  /** Opens what is in a storage of its own. */
  public static FilePayloads open(Storage storage) throws IOException {
    var folders = new TreeMap<Long, Folder>();
    for (String name : storage.list("")) {
      if (name.matches("[0-9]{19}")) {
        Folder _ = folders.put(Long.parseLong(name), measured(storage, name));
      }
    }
    return new FilePayloads(storage, folders);
  }

  /**
   * What a check found.
   *
   * @param count complete payloads
   * @param bytes of them
   */
  public record Checked(long count, long bytes, List<String> findings) {
    public Checked {
      findings = List.copyOf(findings);
    }
  }

  /** Reads every payload and compares it with its name. Writes nothing; may run beside a node. */
  public static Checked check(Storage storage) throws IOException {
    List<String> findings = new ArrayList<>();
    long count = 0;
    long bytes = 0;
    for (String folder : storage.list("")) {
      for (String name : namesIn(storage, folder)) {
        String path = folder + "/" + name;
        if (name.endsWith(UNFINISHED)) {
          continue;
        }
        if (!name.matches("[0-9a-f]{64}")) {
          findings.add(path + ": no payload has this name");
          continue;
        }
        try {
          bytes += read(storage, path, Digest.of(HexFormat.of().parseHex(name))).length;
          count++;
        } catch (IOException e) {
          if (storage.exists(path)) {
            findings.add(String.valueOf(e.getMessage()));
          }
        }
      }
    }
    return new Checked(count, bytes, findings);
  }

  /** Nothing where a node has dropped the folder meanwhile. */
  private static List<String> namesIn(Storage storage, String folder) throws IOException {
    try {
      return folder.matches("[0-9]{19}") ? List.copyOf(storage.list(folder)) : List.of();
    } catch (IOException e) {
      if (storage.exists(folder)) {
        throw e;
      }
      return List.of();
    }
  }

  private static Folder measured(Storage storage, String folder) throws IOException {
    Folder all = Folder.EMPTY;
    for (String name : storage.list(folder)) {
      String path = folder + "/" + name;
      if (name.endsWith(UNFINISHED)) {
        storage.delete(path);
        continue;
      }
      try (StorageFile file = storage.openReadOnly(path)) {
        all = all.with(file.sizeBytes());
      }
    }
    return all;
  }

  private static String nameOf(long position) {
    return String.format("%019d", position);
  }

  private static String pathOf(long position, Digest digest) {
    return nameOf(position) + "/" + HexFormat.of().formatHex(digest.bytes());
  }

  @Override
  public synchronized Digest put(byte[] content, long position) throws IOException {
    if (content.length > BlobStore.BYTES_MAX) {
      throw new IllegalArgumentException(
          "a payload of " + content.length + " bytes, must be 0.." + BlobStore.BYTES_MAX);
    }
    Digest digest = Sha256.of(content);
    long folder = folderFor(position);
    String path = pathOf(folder, digest);
    if (!storage.exists(path)) {
      write(path, content);
      Folder _ = folders.merge(folder, new Folder(1, content.length), FilePayloads::sum);
    }
    // Also for one that is there: its name may be of a run that was cut off before this.
    storage.forceFolder(nameOf(folder), At.NAME);
    return digest;
  }

  private static Folder sum(Folder known, Folder more) {
    return known.with(more.bytes());
  }

  /**
   * The newest folder, or a new one. What was put in for one position may be named by records at it
   * and behind it, so all of that is in one folder, however full: else the one before goes when
   * what is below the position goes, with payloads of records that stay.
   */
  private long folderFor(long position) throws IOException {
    var last = folders.lastEntry();
    boolean isNewWanted =
        last == null
            || (last.getValue().isFull() && last.getKey() < position && lastPosition < position);
    lastPosition = position;
    long folder = isNewWanted ? position : last.getKey();
    if (isNewWanted) {
      storage.createFolder(nameOf(folder));
      Folder _ = folders.put(folder, Folder.EMPTY);
    }
    storage.forceFolder("", At.FOLDER_NAME);
    return folder;
  }

  private void write(String path, byte[] content) throws IOException {
    String unfinished = path + UNFINISHED;
    if (storage.exists(unfinished)) {
      storage.delete(unfinished);
    }
    boolean isWritten = false;
    try (StorageFile file = storage.create(unfinished)) {
      file.writeFully(ByteBuffer.wrap(content), 0);
      file.force(At.BYTES);
      isWritten = true;
    } finally {
      if (!isWritten && storage.exists(unfinished)) {
        // On a full disk its bytes are wanted for something else.
        storage.delete(unfinished);
      }
    }
    storage.rename(unfinished, path);
  }

  @Override
  public Optional<byte[]> get(Digest digest) throws IOException {
    long[] positions;
    synchronized (this) {
      positions = folders.descendingKeySet().stream().mapToLong(Long::longValue).toArray();
    }
    for (long position : positions) {
      String path = pathOf(position, digest);
      if (storage.exists(path)) {
        return Optional.of(read(storage, path, digest));
      }
    }
    return Optional.empty();
  }

  private static byte[] read(Storage storage, String path, Digest digest) throws IOException {
    try (StorageFile file = storage.openReadOnly(path)) {
      if (file.sizeBytes() > BlobStore.BYTES_MAX) {
        throw new IOException("payload " + digest + " is longer than a payload can be");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) file.sizeBytes());
      file.readFully(bytes, 0);
      if (!Sha256.of(bytes.array()).equals(digest)) {
        throw new IOException("payload " + digest + " has other bytes than its name says");
      }
      return bytes.array();
    }
  }

  @Override
  public synchronized long storedBytes() {
    return folders.values().stream().mapToLong(Folder::bytes).sum();
  }

  @Override
  public synchronized Optional<Stretch> oldestBeyond(long bytes) {
    long stored = storedBytes();
    long count = 0;
    long freed = 0;
    Long below = null;
    for (long position : folders.keySet()) {
      Long next = folders.higherKey(position);
      if (stored - freed <= bytes || next == null) {
        break;
      }
      Folder folder = folders.getOrDefault(position, Folder.EMPTY);
      count += folder.count();
      freed += folder.bytes();
      below = next;
    }
    return below == null
        ? Optional.empty()
        : Optional.of(new Stretch(folders.firstKey(), below, count, freed));
  }

  /**
   * Keeps everything that is there until it is closed; what should have been dropped meanwhile is
   * dropped when it is asked for again.
   */
  public synchronized Hold hold() {
    holds++;
    var isOpen = new AtomicBoolean(true);
    return () -> {
      if (isOpen.getAndSet(false)) {
        release();
      }
    };
  }

  private synchronized void release() {
    holds--;
  }

  @Override
  public synchronized boolean dropBelow(long position) throws IOException {
    if (holds > 0) {
      return false;
    }
    Long first = folders.isEmpty() ? null : folders.firstKey();
    while (first != null) {
      Long next = folders.higherKey(first);
      if (next == null || next > position) {
        return true;
      }
      remove(first);
      first = next;
    }
    return true;
  }

  private void remove(long position) throws IOException {
    String folder = nameOf(position);
    String[] names = storage.list(folder).toArray(String[]::new);
    Arrays.sort(names);
    for (String name : names) {
      storage.delete(folder + "/" + name);
    }
    storage.delete(folder);
    storage.forceFolder("", At.REMOVED);
    Folder _ = folders.remove(position);
  }
}
