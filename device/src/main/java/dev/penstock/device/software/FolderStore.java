package dev.penstock.device.software;

import dev.penstock.device.DeviceStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A chain's memory in a folder: the file {@code state} and one file {@code <slot>.block} for each
 * block without an ack. Every file begins with the SHA-256 of the rest, and takes its name only
 * when it is whole and durable. The state is replaced in one step, after the blocks it counts.
 */
public final class FolderStore implements DeviceStore {
  /** What happens before each step that changes the folder: nothing, outside of tests. */
  interface Step {
    void before(String what) throws IOException;
  }

  private static final String BLOCK = ".block";

  /** A commit that was cut short left no more blocks than this behind the end of the state. */
  private static final int COMMIT_BLOCKS_MAX = 2;

  private static final String UNFINISHED = ".new";

  private final Path folder;
  private final Step step;

  public FolderStore(Path folder) throws IOException {
    this(folder, what -> {});
  }

  FolderStore(Path folder, Step step) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.step = step;
  }

  @Override
  public Optional<byte[]> state() throws IOException {
    Path file = folder.resolve("state");
    if (!Files.exists(file)) {
      if (!named(BLOCK).isEmpty()) {
        throw new IOException(file + " is missing beside its blocks: the chain needs a reset");
      }
      return Optional.empty();
    }
    Optional<byte[]> state = read(file);
    if (state.isEmpty()) {
      throw new IOException(file + " is damaged: the chain needs a reset");
    }
    return state;
  }

  @Override
  public NavigableMap<Long, byte[]> blocks(long slotEnd) throws IOException {
    for (Path file : named(UNFINISHED)) {
      delete(file);
    }
    NavigableMap<Long, Path> files = new TreeMap<>();
    for (Path file : named(BLOCK)) {
      String name = file.getFileName().toString();
      files.put(Long.valueOf(name.substring(0, name.length() - BLOCK.length())), file);
    }
    if (!files.isEmpty() && files.lastKey() - slotEnd >= COMMIT_BLOCKS_MAX) {
      throw new IOException(
          files.lastEntry().getValue()
              + " is beyond the state, which is an older copy: the chain needs a reset");
    }
    NavigableMap<Long, byte[]> blocks = new TreeMap<>();
    for (Map.Entry<Long, Path> file : files.entrySet()) {
      if (file.getKey() < slotEnd) {
        blocks.put(file.getKey(), read(file.getValue()).orElse(new byte[0]));
      } else {
        delete(file.getValue());
      }
    }
    return blocks;
  }

  /** Our own files of this kind; what else lies in the folder is somebody else's. */
  private List<Path> named(String kind) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      String ours =
          kind.equals(BLOCK) ? "[0-9]{1,18}\\.block" : "(state|[0-9]{1,18}\\.block)\\.new";
      return files.filter(file -> file.getFileName().toString().matches(ours)).sorted().toList();
    }
  }

  @Override
  public void commit(byte[] state, SortedMap<Long, byte[]> blocks) throws IOException {
    for (Map.Entry<Long, byte[]> block : blocks.entrySet()) {
      replace(file(block.getKey()), block.getValue());
    }
    if (!blocks.isEmpty()) {
      forceFolder(); // the blocks' names before the state that counts them
    }
    replace(folder.resolve("state"), state);
    forceFolder();
  }

  @Override
  public void free(Set<Long> slots) throws IOException {
    for (long slot : slots) {
      delete(file(slot));
    }
  }

  private void delete(Path file) throws IOException {
    step.before("delete " + file.getFileName());
    Files.deleteIfExists(file);
  }

  private Path file(long slot) {
    return folder.resolve(slot + BLOCK);
  }

  /** What stands behind its own hash, or nothing where the two do not match. */
  private static Optional<byte[]> read(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    if (all.length < 32) {
      return Optional.empty();
    }
    byte[] body = Arrays.copyOfRange(all, 32, all.length);
    boolean isWhole = Arrays.equals(sha256(body), Arrays.copyOf(all, 32));
    return isWhole ? Optional.of(body) : Optional.empty();
  }

  /** Under its name stand the old bytes or the new ones, and never a part. */
  private void replace(Path file, byte[] body) throws IOException {
    Path fresh = folder.resolve(file.getFileName() + UNFINISHED);
    step.before("open " + fresh.getFileName());
    var how =
        new StandardOpenOption[] {
          StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING
        };
    try (var channel = FileChannel.open(fresh, how)) {
      writeFully(channel, sha256(body));
      step.before("write " + fresh.getFileName());
      writeFully(channel, body);
      step.before("force " + fresh.getFileName());
      channel.force(true);
    }
    step.before("rename " + fresh.getFileName());
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void writeFully(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      if (channel.write(left) <= 0) {
        throw new IOException("disk accepts no more bytes");
      }
    }
  }

  /**
   * Makes names durable. Where folders cannot be opened (Windows), names are durable with their
   * file.
   */
  private void forceFolder() throws IOException {
    step.before("force the folder");
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
