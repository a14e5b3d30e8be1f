package dev.penstock.bundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Writes the container of a bundle, entry by entry in their order: docs/formats/bundle.md §1. The
 * same entries give the same bytes. One thread.
 */
public final class BundleWriter {
  private final BundleOut out;
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private long at;
  private int count;

  public BundleWriter(BundleOut out) {
    this.out = out;
  }

  /** Adds the next entry; its name and length must be those of docs/formats/bundle.md §2. */
  public void add(String name, byte[] content) throws IOException {
    if (content.length > EntryNames.bytesMax(name)) {
      throw new IllegalArgumentException(
          name + " has " + content.length + " bytes, at most " + EntryNames.bytesMax(name));
    }
    byte[] nameBytes = name.getBytes(StandardCharsets.US_ASCII);
    var crc = new CRC32();
    crc.update(content);
    directory.writeBytes(Zip.central(nameBytes, content.length, crc.getValue(), at));
    write(Zip.local(nameBytes, content.length, crc.getValue()));
    write(content);
    count++;
  }

  /** Ends the file; answers its size. */
  public long end() throws IOException {
    long directoryAt = at;
    byte[] all = directory.toByteArray();
    write(all);
    write(Zip.end(count, directoryAt, all.length));
    return at;
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes, 0, bytes.length);
    at += bytes.length;
  }
}
