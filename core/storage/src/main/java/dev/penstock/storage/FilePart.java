package dev.penstock.storage;

/**
 * A file of a store as of one commit: so many bytes from its beginning, which never change any
 * more, then some that the copy gets instead of what stands there. What comes behind these up to
 * the size of the file has no meaning.
 */
public final class FilePart {
  private static final byte[] NOTHING = {};

  private final String name;
  private final long bytes;
  private final byte[] ending;
  private final long sizeBytes;

  private FilePart(String name, long bytes, byte[] ending, long sizeBytes) {
    this.name = StorageName.requireFile(name);
    this.bytes = bytes;
    this.ending = ending.clone();
    this.sizeBytes = sizeBytes;
    if (bytes < 0 || sizeBytes < bytes + ending.length) {
      throw new IllegalArgumentException(
          name
              + ": "
              + bytes
              + " bytes and "
              + ending.length
              + " more, must fit into "
              + sizeBytes);
    }
  }

  /** The first bytes of a file, and nothing else. */
  public static FilePart of(String name, long bytes) {
    return new FilePart(name, bytes, NOTHING, bytes);
  }

  /** The first bytes of a file that is longer. */
  public static FilePart within(String name, long bytes, long sizeBytes) {
    return new FilePart(name, bytes, NOTHING, sizeBytes);
  }

  /** The first bytes of a file that is longer, and others behind them. */
  public static FilePart ending(String name, long bytes, byte[] ending, long sizeBytes) {
    return new FilePart(name, bytes, ending, sizeBytes);
  }

  public String name() {
    return name;
  }

  /** How many bytes are those of the file as it is. */
  public long bytes() {
    return bytes;
  }

  /** What stands behind them. */
  public byte[] ending() {
    return ending.clone();
  }

  /** How many bytes have a meaning. */
  public long contentBytes() {
    return bytes + ending.length;
  }

  /** How long the file is. */
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public String toString() {
    return name + ", " + contentBytes() + " of " + sizeBytes + " bytes";
  }
}
