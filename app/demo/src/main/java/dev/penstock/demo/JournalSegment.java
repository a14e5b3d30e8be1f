package dev.penstock.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A segment of a journal in the hands of somebody who knows docs/formats/journal.md. Belongs to one
 * thread.
 */
final class JournalSegment {
  private static final int HEAD_BYTES = 4_096;
  private static final int SALT_AT = 48;
  private static final int PART_HEAD_BYTES = 40;
  private static final int BODY_SIZE_AT = 28;
  private static final int CRC_AT = 36;

  private final Path file;
  private final byte[] bytes;
  private final ByteBuffer view;

  private JournalSegment(Path file, byte[] bytes) {
    this.file = file;
    this.bytes = bytes;
    this.view = ByteBuffer.wrap(bytes);
  }

  /** The segment of a data folder's journal with a record that says this, altered to say that. */
  static JournalSegment altered(Path data, String said, String now) throws IOException {
    for (Path file : files(data)) {
      var segment = new JournalSegment(file, Files.readAllBytes(file));
      if (segment.isAltered(said.getBytes(UTF_8), now.getBytes(UTF_8))) {
        return segment;
      }
    }
    throw new IOException("no record in the journal says " + said);
  }

  /** The files of a data folder's journal, in the order of their numbers. */
  static List<Path> files(Path data) throws IOException {
    try (Stream<Path> all = Files.list(data.resolve("journal/segments"))) {
      return all.filter(file -> Character.isDigit(file.getFileName().toString().charAt(0)))
          .sorted()
          .toList();
    }
  }

  private boolean isAltered(byte[] said, byte[] now) {
    for (int at = HEAD_BYTES; at + said.length <= bytes.length; at++) {
      int i = 0;
      while (i < said.length && bytes[at + i] == said[i]) {
        i++;
      }
      if (i == said.length) {
        System.arraycopy(now, 0, bytes, at, now.length);
        return true;
      }
    }
    return false;
  }

  /** The checksums of all parts fit again. */
  JournalSegment sealed() throws IOException {
    if (!"PNSTKJSG".equals(new String(bytes, 0, 8, US_ASCII))) {
      throw new IOException(file + " is no segment of a journal");
    }
    long salt = view.getLong(SALT_AT);
    int at = HEAD_BYTES;
    while (at + PART_HEAD_BYTES < bytes.length && view.getLong(at) == salt) {
      int body = (view.getInt(at + BODY_SIZE_AT) + 7) / 8 * 8;
      var crc = new CRC32C();
      crc.update(bytes, at, 32);
      crc.update(bytes, at + PART_HEAD_BYTES, body);
      view.putInt(at + CRC_AT, (int) crc.getValue());
      at += PART_HEAD_BYTES + body;
    }
    return this;
  }

  /** Puts it back into the folder. */
  void write() throws IOException {
    Path _ = Files.write(file, bytes);
  }

  /** The newest segment of plant records there is. */
  static Path plant(Path data) throws IOException {
    Optional<Path> found =
        files(data).stream()
            .filter(file -> file.toString().endsWith(".plant"))
            .reduce((_, later) -> later);
    return found.orElseThrow(() -> new IOException("the journal has no plant records"));
  }
}
