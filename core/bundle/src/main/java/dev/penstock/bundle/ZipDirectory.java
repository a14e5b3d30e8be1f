package dev.penstock.bundle;

import dev.penstock.bundle.Claim.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * What is in a bundle and where, read from a ZIP of the one form that docs/formats/bundle.md §1
 * allows: another program cannot see another bundle in the same bytes.
 */
final class ZipDirectory {
  private static final int DIRECTORY_BYTES_MAX = 8 << 20;
  private static final int NAME_BYTES_MAX = 64;
  private static final String WHERE = "zip";

  private final BundleBytes bytes;
  private final List<ZipEntry> entries;

  private ZipDirectory(BundleBytes bytes, List<ZipEntry> entries) {
    this.bytes = bytes;
    this.entries = List.copyOf(entries);
  }

  /** The bytes are not the one form. */
  private static final class FlawException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Reason reason;

    FlawException(Reason reason, String why) {
      super(why);
      this.reason = reason;
    }
  }

  private record End(int count, long directoryAt, int directorySize) {}

  /** Reads the directory and every header; never throws for what the bytes say. */
  static Reading<ZipDirectory> read(BundleBytes bytes) throws IOException {
    try {
      End end = end(bytes);
      List<ZipEntry> entries = central(bytes, end);
      if (!EntryNames.areInOrder(entries)) {
        throw new FlawException(
            Reason.ZIP_NAME, "the entries are not those of a bundle, in their order");
      }
      for (ZipEntry entry : entries) {
        if (entry.size() > EntryNames.bytesMax(entry.name())) {
          throw new FlawException(
              Reason.TOO_LARGE,
              entry.name() + " has " + entry.size() + " bytes, more than its kind may have");
        }
      }
      requireLocals(bytes, entries, end.directoryAt());
      return new Reading.Value<>(new ZipDirectory(bytes, entries));
    } catch (FlawException e) {
      return new Reading.Flawed<>(
          Fault.wrong(e.reason, WHERE, "The file is no bundle: " + e.getMessage() + "."));
    }
  }

  private static byte[] take(BundleBytes bytes, long at, int length)
      throws IOException, FlawException {
    if (at < 0 || at + length > bytes.size()) {
      throw new FlawException(Reason.TRUNCATED, "it ends at byte " + bytes.size());
    }
    byte[] taken = new byte[length];
    bytes.read(at, taken, 0, length);
    return taken;
  }

  private static End end(BundleBytes bytes) throws IOException, FlawException {
    long size = bytes.size();
    if (size < Zip.LOCAL_BYTES + Zip.END_BYTES
        || Zip.little(take(bytes, 0, 4)).getInt() != Zip.LOCAL_SIGNATURE) {
      throw new FlawException(Reason.NOT_ZIP, "it does not begin as a ZIP file");
    }
    byte[] plain = take(bytes, size - Zip.END_BYTES, Zip.END_BYTES);
    ByteBuffer in = Zip.little(plain);
    if (in.getInt() != Zip.END_SIGNATURE) {
      throw new FlawException(
          Reason.TRUNCATED, "the end record is not at its end: it was cut off, or added to");
    }
    boolean isOneDisk = in.getInt() == 0;
    int count = in.getShort() & 0xffff;
    boolean isSame = (in.getShort() & 0xffff) == count;
    long directorySize = in.getInt() & Zip.IN_EXTRA;
    long directoryAt = in.getInt() & Zip.IN_EXTRA;
    if (!isOneDisk || !isSame || in.getShort() != 0) {
      throw new FlawException(Reason.ZIP_FORM, "the end record is not in its one form");
    }
    long behind = size - Zip.END_BYTES;
    if (count == Zip.COUNT_IN_END64 || directoryAt == Zip.IN_EXTRA) {
      return end64(bytes, behind, plain);
    }
    if (directoryAt + directorySize != behind || directorySize > DIRECTORY_BYTES_MAX) {
      throw new FlawException(Reason.ZIP_FORM, "the directory does not stand before its end");
    }
    return new End(count, directoryAt, (int) directorySize);
  }

  private static End end64(BundleBytes bytes, long behind, byte[] plain)
      throws IOException, FlawException {
    int length = Zip.END64_BYTES + Zip.LOCATOR64_BYTES;
    byte[] found = take(bytes, behind - length, length);
    ByteBuffer in = Zip.little(found);
    long count = in.getLong(32);
    long directorySize = in.getLong(40);
    long directoryAt = in.getLong(48);
    boolean isPlausible =
        count >= 0
            && count <= EntryNames.FILES_MAX + EntryNames.ANCHORS_MAX + 8L
            && directorySize >= 0
            && directorySize <= DIRECTORY_BYTES_MAX
            && directoryAt >= 0
            && directoryAt + directorySize == behind - length;
    // Written again it must be the same: so nothing in it has a second meaning.
    byte[] all = Arrays.copyOf(found, length + Zip.END_BYTES);
    System.arraycopy(plain, 0, all, length, Zip.END_BYTES);
    if (!isPlausible || !Arrays.equals(all, Zip.end((int) count, directoryAt, directorySize))) {
      throw new FlawException(Reason.ZIP_FORM, "the ZIP64 end record is not in its one form");
    }
    return new End((int) count, directoryAt, (int) directorySize);
  }

  private static List<ZipEntry> central(BundleBytes bytes, End end)
      throws IOException, FlawException {
    byte[] directory = take(bytes, end.directoryAt(), end.directorySize());
    ByteBuffer in = Zip.little(directory);
    var entries = new ArrayList<ZipEntry>();
    int at = 0;
    for (int i = 0; i < end.count(); i++) {
      if (at + Zip.CENTRAL_BYTES > directory.length) {
        throw new FlawException(Reason.ZIP_FORM, "the directory ends in the middle");
      }
      long crc = in.getInt(at + 16) & Zip.IN_EXTRA;
      long size = in.getInt(at + 24) & Zip.IN_EXTRA;
      int nameBytes = in.getShort(at + 28) & 0xffff;
      long offset = in.getInt(at + 42) & Zip.IN_EXTRA;
      int extra = in.getShort(at + 30) & 0xffff;
      int length = Zip.CENTRAL_BYTES + nameBytes + extra;
      if (nameBytes > NAME_BYTES_MAX || extra > 12 || at + length > directory.length) {
        throw new FlawException(Reason.ZIP_FORM, "header " + i + " of the directory is too long");
      }
      if (offset == Zip.IN_EXTRA && extra == 12) {
        offset = in.getLong(at + length - 8);
      }
      byte[] name = Arrays.copyOfRange(directory, at + 46, at + 46 + nameBytes);
      byte[] again = Zip.central(name, size, crc, offset);
      if (!Arrays.equals(again, Arrays.copyOfRange(directory, at, at + length))) {
        throw new FlawException(
            Reason.ZIP_FORM, "header " + i + " of the directory is not in its one form");
      }
      String text = new String(name, StandardCharsets.US_ASCII);
      entries.add(new ZipEntry(text, offset + Zip.LOCAL_BYTES + nameBytes, size, crc));
      at += length;
    }
    if (at != directory.length) {
      throw new FlawException(Reason.ZIP_FORM, "bytes follow the last header of the directory");
    }
    return entries;
  }

  /** Local headers and contents fill the file up to the directory, without a gap. */
  private static void requireLocals(BundleBytes bytes, List<ZipEntry> entries, long directoryAt)
      throws IOException, FlawException {
    long at = 0;
    for (ZipEntry entry : entries) {
      byte[] name = entry.name().getBytes(StandardCharsets.US_ASCII);
      byte[] local = Zip.local(name, entry.size(), entry.crc());
      if (entry.at() != at + local.length || !Arrays.equals(local, take(bytes, at, local.length))) {
        throw new FlawException(
            Reason.ZIP_FORM, "the header before " + entry.name() + " is not the directory's");
      }
      at = entry.at() + entry.size();
    }
    if (at != directoryAt) {
      throw new FlawException(Reason.ZIP_FORM, "there is a gap before the directory");
    }
  }

  List<ZipEntry> entries() {
    return entries;
  }

  /** The entry of this name, if there is one. */
  Optional<ZipEntry> entry(String name) {
    return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  /** Entries whose names begin so, in their order. */
  List<ZipEntry> under(String folder) {
    return entries.stream().filter(entry -> entry.name().startsWith(folder)).toList();
  }

  /** The content of one entry, compared with its CRC. */
  Reading<byte[]> content(ZipEntry entry) throws IOException {
    byte[] content = new byte[(int) entry.size()];
    bytes.read(entry.at(), content, 0, content.length);
    var crc = new CRC32();
    crc.update(content);
    return crc.getValue() == entry.crc()
        ? new Reading.Value<>(content)
        : new Reading.Flawed<>(crcFault(entry));
  }

  static Fault crcFault(ZipEntry entry) {
    return Fault.wrong(
        Reason.ZIP_CRC, entry.name(), "The content of " + entry.name() + " has another checksum.");
  }

  BundleBytes bytes() {
    return bytes;
  }
}
