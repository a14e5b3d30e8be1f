package dev.penstock.device.software;

import dev.penstock.device.DeviceStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A chain's memory in a folder: the file {@code state} and one file {@code <seq>.block} for each
 * block without an ack. Every file begins with the SHA-256 of the rest. The state is replaced in
 * one step, after the blocks it counts.
 */
public final class FolderStore implements DeviceStore {
  private final Path folder;

  public FolderStore(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  @Override
  public Optional<byte[]> state() throws IOException {
    Path file = folder.resolve("state");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Optional<byte[]> state = read(file);
    if (state.isEmpty()) {
      throw new IOException(file + " is damaged: the chain needs a reset");
    }
    return state;
  }

  @Override
  public SortedMap<Long, byte[]> blocks(long seqEnd) throws IOException {
    SortedMap<Long, byte[]> blocks = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.block")) {
      for (Path file : files) {
        long seq = Long.parseLong(file.getFileName().toString().replace(".block", ""));
        Optional<byte[]> block = seq < seqEnd ? read(file) : Optional.empty();
        if (block.isPresent()) {
          blocks.put(seq, block.get());
        } else {
          Files.delete(file);
        }
      }
    }
    return blocks;
  }

  @Override
  public void commit(byte[] state, SortedMap<Long, byte[]> blocks) throws IOException {
    for (Map.Entry<Long, byte[]> block : blocks.entrySet()) {
      write(file(block.getKey()), block.getValue());
    }
    Path fresh = folder.resolve("state.new");
    write(fresh, state);
    forceFolder();
    Files.move(
        fresh,
        folder.resolve("state"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    forceFolder();
  }

  @Override
  public void free(long seq) throws IOException {
    Files.deleteIfExists(file(seq));
  }

  private Path file(long seq) {
    return folder.resolve(seq + ".block");
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

  private static void write(Path file, byte[] body) throws IOException {
    var how = new StandardOpenOption[] {StandardOpenOption.CREATE, StandardOpenOption.WRITE};
    try (var channel = FileChannel.open(file, how)) {
      channel.truncate(0);
      writeFully(channel, sha256(body));
      writeFully(channel, body);
      channel.force(true);
    }
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
