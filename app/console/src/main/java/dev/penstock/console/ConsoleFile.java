package dev.penstock.console;

/**
 * A file of the console, ready to be served. Its name holds a digest of its content where it is
 * immutable, so that a browser may keep it for ever; any other must be asked for each time.
 */
public final class ConsoleFile {
  private final String contentType;
  private final String etag;
  private final boolean isImmutable;
  private final byte[] content;

  ConsoleFile(String contentType, String etag, boolean isImmutable, byte[] content) {
    this.contentType = contentType;
    this.etag = etag;
    this.isImmutable = isImmutable;
    this.content = content;
  }

  /** As the header Content-Type has it. */
  public String contentType() {
    return contentType;
  }

  /** A strong validator with its quotes, RFC 9110 §8.8.3: made of the SHA-256 of the content. */
  public String etag() {
    return etag;
  }

  /** Whether the content under this name never changes. */
  public boolean isImmutable() {
    return isImmutable;
  }

  /** The bytes; they are the caller's. */
  public byte[] bytes() {
    return content.clone();
  }

  /** How many bytes there are. */
  public int sizeBytes() {
    return content.length;
  }
}
