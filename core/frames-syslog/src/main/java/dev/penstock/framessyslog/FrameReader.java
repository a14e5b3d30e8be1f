package dev.penstock.framessyslog;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Reads messages from a stream, one by one, and never throws for what they hold.
 *
 * <p>A message larger than the limit is read to its end through a digest, in the memory of one
 * buffer and of the limit: what it says of its length costs nothing. The stream goes on behind it.
 *
 * <p>One thread reads; {@link #isInside} may be asked by others.
 */
public final class FrameReader {
  private static final int BUFFER_BYTES = 16 * 1024;

  /** A buffer for a message grows as it comes, so that a length alone costs no memory. */
  private static final int MESSAGE_BYTES_AT_FIRST = 2 * 1024;

  /** 999,999,999 bytes at most: RFC 5425 §4.3 has no bound, and no sender needs more. */
  private static final int LENGTH_DIGITS_MAX = 9;

  private static final int END = -1;

  private final InputStream in;
  private final Framing framing;
  private final int messageBytesMax;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int limit;
  private volatile boolean isInside;

  /** The message that is being read, as far as it is kept. */
  private byte[] held = new byte[0];

  private int heldCount;

  /** All bytes of it that came. */
  private long count;

  /** Over them, once they are more than is kept. */
  private final MessageDigest sha256 = sha256();

  /**
   * A reader at the beginning of a stream.
   *
   * @param messageBytesMax a longer message is not kept
   */
  public FrameReader(InputStream in, Framing framing, int messageBytesMax) {
    if (messageBytesMax < 1) {
      throw new IllegalArgumentException("messageBytesMax is " + messageBytesMax);
    }
    this.in = in;
    this.framing = framing;
    this.messageBytesMax = messageBytesMax;
  }

  /** Whether a message has begun and has not ended. */
  public boolean isInside() {
    return isInside;
  }

  /** The next message, or why there is none. Throws only what the stream throws. */
  public Framed read() throws IOException {
    begin();
    Framed next =
        switch (framing) {
          case OCTET_COUNTED -> counted();
          case LINES -> line();
        };
    isInside = false;
    held = new byte[0];
    return next;
  }

  private void begin() {
    held = new byte[Math.min(messageBytesMax, MESSAGE_BYTES_AT_FIRST)];
    heldCount = 0;
    count = 0;
    sha256.reset();
  }

  private Framed counted() throws IOException {
    int next = next();
    if (next == END) {
      return new Framed.End();
    }
    if (next == '<') {
      return new Framed.Broken(
          "a message begins without its length: the sender must count octets (RFC 5425 §4.3)");
    }
    long length = 0;
    int digits = 0;
    while (next != ' ') {
      if (next == END) {
        return new Framed.CutOff(0, digest());
      }
      isInside = true;
      boolean isDigit = next >= '0' && next <= '9';
      // RFC 5425 §4.3: the first digit is not zero.
      if (!isDigit || (digits == 0 && next == '0') || digits == LENGTH_DIGITS_MAX) {
        return new Framed.Broken("the length of a message is not 1..999999999 and a space");
      }
      length = 10 * length + (next - '0');
      digits++;
      next = next();
    }
    if (digits == 0) {
      return new Framed.Broken("a message begins with a space instead of its length");
    }
    while (count < length) {
      if (at == limit && !fill()) {
        return cutOff();
      }
      take((int) Math.min(length - count, limit - at));
    }
    return whole();
  }

  private Framed line() throws IOException {
    while (true) {
      if (at == limit && !fill()) {
        return count == 0 ? new Framed.End() : cutOff();
      }
      int end = at;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      isInside |= end > at;
      take(end - at);
      if (at < limit) {
        at++; // the line feed
        if (count > 0) {
          return whole();
        }
        // An empty line says nothing: some senders end each message with two.
      }
    }
  }

  /** Moves bytes from the buffer to the message. */
  private void take(int taken) {
    if (count + taken <= messageBytesMax) {
      if (heldCount + taken > held.length) {
        long wanted = Math.max(2L * held.length, (long) heldCount + taken);
        held = Arrays.copyOf(held, (int) Math.min(messageBytesMax, wanted));
      }
      System.arraycopy(buffer, at, held, heldCount, taken);
      heldCount += taken;
    } else {
      // From here on only the digest goes on.
      sha256.update(held, 0, heldCount);
      heldCount = 0;
      sha256.update(buffer, at, taken);
    }
    count += taken;
    at += taken;
  }

  private Framed whole() {
    return count <= messageBytesMax
        ? new Framed.Message(ByteString.at(held, 0, heldCount))
        : new Framed.Unkept(count, digest());
  }

  /** What had come of the message that is being read when the stream failed. */
  public Framed.CutOff cutOff() {
    return new Framed.CutOff(count, digest());
  }

  private Digest digest() {
    sha256.update(held, 0, heldCount);
    return Digest.of(sha256.digest());
  }

  private int next() throws IOException {
    if (at == limit && !fill()) {
      return END;
    }
    return buffer[at++] & 0xff;
  }

  /** False at the end of the stream. */
  private boolean fill() throws IOException {
    int read = in.read(buffer, 0, buffer.length);
    at = 0;
    limit = Math.max(read, 0);
    return read > 0;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
