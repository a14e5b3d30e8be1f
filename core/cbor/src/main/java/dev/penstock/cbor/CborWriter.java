package dev.penstock.cbor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes CBOR items one after another in core deterministic form (RFC 8949 §4.2.1). There is one
 * spelling of each value and the writer picks it; what the caller decides, the count of a container
 * and the order of map keys, is checked, and a mistake throws.
 *
 * <p>{@code array(2); unsigned(7); text("a");} writes one array: a container closes itself after
 * its last item. Several items may follow each other at the top level (a CBOR sequence, RFC 8742).
 *
 * <p>Nothing is allocated per item. The buffer is the writer's own and grows, and {@link #reset()}
 * starts again in it; or it is lent by {@link #resetInto} and has a fixed end. One thread at a
 * time.
 */
public final class CborWriter {
  /** Puts the content of a byte string straight into its place. */
  @FunctionalInterface
  public interface Fill {
    /** Writes exactly the promised number of bytes into {@code into} from {@code at} on. */
    void write(byte[] into, int at);
  }

  // Some virtual machines cannot make longer arrays.
  private static final int BUFFER_BYTES_MAX = Integer.MAX_VALUE - 8;

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Nesting nesting = new Nesting(CborLimits.DEPTH_MAX);
  private byte[] own;
  private byte[] buffer;
  private boolean isLent;
  private int start;
  private int at;
  private int end;

  /** A writer with a buffer of its own that has room for {@code bytes} before it must grow. */
  public CborWriter(int bytes) {
    own = new byte[bytes];
    buffer = own;
    end = bytes;
  }

  /** Forgets what was written and starts again in the writer's own buffer. */
  public void reset() {
    isLent = false;
    start(own, 0, own.length);
  }

  /** Forgets what was written and starts again in {@code [from, to)} of a lent buffer. */
  public void resetInto(byte[] lent, int from, int to) {
    Objects.checkFromToIndex(from, to, lent.length);
    isLent = true;
    start(lent, from, to);
  }

  private void start(byte[] in, int from, int to) {
    buffer = in;
    start = from;
    at = from;
    end = to;
    nesting.clear();
  }

  /** Bytes written since the last reset. */
  public int sizeBytes() {
    return at - start;
  }

  /** True when no container waits for more items, so what was written is whole items. */
  public boolean isComplete() {
    return nesting.depth() == 0;
  }

  /** A copy of what was written; throws while a container waits for items. */
  public byte[] toByteArray() {
    mustBeComplete();
    return Arrays.copyOfRange(buffer, start, at);
  }

  /** Copies what was written; throws while a container waits for items. */
  public void copyTo(byte[] into, int intoAt) {
    mustBeComplete();
    System.arraycopy(buffer, start, into, intoAt, at - start);
  }

  /**
   * The buffer itself, to hash or send from without a copy: the bytes written stand from {@link
   * #startAt()} on. To be read only, and only until the next call that writes.
   */
  public byte[] buffer() {
    return buffer;
  }

  /** Where in {@link #buffer()} the first byte written stands. */
  public int startAt() {
    return start;
  }

  /** A whole number that is not negative. */
  public void unsigned(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("unsigned value is " + value);
    }
    head(Wire.UNSIGNED, value);
    itemEnded();
  }

  /** A whole number of 64 bits without sign. */
  public void unsigned64(long bits) {
    head(Wire.UNSIGNED, bits);
    itemEnded();
  }

  /** A whole number. */
  public void integer(long value) {
    if (value < 0) {
      head(Wire.NEGATIVE, ~value);
    } else {
      head(Wire.UNSIGNED, value);
    }
    itemEnded();
  }

  /** The negative number {@code -1 - n}, where {@code n} is 64 bits without sign. */
  public void negative64(long n) {
    head(Wire.NEGATIVE, n);
    itemEnded();
  }

  public void bytes(byte[] value) {
    bytes(value, 0, value.length);
  }

  public void bytes(byte[] source, int from, int length) {
    Objects.checkFromIndexSize(from, length, source.length);
    mustFitBignum(length, length > 0 ? source[from] : 0);
    stringHead(Wire.BYTES, length);
    System.arraycopy(source, from, buffer, at, length);
    at += length;
    itemEnded();
  }

  /** A byte string whose content is put in place by the caller, for example a digest. */
  public void bytes(int length, Fill fill) {
    if (length < 0) {
      throw new IllegalArgumentException("length is " + length);
    }
    stringHead(Wire.BYTES, length);
    // Left-over bytes of an earlier use must never show.
    Arrays.fill(buffer, at, at + length, (byte) 0);
    fill.write(buffer, at);
    mustFitBignum(length, length > 0 ? buffer[at] : 0);
    at += length;
    itemEnded();
  }

  /** A text; throws when it holds half a surrogate pair. */
  public void text(String value) {
    int length = Utf8.bytesOf(value);
    stringHead(Wire.TEXT, length);
    Utf8.write(value, buffer, at);
    at += length;
    itemEnded();
  }

  /** A text that is UTF-8 already; throws when it is not. */
  public void text(byte[] utf8, int from, int length) {
    Objects.checkFromIndexSize(from, length, utf8.length);
    int fault = Utf8.faultAt(utf8, from, from + length);
    if (fault != Utf8.NO_FAULT) {
      throw new IllegalArgumentException("not UTF-8 at byte " + (fault - from));
    }
    stringHead(Wire.TEXT, length);
    System.arraycopy(utf8, from, buffer, at, length);
    at += length;
    itemEnded();
  }

  public void bool(boolean value) {
    simple(value ? Wire.TRUE : Wire.FALSE);
  }

  public void nullValue() {
    simple(Wire.NULL);
  }

  /**
   * A floating-point number, in the shortest of the three forms that holds it without loss. Every
   * not-a-number becomes the one canonical; minus zero stays what it is.
   */
  public void float64(double value) {
    mustNotBeBignum();
    float narrow = (float) value;
    if (Double.isNaN(value)) {
      half(Wire.NAN);
    } else if (narrow != value) {
      room(9);
      buffer[at] = (byte) Wire.DOUBLE;
      LONGS.set(buffer, at + 1, Double.doubleToRawLongBits(value));
      at += 9;
    } else {
      short half = Float.floatToFloat16(narrow);
      if (Float.float16ToFloat(half) == narrow) {
        half(half);
      } else {
        room(5);
        buffer[at] = (byte) Wire.SINGLE;
        INTS.set(buffer, at + 1, Float.floatToRawIntBits(narrow));
        at += 5;
      }
    }
    itemEnded();
  }

  private void half(short bits) {
    room(3);
    buffer[at] = (byte) Wire.HALF;
    SHORTS.set(buffer, at + 1, bits);
    at += 3;
  }

  /** Starts an array; the next {@code count} items are its. */
  public void array(int count) {
    container(Wire.ARRAY, Nesting.ITEMS, count, count);
  }

  /**
   * Starts a map; the next {@code count} pairs of key and value are its, keys in bytewise order.
   */
  public void map(int count) {
    // A count that cannot be doubled could not be written either.
    container(Wire.MAP, Nesting.PAIRS, count, Math.multiplyExact(2, count));
  }

  /** Starts a tag whose number has 64 bits without sign; the next item is its content. */
  public void tag(long number) {
    head(Wire.TAG, number);
    open(Wire.isBignumTag(number) ? Nesting.BIGNUM : Nesting.ITEMS, 1);
  }

  /**
   * One item that is encoded already. It is read through first, and anything but exactly one item
   * in deterministic form throws.
   */
  public void encoded(byte[] source, int from, int length) {
    int depthLeft = CborLimits.DEPTH_MAX - nesting.depth();
    var reader = new CborReader(new CborLimits(Math.max(1, length), depthLeft));
    reader.reset(source, from, length);
    CborType type = reader.peek();
    reader.skip();
    Optional<Refusal> refusal = reader.end();
    if (refusal.isPresent()) {
      throw new IllegalArgumentException("not one item: " + refusal.get());
    }
    if (nesting.isBignum()) {
      int contentBytes = type == CborType.BYTES ? reader.contentBytes() : 0;
      mustFitBignum(contentBytes, contentBytes > 0 ? source[reader.contentAt()] : 0);
    }
    room(length);
    System.arraycopy(source, from, buffer, at, length);
    at += length;
    itemEnded();
  }

  private void container(int major, byte kind, int count, int items) {
    if (count < 0) {
      throw new IllegalArgumentException("count is " + count);
    }
    head(major, count);
    if (items == 0) {
      itemEnded();
    } else {
      open(kind, items);
    }
  }

  private void open(byte kind, int items) {
    if (!nesting.open(kind, items, at)) {
      throw new IllegalStateException("deeper than " + CborLimits.DEPTH_MAX);
    }
  }

  private void simple(int initial) {
    mustNotBeBignum();
    room(1);
    buffer[at++] = (byte) initial;
    itemEnded();
  }

  private void stringHead(int major, int length) {
    room((long) CborHead.bytes(length) + length);
    head(major, length);
  }

  /** Writes a head in its shortest form; the argument has 64 bits without sign. */
  private void head(int major, long argument) {
    if (major != Wire.BYTES) {
      mustNotBeBignum();
    }
    if (end - at < CborHead.BYTES_MAX) {
      room(CborHead.bytes(argument));
    }
    at = CborHead.write(major, argument, buffer, at);
  }

  private void itemEnded() {
    CborReason fault = nesting.itemEnded(buffer, at);
    if (fault != null) {
      throw new IllegalStateException(fault.text());
    }
  }

  private void room(long bytes) {
    if (end - at < bytes) {
      grow(bytes);
    }
  }

  private void grow(long bytes) {
    if (isLent) {
      throw new IllegalStateException(
          "the lent buffer has " + (end - at) + " bytes left, needed are " + bytes);
    }
    long needed = at + bytes;
    if (needed > BUFFER_BYTES_MAX) {
      throw new IllegalStateException("more than " + BUFFER_BYTES_MAX + " bytes to write");
    }
    int size = (int) Math.max(needed, Math.min(2L * own.length, BUFFER_BYTES_MAX));
    own = Arrays.copyOf(own, size);
    buffer = own;
    end = size;
  }

  private void mustBeComplete() {
    if (!isComplete()) {
      throw new IllegalStateException("a container still waits for items");
    }
  }

  private void mustNotBeBignum() {
    if (nesting.isBignum()) {
      throw new IllegalStateException(CborReason.BIGNUM_NOT_PREFERRED.text());
    }
  }

  private void mustFitBignum(int length, byte first) {
    if (nesting.isBignum() && (length < Wire.BIGNUM_BYTES_MIN || first == 0)) {
      throw new IllegalStateException(CborReason.BIGNUM_NOT_PREFERRED.text());
    }
  }
}
