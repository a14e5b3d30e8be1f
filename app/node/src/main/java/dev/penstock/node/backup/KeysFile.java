package dev.penstock.node.backup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The files of {@code keys/} in one file apart from the backup of the data: a ZIP, entries stored,
 * readable by its owner alone. What is encrypted there stays so; the secret of a node without a
 * passphrase is in it too.
 */
public final class KeysFile {
  private static final int FILES_MAX = 32;
  private static final int FILE_BYTES_MAX = 1 << 20;

  private KeysFile() {}

  /**
   * Writes the file; durable on return.
   *
   * @param keys the folder
   * @throws FileAlreadyExistsException when there is one of this name
   */
  public static void write(Path keys, Path file) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes);
        Stream<Path> inside = Files.list(keys)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Path each : inside.filter(Files::isRegularFile).sorted().toList()) {
        add(zip, each);
      }
    }
    FileChannel made =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    boolean isWritten = false;
    try (made) {
      ByteBuffer left = ByteBuffer.wrap(bytes.toByteArray());
      while (left.hasRemaining()) {
        int _ = made.write(left);
      }
      made.force(true);
      Trees.force(file.toAbsolutePath().resolveSibling(""));
      isWritten = true;
    } finally {
      if (!isWritten) {
        Files.delete(file);
      }
    }
  }

  private static void add(ZipOutputStream zip, Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    var crc = new CRC32();
    crc.update(content);
    var entry = new ZipEntry(String.valueOf(file.getFileName()));
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** The files by name; empty when this is no file of keys. */
  public static Optional<Map<String, byte[]>> read(Path file, String mustHold) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(file);
        var zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] content = zip.readNBytes(FILE_BYTES_MAX + 1);
        boolean isOurs =
            entry.getName().matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
                && content.length <= FILE_BYTES_MAX
                && files.size() < FILES_MAX;
        if (!isOurs) {
          return Optional.empty();
        }
        byte[] _ = files.put(entry.getName(), content);
      }
    } catch (ZipException e) {
      return Optional.empty();
    }
    return files.containsKey(mustHold) ? Optional.of(files) : Optional.empty();
  }
}
