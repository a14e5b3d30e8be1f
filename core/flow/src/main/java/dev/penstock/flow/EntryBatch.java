package dev.penstock.flow;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * Entries of a log, one after the other in one array, each behind its length in two bytes: the form
 * of a C2SP tlog-tiles entry bundle, and the form in which they are stored, so that they are copied
 * once on their way to disk. No object per entry. Immutable; the builder is not.
 */
public final class EntryBatch {
  /** The longest entry, C2SP tlog-tiles: its length has two bytes. */
  public static final int ENTRY_BYTES_MAX = 0xffff;

  /** Bytes before each entry. */
  public static final int PREFIX_BYTES = 2;

  private final byte[] body;
  private final int bodyBytes;
  private final int count;

  private EntryBatch(byte[] body, int bodyBytes, int count) {
    this.body = body;
    this.bodyBytes = bodyBytes;
    this.count = count;
  }

  /** Takes each entry in turn. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One entry.
     *
     * @param position its place in the batch, from 0
     * @param source holds the entry from {@code from} on; not to be written to, nor kept
     */
    void accept(int position, byte[] source, int from, int length);
  }

  /** Collects entries. One thread at a time. */
  public static final class Builder {
    private static final int BYTES_AT_FIRST = 1024;

    private byte[] body;
    private int bodyBytes;
    private int count;

    public Builder() {
      this(BYTES_AT_FIRST);
    }

    /** A builder with room for a body of this size. */
    public Builder(int bodyBytes) {
      this.body = new byte[bodyBytes];
    }

    /** Adds a whole array as one entry. */
    public Builder add(byte[] entry) {
      return add(entry, 0, entry.length);
    }

    /** Adds one entry of 0..65,535 bytes. */
    public Builder add(byte[] source, int from, int length) {
      Objects.checkFromIndexSize(from, length, source.length);
      if (length > ENTRY_BYTES_MAX) {
        throw new IllegalArgumentException(
            "entry of " + length + " bytes, must be 0.." + ENTRY_BYTES_MAX);
      }
      ensureRoom(PREFIX_BYTES + length);
      body[bodyBytes] = (byte) (length >>> 8);
      body[bodyBytes + 1] = (byte) length;
      System.arraycopy(source, from, body, bodyBytes + PREFIX_BYTES, length);
      bodyBytes += PREFIX_BYTES + length;
      count++;
      return this;
    }

    /** How many entries were added. */
    public int count() {
      return count;
    }

    /** Bytes of the body so far, two per entry included. */
    public int bodyBytes() {
      return bodyBytes;
    }

    /** The entries added so far as a batch; the builder starts again from nothing. */
    public EntryBatch build() {
      var batch = new EntryBatch(body, bodyBytes, count);
      body = new byte[body.length];
      bodyBytes = 0;
      count = 0;
      return batch;
    }

    private void ensureRoom(int more) {
      int needed = Math.addExact(bodyBytes, more);
      if (needed > body.length) {
        body = Arrays.copyOf(body, Math.max(needed, (int) Math.min(2L * body.length, 1 << 30)));
      }
    }
  }

  /** A batch of these entries. */
  public static EntryBatch of(byte[]... entries) {
    var builder = new Builder();
    for (byte[] entry : entries) {
      builder = builder.add(entry);
    }
    return builder.build();
  }

  /** How many entries there are. */
  public int count() {
    return count;
  }

  /** Bytes of the body, two per entry included. */
  public int bodyBytes() {
    return bodyBytes;
  }

  /** Shows each entry in order. */
  public void forEach(Visitor visitor) {
    int at = 0;
    for (int position = 0; position < count; position++) {
      int length = length(at);
      visitor.accept(position, body, at + PREFIX_BYTES, length);
      at += PREFIX_BYTES + length;
    }
  }

  /** The body itself, in which {@link #forEach} shows the places; not to be written to. */
  public byte[] body() {
    return body;
  }

  /** A copy of one entry; found by walking, so use {@link #forEach} for all of them. */
  public byte[] entry(int position) {
    Objects.checkIndex(position, count);
    int at = 0;
    for (int i = 0; i < position; i++) {
      at += PREFIX_BYTES + length(at);
    }
    return Arrays.copyOfRange(body, at + PREFIX_BYTES, at + PREFIX_BYTES + length(at));
  }

  /** Writes the body, an entry bundle, into a buffer. */
  public void copyTo(ByteBuffer into) {
    into.put(body, 0, bodyBytes);
  }

  private int length(int at) {
    return ((body[at] & 0xff) << 8) | (body[at + 1] & 0xff);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EntryBatch that
        && count == that.count
        && Arrays.equals(body, 0, bodyBytes, that.body, 0, that.bodyBytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(Arrays.copyOf(body, bodyBytes));
  }

  @Override
  public String toString() {
    return count + " entries, " + bodyBytes + " bytes";
  }
}
