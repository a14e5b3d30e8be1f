package dev.penstock.anchorstore;

import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The file {@code format}, docs/formats/anchors.md: which version the folder is of, and the id that
 * goes into every checksum, so that bytes an older file left on the disk are no row of this one.
 */
record AnchorFormat(String id) {
  static final String FILE = "format";

  private static final String FIRST_LINE = "penstock-anchors 1\n";
  private static final int ID_BYTES = 16;
  private static final int LENGTH = FIRST_LINE.length() + 2 * ID_BYTES + 1;

  static AnchorFormat fresh(RandomGenerator random) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return new AnchorFormat(HexFormat.of().formatHex(id));
  }

  byte[] idBytes() {
    return HexFormat.of().parseHex(id);
  }

  byte[] encode() {
    return (FIRST_LINE + id + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** What the folder says; empty when it is none of this version. */
  static Optional<AnchorFormat> read(Storage storage) throws IOException {
    try (StorageFile file = storage.openReadOnly(FILE)) {
      if (file.sizeBytes() != LENGTH) {
        return Optional.empty();
      }
      ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
      file.readFully(bytes, 0);
      String text = new String(bytes.array(), StandardCharsets.US_ASCII);
      String id = text.substring(FIRST_LINE.length(), LENGTH - 1);
      return text.startsWith(FIRST_LINE) && text.endsWith("\n") && id.matches("[0-9a-f]{32}")
          ? Optional.of(new AnchorFormat(id))
          : Optional.empty();
    }
  }
}
