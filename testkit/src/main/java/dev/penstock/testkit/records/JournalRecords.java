package dev.penstock.testkit.records;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Reads the records out of the journals of data folders, as docs/formats/journal.md says and with
 * no code of the journal: each segment from its head to the last part that is whole.
 */
public final class JournalRecords {
  private static final int HEAD_BYTES = 4096;
  private static final int SALT_AT = 48;
  private static final int PART_HEAD_BYTES = 40;
  private static final int DROP_BYTES = 8;
  private static final int BODY_BYTES_MAX = 8 << 20;
  private static final long DEVICE_HEADERS = 0xffff_fffeL;
  private static final long DEVICE_MEMORY = 0xffff_fffdL;
  private static final byte[] MAGIC = {'P', 'N', 'S', 'T', 'K', 'J', 'S', 'G'};

  private JournalRecords() {}

  /**
   * Gives every record of every journal at any depth below a folder. A journal is a folder of that
   * name; the one called {@code extents} holds no records (docs/formats/data-folder.md).
   *
   * @return how many
   */
  public static long each(Path folder, Consumer<byte[]> record) throws IOException {
    long count = 0;
    for (Path segment : segments(folder)) {
      try (FileChannel file = FileChannel.open(segment, StandardOpenOption.READ)) {
        count += each(file, record);
      }
    }
    return count;
  }

  private static List<Path> segments(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(JournalRecords::isSegment).sorted().toList();
    }
  }

  private static boolean isSegment(Path file) {
    int names = file.getNameCount();
    return names >= 3
        && file.getName(names - 2).toString().equals("segments")
        && file.getName(names - 3).toString().equals("journal")
        && Files.isRegularFile(file);
  }

  private static long each(FileChannel file, Consumer<byte[]> record) throws IOException {
    ByteBuffer head = read(file, 0, HEAD_BYTES);
    if (head.remaining() < HEAD_BYTES || head.mismatch(ByteBuffer.wrap(MAGIC)) != MAGIC.length) {
      return 0; // reserved, and not made a segment yet
    }
    long salt = head.getLong(SALT_AT);
    long count = 0;
    long at = HEAD_BYTES;
    while (true) {
      ByteBuffer part = part(file, at, salt);
      if (part.remaining() == 0) {
        return count;
      }
      count += frames(part, record);
      at += part.capacity();
    }
  }

  /** The body of the part that begins here, in a buffer of all of it; empty when none does. */
  private static ByteBuffer part(FileChannel file, long at, long salt) throws IOException {
    ByteBuffer head = read(file, at, PART_HEAD_BYTES);
    if (head.remaining() < PART_HEAD_BYTES || head.getLong(0) != salt) {
      return ByteBuffer.allocate(0);
    }
    int bodyBytes = head.getInt(28);
    if (crc(head, 0, 0) != head.getInt(32) || bodyBytes < 1 || bodyBytes > BODY_BYTES_MAX) {
      return ByteBuffer.allocate(0);
    }
    int paddedBytes = (PART_HEAD_BYTES + bodyBytes + 7) / 8 * 8;
    ByteBuffer part = read(file, at, paddedBytes);
    boolean isWhole =
        part.remaining() == paddedBytes
            && crc(part, PART_HEAD_BYTES, paddedBytes) == part.getInt(36);
    int drop = part.get(21) == 1 ? DROP_BYTES : 0;
    return isWhole
        ? part.position(PART_HEAD_BYTES + drop).limit(PART_HEAD_BYTES + bodyBytes)
        : ByteBuffer.allocate(0);
  }

  /** Over bytes 0..31, and those of the second range where it is not empty. */
  private static int crc(ByteBuffer bytes, int from, int to) {
    var crc = new CRC32C();
    crc.update(bytes.slice(0, 32));
    if (to > from) {
      crc.update(bytes.slice(from, to - from));
    }
    return (int) crc.getValue();
  }

  private static long frames(ByteBuffer body, Consumer<byte[]> record) {
    long records = 0;
    while (body.hasRemaining()) {
      long _ = leb128(body); // place
      boolean isRecords = !isReserved(leb128(body));
      long _ = leb128(body); // first seq
      int[] lengths = new int[(int) leb128(body)];
      for (int i = 0; i < lengths.length; i++) {
        lengths[i] = (int) leb128(body);
      }
      for (int length : lengths) {
        byte[] bytes = new byte[length];
        body.get(bytes);
        if (isRecords) {
          record.accept(bytes);
          records++;
        }
      }
    }
    return records;
  }

  /** The two numbers that stand for no records, docs/formats/journal.md. */
  private static boolean isReserved(long source) {
    return source == DEVICE_HEADERS || source == DEVICE_MEMORY;
  }

  private static long leb128(ByteBuffer in) {
    long value = 0;
    int shift = 0;
    while (true) {
      byte group = in.get();
      value |= (group & 0x7fL) << shift;
      if (group >= 0) {
        return value;
      }
      shift += 7;
    }
  }

  private static ByteBuffer read(FileChannel file, long at, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) >= 0) {
      // There may be more.
    }
    return buffer.flip();
  }
}
